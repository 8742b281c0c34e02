CREATE TABLE "hidings" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"remark_id" text NOT NULL,
	"reason" text,
	"hidden_by" text NOT NULL,
	"hidden_at" timestamp (3) with time zone NOT NULL,
	"shown_by" text,
	"shown_at" timestamp (3) with time zone,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "replies" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"assignment_id" text NOT NULL,
	"post_id" text NOT NULL,
	"to_reply" text,
	"body" jsonb,
	"digest" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" text PRIMARY KEY NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"remark_id" text NOT NULL,
	"reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"settled_by" text,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "names" text DEFAULT 'shown' NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "nameless" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "alias" integer;--> statement-breakpoint
ALTER TABLE "hidings" ADD CONSTRAINT "hidings_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidings" ADD CONSTRAINT "hidings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "hidings_remark" ON "hidings" USING btree ("kind","remark_id");--> statement-breakpoint
CREATE INDEX "hidings_class" ON "hidings" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "replies_post" ON "replies" USING btree ("post_id","id");--> statement-breakpoint
CREATE INDEX "replies_class" ON "replies" USING btree ("class_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reports_once" ON "reports" USING btree ("kind","remark_id","user_id");--> statement-breakpoint
CREATE INDEX "reports_class" ON "reports" USING btree ("class_id","settled_at");--> statement-breakpoint
CREATE INDEX "posts_newest" ON "posts" USING btree ("assignment_id","posted_at","id");--> statement-breakpoint
-- Replies stand as they were posted; the one change admitted is erasure (body to null with erased_at).
CREATE TRIGGER replies_append_only BEFORE UPDATE ON replies FOR EACH ROW
WHEN (NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.post_id IS NOT DISTINCT FROM OLD.post_id AND NEW.to_reply IS NOT DISTINCT FROM OLD.to_reply AND NEW.created_at IS NOT DISTINCT FROM OLD.created_at AND NEW.digest IS NOT DISTINCT FROM OLD.digest))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER replies_kept BEFORE DELETE ON replies FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- That something was hidden, by whom and why, is kept; it can be shown again once, and the reason erased.
CREATE TRIGGER hidings_append_only BEFORE UPDATE ON hidings FOR EACH ROW
WHEN (NOT (NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.kind IS NOT DISTINCT FROM OLD.kind AND NEW.remark_id IS NOT DISTINCT FROM OLD.remark_id AND NEW.hidden_by IS NOT DISTINCT FROM OLD.hidden_by AND NEW.hidden_at IS NOT DISTINCT FROM OLD.hidden_at AND (NEW.reason IS NOT DISTINCT FROM OLD.reason OR (NEW.reason IS NULL AND NEW.erased_at IS NOT NULL)) AND (OLD.shown_at IS NULL OR (NEW.shown_at IS NOT DISTINCT FROM OLD.shown_at AND NEW.shown_by IS NOT DISTINCT FROM OLD.shown_by))))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER hidings_kept BEFORE DELETE ON hidings FOR EACH ROW EXECUTE FUNCTION refuse_change();
