CREATE TABLE "cable_reviews" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"author_id" text NOT NULL,
	"assignment_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"given_out_at" timestamp (3) with time zone NOT NULL,
	"points" jsonb,
	"reviewed_at" timestamp (3) with time zone,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "cable_reviews" ADD CONSTRAINT "cable_reviews_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cable_reviews" ADD CONSTRAINT "cable_reviews_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cable_reviews" ADD CONSTRAINT "cable_reviews_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cable_reviews" ADD CONSTRAINT "cable_reviews_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cable_reviews" ADD CONSTRAINT "cable_reviews_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cable_reviews_once" ON "cable_reviews" USING btree ("attempt_id","user_id");--> statement-breakpoint
CREATE INDEX "cable_reviews_of" ON "cable_reviews" USING btree ("assignment_id","user_id");--> statement-breakpoint
CREATE INDEX "cable_reviews_class" ON "cable_reviews" USING btree ("class_id");--> statement-breakpoint
-- Given out, a review of a cable waits; written, it stays as it is, and only its points can be erased.
CREATE TRIGGER cable_reviews_append_only BEFORE UPDATE ON cable_reviews FOR EACH ROW
WHEN (OLD.reviewed_at IS NOT NULL AND NOT (NEW.points IS NULL AND NEW.erased_at IS NOT NULL AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.author_id IS NOT DISTINCT FROM OLD.author_id AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.attempt_id IS NOT DISTINCT FROM OLD.attempt_id AND NEW.given_out_at IS NOT DISTINCT FROM OLD.given_out_at AND NEW.reviewed_at IS NOT DISTINCT FROM OLD.reviewed_at))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cable_reviews_kept BEFORE DELETE ON cable_reviews FOR EACH ROW WHEN (OLD.reviewed_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
