CREATE TABLE "peer_reviews" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"author_id" text NOT NULL,
	"assignment_id" text NOT NULL,
	"post_id" text NOT NULL,
	"given_out_at" timestamp (3) with time zone NOT NULL,
	"version" integer,
	"levels" jsonb,
	"comment" text,
	"digest" text,
	"reviewed_at" timestamp (3) with time zone,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "rival_readings" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"claim" text NOT NULL,
	"answers" text,
	"body" jsonb,
	"digest" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sample_scores" (
	"assignment_id" text NOT NULL,
	"user_id" text NOT NULL,
	"sample" integer NOT NULL,
	"class_id" text NOT NULL,
	"levels" jsonb,
	"scored_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "sample_scores_assignment_id_user_id_sample_pk" PRIMARY KEY("assignment_id","user_id","sample")
);
--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "citations" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "reviews" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "peer_reviews" ADD CONSTRAINT "peer_reviews_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "peer_reviews" ADD CONSTRAINT "peer_reviews_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "peer_reviews" ADD CONSTRAINT "peer_reviews_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "peer_reviews" ADD CONSTRAINT "peer_reviews_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "peer_reviews" ADD CONSTRAINT "peer_reviews_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rival_readings" ADD CONSTRAINT "rival_readings_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rival_readings" ADD CONSTRAINT "rival_readings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sample_scores" ADD CONSTRAINT "sample_scores_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sample_scores" ADD CONSTRAINT "sample_scores_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sample_scores" ADD CONSTRAINT "sample_scores_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "peer_reviews_once" ON "peer_reviews" USING btree ("post_id","user_id");--> statement-breakpoint
CREATE INDEX "peer_reviews_of" ON "peer_reviews" USING btree ("assignment_id","user_id");--> statement-breakpoint
CREATE INDEX "peer_reviews_class" ON "peer_reviews" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "rival_readings_claim" ON "rival_readings" USING btree ("class_id","claim","id");--> statement-breakpoint
CREATE INDEX "rival_readings_user" ON "rival_readings" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sample_scores_class" ON "sample_scores" USING btree ("class_id","user_id");--> statement-breakpoint
-- A rival reading is answered, never taken back; the one change admitted is erasure (body to null with erased_at).
CREATE TRIGGER rival_readings_append_only BEFORE UPDATE ON rival_readings FOR EACH ROW
WHEN (NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.claim IS NOT DISTINCT FROM OLD.claim AND NEW.answers IS NOT DISTINCT FROM OLD.answers AND NEW.digest IS NOT DISTINCT FROM OLD.digest AND NEW.created_at IS NOT DISTINCT FROM OLD.created_at))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER rival_readings_kept BEFORE DELETE ON rival_readings FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The edition’s own scores open with these, so they stay as they were given.
CREATE TRIGGER sample_scores_append_only BEFORE UPDATE ON sample_scores FOR EACH ROW
WHEN (NOT (NEW.levels IS NULL AND NEW.erased_at IS NOT NULL AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.sample IS NOT DISTINCT FROM OLD.sample AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.scored_at IS NOT DISTINCT FROM OLD.scored_at))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER sample_scores_kept BEFORE DELETE ON sample_scores FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Given out, a review waits; written, it stays as it is, and only its comment can be erased.
CREATE TRIGGER peer_reviews_append_only BEFORE UPDATE ON peer_reviews FOR EACH ROW
WHEN (OLD.reviewed_at IS NOT NULL AND NOT (NEW.comment IS NULL AND NEW.erased_at IS NOT NULL AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.author_id IS NOT DISTINCT FROM OLD.author_id AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.post_id IS NOT DISTINCT FROM OLD.post_id AND NEW.given_out_at IS NOT DISTINCT FROM OLD.given_out_at AND NEW.version IS NOT DISTINCT FROM OLD.version AND NEW.levels IS NOT DISTINCT FROM OLD.levels AND NEW.digest IS NOT DISTINCT FROM OLD.digest AND NEW.reviewed_at IS NOT DISTINCT FROM OLD.reviewed_at))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER peer_reviews_kept BEFORE DELETE ON peer_reviews FOR EACH ROW WHEN (OLD.reviewed_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
