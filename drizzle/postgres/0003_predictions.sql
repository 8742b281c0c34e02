CREATE TABLE "predictions" (
	"assignment_id" text NOT NULL,
	"user_id" text NOT NULL,
	"class_id" text NOT NULL,
	"body" jsonb,
	"digest" text NOT NULL,
	"posted_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "predictions_assignment_id_user_id_pk" PRIMARY KEY("assignment_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "predictions_class" ON "predictions" USING btree ("class_id");--> statement-breakpoint
-- Predictions are made once; the one change admitted is erasure (body to null with erased_at).
CREATE TRIGGER predictions_append_only BEFORE UPDATE ON predictions FOR EACH ROW
WHEN (NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.posted_at IS NOT DISTINCT FROM OLD.posted_at AND NEW.digest IS NOT DISTINCT FROM OLD.digest))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER predictions_kept BEFORE DELETE ON predictions FOR EACH ROW EXECUTE FUNCTION refuse_change();
