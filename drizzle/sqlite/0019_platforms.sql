CREATE TABLE `identities` (
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`issuer`, `subject`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `identities_user` ON `identities` (`user_id`);--> statement-breakpoint
CREATE TABLE `platform_courses` (
	`id` text PRIMARY KEY NOT NULL,
	`platform_id` text NOT NULL,
	`deployment` text NOT NULL,
	`context` text NOT NULL,
	`title` text NOT NULL,
	`class_id` text NOT NULL,
	`members_url` text,
	`line_items_url` text,
	`scopes` text NOT NULL,
	`bound_by` text NOT NULL,
	`bound_at` integer NOT NULL,
	FOREIGN KEY (`platform_id`) REFERENCES `platforms`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `platform_courses_once` ON `platform_courses` (`platform_id`,`deployment`,`context`);--> statement-breakpoint
CREATE INDEX `platform_courses_class` ON `platform_courses` (`class_id`);--> statement-breakpoint
CREATE TABLE `platform_deployments` (
	`platform_id` text NOT NULL,
	`deployment` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`platform_id`, `deployment`),
	FOREIGN KEY (`platform_id`) REFERENCES `platforms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `platform_invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`host` text NOT NULL,
	`is_inside` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE TABLE `platform_launches` (
	`id` text PRIMARY KEY NOT NULL,
	`platform_id` text NOT NULL,
	`deployment` text NOT NULL,
	`user_id` text NOT NULL,
	`context` text NOT NULL,
	`title` text NOT NULL,
	`members_url` text,
	`line_items_url` text,
	`scopes` text NOT NULL,
	`subject` text NOT NULL,
	`is_fresh` integer NOT NULL,
	`picks` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`platform_id`) REFERENCES `platforms`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `platform_launches_user` ON `platform_launches` (`user_id`);--> statement-breakpoint
CREATE TABLE `platform_links` (
	`course_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`class_id` text NOT NULL,
	`line_item_url` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`course_id`, `assignment_id`),
	FOREIGN KEY (`course_id`) REFERENCES `platform_courses`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `platform_links_class` ON `platform_links` (`class_id`);--> statement-breakpoint
CREATE TABLE `platform_logins` (
	`id` text PRIMARY KEY NOT NULL,
	`platform_id` text NOT NULL,
	`nonce` text NOT NULL,
	`browser` text NOT NULL,
	`target` text NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`platform_id`) REFERENCES `platforms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `platform_members` (
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`class_id` text NOT NULL,
	`role` text NOT NULL,
	`is_brought` integer NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`course_id`, `user_id`),
	FOREIGN KEY (`course_id`) REFERENCES `platform_courses`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `platform_members_class` ON `platform_members` (`class_id`,`user_id`);--> statement-breakpoint
CREATE TABLE `platform_rosters` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`people` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `platform_courses`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `platform_rosters_class` ON `platform_rosters` (`class_id`);--> statement-breakpoint
CREATE TABLE `platform_scores` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`line_item_url` text NOT NULL,
	`given` integer,
	`maximum` integer NOT NULL,
	`state` text NOT NULL,
	`queued_at` integer NOT NULL,
	`tries` integer NOT NULL,
	`next_at` integer NOT NULL,
	`held_by` text,
	`held_until` integer,
	`told_at` integer,
	`answered_at` integer,
	`status` integer,
	`answer` text,
	FOREIGN KEY (`course_id`) REFERENCES `platform_courses`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `platform_scores_due` ON `platform_scores` (`state`,`next_at`);--> statement-breakpoint
CREATE INDEX `platform_scores_of` ON `platform_scores` (`class_id`,`assignment_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `platform_scores_user` ON `platform_scores` (`user_id`);--> statement-breakpoint
CREATE TABLE `platforms` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`issuer` text NOT NULL,
	`client_id` text NOT NULL,
	`auth_url` text NOT NULL,
	`token_url` text NOT NULL,
	`jwks_url` text NOT NULL,
	`token_audience` text,
	`hosts` text NOT NULL,
	`is_inside` integer NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `platforms_client` ON `platforms` (`issuer`,`client_id`);--> statement-breakpoint
CREATE TABLE `tool_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`private_key` text NOT NULL,
	`public_key` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_at` integer
);
