CREATE TABLE "identities" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "identities_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "platform_courses" (
	"id" text PRIMARY KEY NOT NULL,
	"platform_id" text NOT NULL,
	"deployment" text NOT NULL,
	"context" text NOT NULL,
	"title" text NOT NULL,
	"class_id" text NOT NULL,
	"members_url" text,
	"line_items_url" text,
	"scopes" jsonb NOT NULL,
	"bound_by" text NOT NULL,
	"bound_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "platform_deployments" (
	"platform_id" text NOT NULL,
	"deployment" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "platform_deployments_platform_id_deployment_pk" PRIMARY KEY("platform_id","deployment")
);
--> statement-breakpoint
CREATE TABLE "platform_invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"is_inside" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "platform_launches" (
	"id" text PRIMARY KEY NOT NULL,
	"platform_id" text NOT NULL,
	"deployment" text NOT NULL,
	"user_id" text NOT NULL,
	"context" text NOT NULL,
	"title" text NOT NULL,
	"members_url" text,
	"line_items_url" text,
	"scopes" jsonb NOT NULL,
	"subject" text NOT NULL,
	"is_fresh" boolean NOT NULL,
	"picks" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "platform_links" (
	"course_id" text NOT NULL,
	"assignment_id" text NOT NULL,
	"class_id" text NOT NULL,
	"line_item_url" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "platform_links_course_id_assignment_id_pk" PRIMARY KEY("course_id","assignment_id")
);
--> statement-breakpoint
CREATE TABLE "platform_logins" (
	"id" text PRIMARY KEY NOT NULL,
	"platform_id" text NOT NULL,
	"nonce" text NOT NULL,
	"browser" text NOT NULL,
	"target" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "platform_members" (
	"course_id" text NOT NULL,
	"user_id" text NOT NULL,
	"class_id" text NOT NULL,
	"role" text NOT NULL,
	"is_brought" boolean NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "platform_members_course_id_user_id_pk" PRIMARY KEY("course_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "platform_rosters" (
	"id" text PRIMARY KEY NOT NULL,
	"course_id" text NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"people" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "platform_scores" (
	"id" text PRIMARY KEY NOT NULL,
	"course_id" text NOT NULL,
	"assignment_id" text NOT NULL,
	"class_id" text NOT NULL,
	"user_id" text NOT NULL,
	"line_item_url" text NOT NULL,
	"given" integer,
	"maximum" integer NOT NULL,
	"state" text NOT NULL,
	"queued_at" timestamp (3) with time zone NOT NULL,
	"tries" integer NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"held_by" text,
	"held_until" timestamp (3) with time zone,
	"told_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"status" integer,
	"answer" text
);
--> statement-breakpoint
CREATE TABLE "platforms" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"issuer" text NOT NULL,
	"client_id" text NOT NULL,
	"auth_url" text NOT NULL,
	"token_url" text NOT NULL,
	"jwks_url" text NOT NULL,
	"token_audience" text,
	"hosts" jsonb NOT NULL,
	"is_inside" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tool_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"private_key" jsonb NOT NULL,
	"public_key" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_courses" ADD CONSTRAINT "platform_courses_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_courses" ADD CONSTRAINT "platform_courses_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_deployments" ADD CONSTRAINT "platform_deployments_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_launches" ADD CONSTRAINT "platform_launches_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_launches" ADD CONSTRAINT "platform_launches_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_links" ADD CONSTRAINT "platform_links_course_id_platform_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."platform_courses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_links" ADD CONSTRAINT "platform_links_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_links" ADD CONSTRAINT "platform_links_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_logins" ADD CONSTRAINT "platform_logins_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_members" ADD CONSTRAINT "platform_members_course_id_platform_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."platform_courses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_members" ADD CONSTRAINT "platform_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_members" ADD CONSTRAINT "platform_members_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_rosters" ADD CONSTRAINT "platform_rosters_course_id_platform_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."platform_courses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_rosters" ADD CONSTRAINT "platform_rosters_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_rosters" ADD CONSTRAINT "platform_rosters_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_scores" ADD CONSTRAINT "platform_scores_course_id_platform_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."platform_courses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_scores" ADD CONSTRAINT "platform_scores_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_scores" ADD CONSTRAINT "platform_scores_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_scores" ADD CONSTRAINT "platform_scores_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "identities_user" ON "identities" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "platform_courses_once" ON "platform_courses" USING btree ("platform_id","deployment","context");--> statement-breakpoint
CREATE INDEX "platform_courses_class" ON "platform_courses" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "platform_launches_user" ON "platform_launches" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "platform_links_class" ON "platform_links" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "platform_members_class" ON "platform_members" USING btree ("class_id","user_id");--> statement-breakpoint
CREATE INDEX "platform_rosters_class" ON "platform_rosters" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "platform_scores_due" ON "platform_scores" USING btree ("state","next_at");--> statement-breakpoint
CREATE INDEX "platform_scores_of" ON "platform_scores" USING btree ("class_id","assignment_id","user_id");--> statement-breakpoint
CREATE INDEX "platform_scores_user" ON "platform_scores" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "platforms_client" ON "platforms" USING btree ("issuer","client_id");