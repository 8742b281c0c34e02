CREATE TABLE "exercise_answers" (
	"assignment_id" text NOT NULL,
	"user_id" text NOT NULL,
	"class_id" text NOT NULL,
	"body" jsonb,
	"seq" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"handed_in_at" timestamp (3) with time zone,
	"digest" text,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "exercise_answers_assignment_id_user_id_pk" PRIMARY KEY("assignment_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "exercise_answers" ADD CONSTRAINT "exercise_answers_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exercise_answers" ADD CONSTRAINT "exercise_answers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exercise_answers" ADD CONSTRAINT "exercise_answers_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exercise_answers_class" ON "exercise_answers" USING btree ("class_id","user_id");--> statement-breakpoint
-- Handed in, an exercise stays as it is; the one change admitted is erasure (body to null with erased_at).
CREATE TRIGGER exercise_answers_append_only BEFORE UPDATE ON exercise_answers FOR EACH ROW
WHEN (OLD.handed_in_at IS NOT NULL AND NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.seq IS NOT DISTINCT FROM OLD.seq AND NEW.started_at IS NOT DISTINCT FROM OLD.started_at AND NEW.saved_at IS NOT DISTINCT FROM OLD.saved_at AND NEW.handed_in_at IS NOT DISTINCT FROM OLD.handed_in_at AND NEW.digest IS NOT DISTINCT FROM OLD.digest))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER exercise_answers_kept BEFORE DELETE ON exercise_answers FOR EACH ROW WHEN (OLD.handed_in_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
