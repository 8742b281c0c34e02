CREATE TABLE "note_links" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"note_id" text NOT NULL,
	"other_id" text NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "note_rules" (
	"scope" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"own_first" integer NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notes" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"assignment_id" text,
	"range_from" text NOT NULL,
	"range_to" text NOT NULL,
	"order_from" integer NOT NULL,
	"order_to" integer NOT NULL,
	"words" text,
	"kind" text NOT NULL,
	"tag" text,
	"own_tag" text,
	"body" text,
	"audience" text NOT NULL,
	"section_id" text,
	"thread_id" text,
	"owner_id" text NOT NULL,
	"replies" integer NOT NULL,
	"seq" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "note_links" ADD CONSTRAINT "note_links_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_links" ADD CONSTRAINT "note_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_links" ADD CONSTRAINT "note_links_note_id_notes_id_fk" FOREIGN KEY ("note_id") REFERENCES "public"."notes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_links" ADD CONSTRAINT "note_links_other_id_notes_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."notes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_rules" ADD CONSTRAINT "note_rules_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_section_id_sections_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."sections"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "note_links_once" ON "note_links" USING btree ("note_id","other_id","kind","user_id");--> statement-breakpoint
CREATE INDEX "note_links_other" ON "note_links" USING btree ("other_id");--> statement-breakpoint
CREATE INDEX "note_links_class" ON "note_links" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "note_rules_class" ON "note_rules" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "notes_place" ON "notes" USING btree ("class_id","order_from","id");--> statement-breakpoint
CREATE INDEX "notes_thread" ON "notes" USING btree ("thread_id","id");--> statement-breakpoint
CREATE INDEX "notes_user" ON "notes" USING btree ("user_id","class_id");