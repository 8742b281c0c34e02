CREATE TABLE `grade_contests` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`part` text NOT NULL,
	`entry_n` integer NOT NULL,
	`passage_from` text NOT NULL,
	`passage_to` text NOT NULL,
	`body` text,
	`created_at` integer NOT NULL,
	`outcome` text,
	`reply` text,
	`answered_by` text,
	`answered_at` integer,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grade_contests_once` ON `grade_contests` (`assignment_id`,`user_id`,`part`);--> statement-breakpoint
CREATE INDEX `grade_contests_class` ON `grade_contests` (`class_id`,`created_at`);