CREATE TABLE `checks` (
	`attempt_id` text NOT NULL,
	`item` text NOT NULL,
	`seq` integer NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`checked_at` integer NOT NULL,
	PRIMARY KEY(`attempt_id`, `item`, `seq`),
	FOREIGN KEY (`attempt_id`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `checks_class` ON `checks` (`class_id`);--> statement-breakpoint
CREATE INDEX `checks_user` ON `checks` (`user_id`);--> statement-breakpoint
CREATE TABLE `practice` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`item` text NOT NULL,
	`revision_hash` text NOT NULL,
	`body` text NOT NULL,
	`correct` integer NOT NULL,
	`answered_at` integer NOT NULL,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`revision_hash`) REFERENCES `content_revisions`(`hash`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `practice_class` ON `practice` (`class_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `practice_user` ON `practice` (`user_id`);