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
ALTER TABLE "attempts" ADD COLUMN "revision_hash" text;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_quiz_versions" ADD CONSTRAINT "own_quiz_versions_quiz_id_own_quizzes_id_fk" FOREIGN KEY ("quiz_id") REFERENCES "public"."own_quizzes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_quizzes" ADD CONSTRAINT "own_quizzes_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "re_scores" ADD CONSTRAINT "re_scores_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "re_scores" ADD CONSTRAINT "re_scores_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "re_scores" ADD CONSTRAINT "re_scores_to_hash_content_revisions_hash_fk" FOREIGN KEY ("to_hash") REFERENCES "public"."content_revisions"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_changes" ADD CONSTRAINT "score_changes_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "contests_once" ON "contests" USING btree ("assignment_id","user_id","item");--> statement-breakpoint
CREATE INDEX "contests_class" ON "contests" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "contests_attempt" ON "contests" USING btree ("attempt_id");--> statement-breakpoint
CREATE INDEX "own_quiz_versions_owner" ON "own_quiz_versions" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "own_quizzes_owner" ON "own_quizzes" USING btree ("owner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "own_quizzes_share" ON "own_quizzes" USING btree ("share_code");--> statement-breakpoint
CREATE INDEX "re_scores_assignment" ON "re_scores" USING btree ("assignment_id","created_at");--> statement-breakpoint
CREATE INDEX "score_changes_class" ON "score_changes" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "score_changes_user" ON "score_changes" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_revision_hash_content_revisions_hash_fk" FOREIGN KEY ("revision_hash") REFERENCES "public"."content_revisions"("hash") ON DELETE no action ON UPDATE no action;