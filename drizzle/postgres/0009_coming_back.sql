CREATE TABLE "checks" (
	"attempt_id" text NOT NULL,
	"item" text NOT NULL,
	"seq" integer NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "checks_attempt_id_item_seq_pk" PRIMARY KEY("attempt_id","item","seq")
);
--> statement-breakpoint
CREATE TABLE "practice" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"item" text NOT NULL,
	"revision_hash" text NOT NULL,
	"body" jsonb NOT NULL,
	"correct" boolean NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "checks" ADD CONSTRAINT "checks_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice" ADD CONSTRAINT "practice_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice" ADD CONSTRAINT "practice_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice" ADD CONSTRAINT "practice_revision_hash_content_revisions_hash_fk" FOREIGN KEY ("revision_hash") REFERENCES "public"."content_revisions"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "checks_class" ON "checks" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "checks_user" ON "checks" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "practice_class" ON "practice" USING btree ("class_id","user_id");--> statement-breakpoint
CREATE INDEX "practice_user" ON "practice" USING btree ("user_id");