CREATE TABLE `answers` (
	`attempt_id` text NOT NULL,
	`item` text NOT NULL,
	`seq` integer NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`body` text,
	`confidence` integer,
	`saved_at` integer NOT NULL,
	`digest` text NOT NULL,
	`erased_at` integer,
	PRIMARY KEY(`attempt_id`, `item`, `seq`),
	FOREIGN KEY (`attempt_id`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `answers_class` ON `answers` (`class_id`);--> statement-breakpoint
CREATE INDEX `answers_user` ON `answers` (`user_id`);--> statement-breakpoint
CREATE TABLE `assignments` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`section_id` text,
	`kind` text NOT NULL,
	`target_id` text NOT NULL,
	`title` text NOT NULL,
	`minutes` integer NOT NULL,
	`revision_hash` text NOT NULL,
	`range_from` text,
	`range_to` text,
	`points` integer NOT NULL,
	`attempts_allowed` integer,
	`time_limit_minutes` integer,
	`zone` text NOT NULL,
	`opens_at` integer,
	`opens_wall` text,
	`due_at` integer,
	`due_wall` text,
	`closes_at` integer,
	`closes_wall` text,
	`feedback` text NOT NULL,
	`position` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`revision_hash`) REFERENCES `content_revisions`(`hash`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `assignments_class` ON `assignments` (`class_id`,`position`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`state` text NOT NULL,
	`seed` text NOT NULL,
	`started_at` integer NOT NULL,
	`submitted_at` integer,
	`earned` integer,
	`total` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_ordinal` ON `attempts` (`assignment_id`,`user_id`,`ordinal`);--> statement-breakpoint
CREATE INDEX `attempts_class` ON `attempts` (`class_id`);--> statement-breakpoint
CREATE TABLE `audit` (
	`chain` text NOT NULL,
	`n` integer NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`object` text NOT NULL,
	`before` text,
	`after` text,
	`at` integer NOT NULL,
	`previous` text NOT NULL,
	`digest` text NOT NULL,
	PRIMARY KEY(`chain`, `n`)
);
--> statement-breakpoint
CREATE TABLE `citations` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`source` text NOT NULL,
	`source_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`at` text NOT NULL,
	`quote` text,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `citations_class` ON `citations` (`class_id`,`at`);--> statement-breakpoint
CREATE TABLE `class_codes` (
	`code` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`joins` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `class_codes_class` ON `class_codes` (`class_id`);--> statement-breakpoint
CREATE TABLE `classes` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`zone` text NOT NULL,
	`seats` integer NOT NULL,
	`created_at` integer NOT NULL,
	`archived_at` integer
);
--> statement-breakpoint
CREATE TABLE `content_revisions` (
	`hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`target_id` text NOT NULL,
	`origin` text NOT NULL,
	`shown` text NOT NULL,
	`kept` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`key` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`result` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `late_saves` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`attempt_id` text,
	`item` text,
	`body` text,
	`received_at` integer NOT NULL,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `late_saves_class` ON `late_saves` (`class_id`);--> statement-breakpoint
CREATE TABLE `links` (
	`id` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`user_id` text,
	`class_id` text,
	`email` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `memberships` (
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`section_id` text,
	`login_name` text NOT NULL,
	`display_name` text NOT NULL,
	`extra_time_percent` integer NOT NULL,
	`state` text NOT NULL,
	`joined_at` integer NOT NULL,
	PRIMARY KEY(`class_id`, `user_id`),
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `memberships_login` ON `memberships` (`class_id`,`login_name`);--> statement-breakpoint
CREATE INDEX `memberships_user` ON `memberships` (`user_id`);--> statement-breakpoint
CREATE TABLE `overrides` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`user_id` text,
	`section_id` text,
	`opens_at` integer,
	`opens_wall` text,
	`due_at` integer,
	`due_wall` text,
	`closes_at` integer,
	`closes_wall` text,
	`attempts_allowed` integer,
	`time_limit_minutes` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `overrides_student` ON `overrides` (`assignment_id`,`user_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `overrides_section` ON `overrides` (`assignment_id`,`section_id`);--> statement-breakpoint
CREATE TABLE `post_versions` (
	`post_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`body` text,
	`digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`erased_at` integer,
	PRIMARY KEY(`post_id`, `ordinal`),
	FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `posts` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`state` text NOT NULL,
	`draft` text,
	`draft_seq` integer NOT NULL,
	`started_at` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`posted_at` integer,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `posts_once` ON `posts` (`assignment_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `posts_class` ON `posts` (`class_id`);--> statement-breakpoint
CREATE TABLE `reading_places` (
	`assignment_id` text NOT NULL,
	`user_id` text NOT NULL,
	`class_id` text NOT NULL,
	`at` text NOT NULL,
	`started_at` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`assignment_id`, `user_id`),
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `reading_places_class` ON `reading_places` (`class_id`);--> statement-breakpoint
CREATE TABLE `sections` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sections_name` ON `sections` (`class_id`,`name`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `throttles` (
	`key` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`window_ends_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`passphrase_hash` text,
	`may_teach` integer NOT NULL,
	`created_at` integer NOT NULL,
	`erased_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);