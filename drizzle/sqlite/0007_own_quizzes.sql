CREATE TABLE `own_quiz_versions` (
	`quiz_id` text NOT NULL,
	`n` integer NOT NULL,
	`owner_id` text NOT NULL,
	`body` text,
	`digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`erased_at` integer,
	PRIMARY KEY(`quiz_id`, `n`),
	FOREIGN KEY (`quiz_id`) REFERENCES `own_quizzes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `own_quiz_versions_owner` ON `own_quiz_versions` (`owner_id`);--> statement-breakpoint
CREATE TABLE `own_quizzes` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`draft` text,
	`seq` integer NOT NULL,
	`share_code` text,
	`created_at` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`put_away_at` integer,
	`erased_at` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `own_quizzes_owner` ON `own_quizzes` (`owner_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `own_quizzes_share` ON `own_quizzes` (`share_code`);