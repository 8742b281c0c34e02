CREATE TABLE "poll_answers" (
	"poll_id" text NOT NULL,
	"user_id" text NOT NULL,
	"round" text NOT NULL,
	"class_id" text NOT NULL,
	"choice" text,
	"answered_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "poll_answers_poll_id_user_id_round_pk" PRIMARY KEY("poll_id","user_id","round")
);
--> statement-breakpoint
CREATE TABLE "polls" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"origin" text,
	"ask" text NOT NULL,
	"options" jsonb NOT NULL,
	"at" jsonb NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"again_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"shown_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "counts_for" text;--> statement-breakpoint
ALTER TABLE "poll_answers" ADD CONSTRAINT "poll_answers_poll_id_polls_id_fk" FOREIGN KEY ("poll_id") REFERENCES "public"."polls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_answers" ADD CONSTRAINT "poll_answers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_answers" ADD CONSTRAINT "poll_answers_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "polls" ADD CONSTRAINT "polls_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "poll_answers_class" ON "poll_answers" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "poll_answers_user" ON "poll_answers" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "polls_class" ON "polls" USING btree ("class_id","asked_at");--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_counts_for_users_id_fk" FOREIGN KEY ("counts_for") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;