CREATE TABLE "grade_contests" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"assignment_id" text NOT NULL,
	"part" text NOT NULL,
	"entry_n" integer NOT NULL,
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
ALTER TABLE "grade_contests" ADD CONSTRAINT "grade_contests_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_contests" ADD CONSTRAINT "grade_contests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_contests" ADD CONSTRAINT "grade_contests_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "grade_contests_once" ON "grade_contests" USING btree ("assignment_id","user_id","part");--> statement-breakpoint
CREATE INDEX "grade_contests_class" ON "grade_contests" USING btree ("class_id","created_at");