CREATE TABLE "comment_bank" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"comment" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contests" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"assignment_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"item" text NOT NULL,
	"passage_from" text NOT NULL,
	"passage_to" text NOT NULL,
	"body" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"outcome" text,
	"reply" text,
	"answered_by" text,
	"answered_at" timestamp (3) with time zone,
	"erased_at" timestamp (3) with time zone
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
CREATE TABLE "own_quiz_versions" (
	"quiz_id" text NOT NULL,
	"n" integer NOT NULL,
	"owner_id" text NOT NULL,
	"body" jsonb,
	"digest" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "own_quiz_versions_quiz_id_n_pk" PRIMARY KEY("quiz_id","n")
);
--> statement-breakpoint
CREATE TABLE "own_quizzes" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"draft" jsonb,
	"seq" integer NOT NULL,
	"share_code" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"put_away_at" timestamp (3) with time zone,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "re_scores" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"assignment_id" text NOT NULL,
	"to_hash" text NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
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
CREATE TABLE "score_changes" (
	"attempt_id" text NOT NULL,
	"n" integer NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"earned" integer NOT NULL,
	"total" integer NOT NULL,
	"cause" text NOT NULL,
	"cause_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "score_changes_attempt_id_n_pk" PRIMARY KEY("attempt_id","n")
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
ALTER TABLE "attempts" ADD COLUMN "revision_hash" text;--> statement-breakpoint
ALTER TABLE "comment_bank" ADD CONSTRAINT "comment_bank_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_bank" ADD CONSTRAINT "comment_bank_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
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
ALTER TABLE "own_quiz_versions" ADD CONSTRAINT "own_quiz_versions_quiz_id_own_quizzes_id_fk" FOREIGN KEY ("quiz_id") REFERENCES "public"."own_quizzes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_quizzes" ADD CONSTRAINT "own_quizzes_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "re_scores" ADD CONSTRAINT "re_scores_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "re_scores" ADD CONSTRAINT "re_scores_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "re_scores" ADD CONSTRAINT "re_scores_to_hash_content_revisions_hash_fk" FOREIGN KEY ("to_hash") REFERENCES "public"."content_revisions"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_changes" ADD CONSTRAINT "score_changes_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_aside" ADD CONSTRAINT "set_aside_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_aside" ADD CONSTRAINT "set_aside_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comment_bank_class" ON "comment_bank" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "comment_bank_owner" ON "comment_bank" USING btree ("owner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contests_once" ON "contests" USING btree ("assignment_id","user_id","item");--> statement-breakpoint
CREATE INDEX "contests_class" ON "contests" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "contests_attempt" ON "contests" USING btree ("attempt_id");--> statement-breakpoint
CREATE INDEX "grade_comments_class" ON "grade_comments" USING btree ("class_id","user_id");--> statement-breakpoint
CREATE INDEX "grade_comments_of" ON "grade_comments" USING btree ("assignment_id");--> statement-breakpoint
CREATE INDEX "grade_views_class" ON "grade_views" USING btree ("class_id","day");--> statement-breakpoint
CREATE INDEX "grade_views_user" ON "grade_views" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "gradebook_entries_class" ON "gradebook_entries" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "grades_class" ON "grades" USING btree ("class_id","user_id");--> statement-breakpoint
CREATE INDEX "grading_plans_class" ON "grading_plans" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "own_quiz_versions_owner" ON "own_quiz_versions" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "own_quizzes_owner" ON "own_quizzes" USING btree ("owner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "own_quizzes_share" ON "own_quizzes" USING btree ("share_code");--> statement-breakpoint
CREATE INDEX "re_scores_assignment" ON "re_scores" USING btree ("assignment_id","created_at");--> statement-breakpoint
CREATE INDEX "releases_class" ON "releases" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "score_changes_class" ON "score_changes" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "score_changes_user" ON "score_changes" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_revision_hash_content_revisions_hash_fk" FOREIGN KEY ("revision_hash") REFERENCES "public"."content_revisions"("hash") ON DELETE no action ON UPDATE no action;