CREATE TABLE `poll_answers` (
	`poll_id` text NOT NULL,
	`user_id` text NOT NULL,
	`round` text NOT NULL,
	`class_id` text NOT NULL,
	`choice` text,
	`answered_at` integer NOT NULL,
	`erased_at` integer,
	PRIMARY KEY(`poll_id`, `user_id`, `round`),
	FOREIGN KEY (`poll_id`) REFERENCES `polls`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `poll_answers_class` ON `poll_answers` (`class_id`);--> statement-breakpoint
CREATE INDEX `poll_answers_user` ON `poll_answers` (`user_id`);--> statement-breakpoint
CREATE TABLE `polls` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`origin` text,
	`ask` text NOT NULL,
	`options` text NOT NULL,
	`at` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`closed_at` integer,
	`again_at` integer,
	`ended_at` integer,
	`shown_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `polls_class` ON `polls` (`class_id`,`asked_at`);--> statement-breakpoint
ALTER TABLE `memberships` ADD `counts_for` text REFERENCES users(id);