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
ALTER TABLE "own_quiz_versions" ADD CONSTRAINT "own_quiz_versions_quiz_id_own_quizzes_id_fk" FOREIGN KEY ("quiz_id") REFERENCES "public"."own_quizzes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_quizzes" ADD CONSTRAINT "own_quizzes_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "own_quiz_versions_owner" ON "own_quiz_versions" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "own_quizzes_owner" ON "own_quizzes" USING btree ("owner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "own_quizzes_share" ON "own_quizzes" USING btree ("share_code");