CREATE TABLE `contests` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`item` text NOT NULL,
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
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contests_once` ON `contests` (`assignment_id`,`user_id`,`item`);--> statement-breakpoint
CREATE INDEX `contests_class` ON `contests` (`class_id`);--> statement-breakpoint
CREATE INDEX `contests_attempt` ON `contests` (`attempt_id`);--> statement-breakpoint
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
CREATE UNIQUE INDEX `own_quizzes_share` ON `own_quizzes` (`share_code`);--> statement-breakpoint
CREATE TABLE `re_scores` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`to_hash` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`to_hash`) REFERENCES `content_revisions`(`hash`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `re_scores_assignment` ON `re_scores` (`assignment_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `score_changes` (
	`attempt_id` text NOT NULL,
	`n` integer NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`earned` integer NOT NULL,
	`total` integer NOT NULL,
	`cause` text NOT NULL,
	`cause_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`attempt_id`, `n`),
	FOREIGN KEY (`attempt_id`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `score_changes_class` ON `score_changes` (`class_id`);--> statement-breakpoint
CREATE INDEX `score_changes_user` ON `score_changes` (`user_id`);--> statement-breakpoint
ALTER TABLE `attempts` ADD `revision_hash` text REFERENCES content_revisions(hash);