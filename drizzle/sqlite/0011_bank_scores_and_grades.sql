CREATE TABLE `comment_bank` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`comment` text NOT NULL,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `comment_bank_class` ON `comment_bank` (`class_id`);--> statement-breakpoint
CREATE INDEX `comment_bank_owner` ON `comment_bank` (`owner_id`);--> statement-breakpoint
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
CREATE TABLE `grade_comments` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`part` text NOT NULL,
	`source` text NOT NULL,
	`source_id` text NOT NULL,
	`version` integer NOT NULL,
	`starts` integer NOT NULL,
	`ends` integer NOT NULL,
	`words` text,
	`comment` text,
	`grader_id` text NOT NULL,
	`saved_at` integer NOT NULL,
	`removed_at` integer,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `grade_comments_class` ON `grade_comments` (`class_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `grade_comments_of` ON `grade_comments` (`assignment_id`);--> statement-breakpoint
CREATE TABLE `grade_views` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text,
	`viewer_id` text NOT NULL,
	`page` text NOT NULL,
	`assignment_id` text,
	`day` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `grade_views_class` ON `grade_views` (`class_id`,`day`);--> statement-breakpoint
CREATE INDEX `grade_views_user` ON `grade_views` (`user_id`);--> statement-breakpoint
CREATE TABLE `gradebook_entries` (
	`assignment_id` text NOT NULL,
	`user_id` text NOT NULL,
	`n` integer NOT NULL,
	`class_id` text NOT NULL,
	`excused` integer NOT NULL,
	`by_hand` integer,
	`late_takes` integer NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`assignment_id`, `user_id`, `n`),
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `gradebook_entries_class` ON `gradebook_entries` (`class_id`);--> statement-breakpoint
CREATE TABLE `gradebook_rules` (
	`class_id` text PRIMARY KEY NOT NULL,
	`rules` text NOT NULL,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `grades` (
	`assignment_id` text NOT NULL,
	`user_id` text NOT NULL,
	`part` text NOT NULL,
	`n` integer NOT NULL,
	`class_id` text NOT NULL,
	`source` text NOT NULL,
	`source_id` text NOT NULL,
	`version` integer NOT NULL,
	`criterion` text NOT NULL,
	`level` integer,
	`comment` text,
	`grader_id` text NOT NULL,
	`kind` text NOT NULL,
	`save` text NOT NULL,
	`undoes` text,
	`saved_at` integer NOT NULL,
	`erased_at` integer,
	PRIMARY KEY(`assignment_id`, `user_id`, `part`, `n`),
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `grades_class` ON `grades` (`class_id`,`user_id`);--> statement-breakpoint
CREATE TABLE `grading_plans` (
	`assignment_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`class_id` text NOT NULL,
	`state` text NOT NULL,
	`graders` integer NOT NULL,
	`rubrics` text NOT NULL,
	`saved_by` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`assignment_id`, `ordinal`),
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `grading_plans_class` ON `grading_plans` (`class_id`);--> statement-breakpoint
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
CREATE TABLE `releases` (
	`assignment_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`class_id` text NOT NULL,
	`state` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`assignment_id`, `ordinal`),
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `releases_class` ON `releases` (`class_id`);--> statement-breakpoint
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
CREATE TABLE `set_aside` (
	`assignment_id` text NOT NULL,
	`user_id` text NOT NULL,
	`part` text NOT NULL,
	`grader_id` text NOT NULL,
	`class_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`assignment_id`, `user_id`, `part`, `grader_id`),
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `attempts` ADD `revision_hash` text REFERENCES content_revisions(hash);