CREATE TABLE "comment_bank" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"comment" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grade_comments" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"assignment_id" text NOT NULL,
	"part" text NOT NULL,
	"source" text NOT NULL,
	"source_id" text NOT NULL,
	"version" integer NOT NULL,
	"starts" integer NOT NULL,
	"ends" integer NOT NULL,
	"words" text,
	"comment" text,
	"grader_id" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "grade_views" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text,
	"viewer_id" text NOT NULL,
	"page" text NOT NULL,
	"assignment_id" text,
	"day" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gradebook_entries" (
	"assignment_id" text NOT NULL,
	"user_id" text NOT NULL,
	"n" integer NOT NULL,
	"class_id" text NOT NULL,
	"excused" boolean NOT NULL,
	"by_hand" integer,
	"late_takes" integer NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "gradebook_entries_assignment_id_user_id_n_pk" PRIMARY KEY("assignment_id","user_id","n")
);
--> statement-breakpoint
CREATE TABLE "gradebook_rules" (
	"class_id" text PRIMARY KEY NOT NULL,
	"rules" jsonb NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grades" (
	"assignment_id" text NOT NULL,
	"user_id" text NOT NULL,
	"part" text NOT NULL,
	"n" integer NOT NULL,
	"class_id" text NOT NULL,
	"source" text NOT NULL,
	"source_id" text NOT NULL,
	"version" integer NOT NULL,
	"criterion" text NOT NULL,
	"level" integer,
	"comment" text,
	"grader_id" text NOT NULL,
	"kind" text NOT NULL,
	"save" text NOT NULL,
	"undoes" text,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "grades_assignment_id_user_id_part_n_pk" PRIMARY KEY("assignment_id","user_id","part","n")
);
--> statement-breakpoint
CREATE TABLE "grading_plans" (
	"assignment_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"class_id" text NOT NULL,
	"state" text NOT NULL,
	"graders" integer NOT NULL,
	"rubrics" jsonb NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "grading_plans_assignment_id_ordinal_pk" PRIMARY KEY("assignment_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "releases" (
	"assignment_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"class_id" text NOT NULL,
	"state" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "releases_assignment_id_ordinal_pk" PRIMARY KEY("assignment_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "set_aside" (
	"assignment_id" text NOT NULL,
	"user_id" text NOT NULL,
	"part" text NOT NULL,
	"grader_id" text NOT NULL,
	"class_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "set_aside_assignment_id_user_id_part_grader_id_pk" PRIMARY KEY("assignment_id","user_id","part","grader_id")
);
--> statement-breakpoint
ALTER TABLE "comment_bank" ADD CONSTRAINT "comment_bank_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_bank" ADD CONSTRAINT "comment_bank_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_comments" ADD CONSTRAINT "grade_comments_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_comments" ADD CONSTRAINT "grade_comments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_comments" ADD CONSTRAINT "grade_comments_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_views" ADD CONSTRAINT "grade_views_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_views" ADD CONSTRAINT "grade_views_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gradebook_entries" ADD CONSTRAINT "gradebook_entries_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gradebook_entries" ADD CONSTRAINT "gradebook_entries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gradebook_entries" ADD CONSTRAINT "gradebook_entries_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gradebook_rules" ADD CONSTRAINT "gradebook_rules_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grading_plans" ADD CONSTRAINT "grading_plans_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grading_plans" ADD CONSTRAINT "grading_plans_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_aside" ADD CONSTRAINT "set_aside_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_aside" ADD CONSTRAINT "set_aside_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comment_bank_class" ON "comment_bank" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "comment_bank_owner" ON "comment_bank" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "grade_comments_class" ON "grade_comments" USING btree ("class_id","user_id");--> statement-breakpoint
CREATE INDEX "grade_comments_of" ON "grade_comments" USING btree ("assignment_id");--> statement-breakpoint
CREATE INDEX "grade_views_class" ON "grade_views" USING btree ("class_id","day");--> statement-breakpoint
CREATE INDEX "grade_views_user" ON "grade_views" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "gradebook_entries_class" ON "gradebook_entries" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "grades_class" ON "grades" USING btree ("class_id","user_id");--> statement-breakpoint
CREATE INDEX "grading_plans_class" ON "grading_plans" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "releases_class" ON "releases" USING btree ("class_id");
--> statement-breakpoint
-- Grades are append-only, undoing included; the one change admitted is erasure (comment to null with erased_at).
CREATE TRIGGER grades_append_only BEFORE UPDATE ON grades FOR EACH ROW
WHEN (NOT (NEW.comment IS NULL AND NEW.erased_at IS NOT NULL AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.part IS NOT DISTINCT FROM OLD.part AND NEW.n IS NOT DISTINCT FROM OLD.n AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.source IS NOT DISTINCT FROM OLD.source AND NEW.source_id IS NOT DISTINCT FROM OLD.source_id AND NEW.version IS NOT DISTINCT FROM OLD.version AND NEW.criterion IS NOT DISTINCT FROM OLD.criterion AND NEW.level IS NOT DISTINCT FROM OLD.level AND NEW.grader_id IS NOT DISTINCT FROM OLD.grader_id AND NEW.kind IS NOT DISTINCT FROM OLD.kind AND NEW.save IS NOT DISTINCT FROM OLD.save AND NEW.undoes IS NOT DISTINCT FROM OLD.undoes AND NEW.saved_at IS NOT DISTINCT FROM OLD.saved_at))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER grades_kept BEFORE DELETE ON grades FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A comment on words is taken back once, or erased (words and comment to null with erased_at); nothing else changes.
CREATE TRIGGER grade_comments_append_only BEFORE UPDATE ON grade_comments FOR EACH ROW
WHEN (NOT (NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.part IS NOT DISTINCT FROM OLD.part AND NEW.source IS NOT DISTINCT FROM OLD.source AND NEW.source_id IS NOT DISTINCT FROM OLD.source_id AND NEW.version IS NOT DISTINCT FROM OLD.version AND NEW.starts IS NOT DISTINCT FROM OLD.starts AND NEW.ends IS NOT DISTINCT FROM OLD.ends AND NEW.grader_id IS NOT DISTINCT FROM OLD.grader_id AND NEW.saved_at IS NOT DISTINCT FROM OLD.saved_at AND ((NEW.words IS NULL AND NEW.comment IS NULL AND NEW.erased_at IS NOT NULL AND NEW.removed_at IS NOT DISTINCT FROM OLD.removed_at) OR (NEW.words IS NOT DISTINCT FROM OLD.words AND NEW.comment IS NOT DISTINCT FROM OLD.comment AND NEW.erased_at IS NOT DISTINCT FROM OLD.erased_at AND OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL))))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER grade_comments_kept BEFORE DELETE ON grade_comments FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Each release, plan and gradebook entry is a row of its own.
CREATE TRIGGER releases_append_only BEFORE UPDATE ON releases FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER grading_plans_append_only BEFORE UPDATE ON grading_plans FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER gradebook_entries_append_only BEFORE UPDATE ON gradebook_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
