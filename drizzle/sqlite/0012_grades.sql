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
-- Grades are append-only, undoing included; the one change admitted is erasure (comment to null with erased_at).
CREATE TRIGGER grades_append_only BEFORE UPDATE ON grades
WHEN NOT (NEW.comment IS NULL AND NEW.erased_at IS NOT NULL AND NEW.assignment_id IS OLD.assignment_id AND NEW.user_id IS OLD.user_id AND NEW.part IS OLD.part AND NEW.n IS OLD.n AND NEW.class_id IS OLD.class_id AND NEW.source IS OLD.source AND NEW.source_id IS OLD.source_id AND NEW.version IS OLD.version AND NEW.criterion IS OLD.criterion AND NEW.level IS OLD.level AND NEW.grader_id IS OLD.grader_id AND NEW.kind IS OLD.kind AND NEW.save IS OLD.save AND NEW.undoes IS OLD.undoes AND NEW.saved_at IS OLD.saved_at)
BEGIN SELECT RAISE(ABORT, 'append-only: grades'); END;
--> statement-breakpoint
CREATE TRIGGER grades_kept BEFORE DELETE ON grades BEGIN SELECT RAISE(ABORT, 'append-only: grades'); END;
--> statement-breakpoint
-- A comment on words is taken back once, or erased (words and comment to null with erased_at); nothing else changes.
CREATE TRIGGER grade_comments_append_only BEFORE UPDATE ON grade_comments
WHEN NOT (NEW.id IS OLD.id AND NEW.class_id IS OLD.class_id AND NEW.user_id IS OLD.user_id AND NEW.assignment_id IS OLD.assignment_id AND NEW.part IS OLD.part AND NEW.source IS OLD.source AND NEW.source_id IS OLD.source_id AND NEW.version IS OLD.version AND NEW.starts IS OLD.starts AND NEW.ends IS OLD.ends AND NEW.grader_id IS OLD.grader_id AND NEW.saved_at IS OLD.saved_at AND ((NEW.words IS NULL AND NEW.comment IS NULL AND NEW.erased_at IS NOT NULL AND NEW.removed_at IS OLD.removed_at) OR (NEW.words IS OLD.words AND NEW.comment IS OLD.comment AND NEW.erased_at IS OLD.erased_at AND OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL)))
BEGIN SELECT RAISE(ABORT, 'append-only: grade_comments'); END;
--> statement-breakpoint
CREATE TRIGGER grade_comments_kept BEFORE DELETE ON grade_comments BEGIN SELECT RAISE(ABORT, 'append-only: grade_comments'); END;
--> statement-breakpoint
-- Each release, plan and gradebook entry is a row of its own.
CREATE TRIGGER releases_append_only BEFORE UPDATE ON releases BEGIN SELECT RAISE(ABORT, 'append-only: releases'); END;
--> statement-breakpoint
CREATE TRIGGER grading_plans_append_only BEFORE UPDATE ON grading_plans BEGIN SELECT RAISE(ABORT, 'append-only: grading_plans'); END;
--> statement-breakpoint
CREATE TRIGGER gradebook_entries_append_only BEFORE UPDATE ON gradebook_entries BEGIN SELECT RAISE(ABORT, 'append-only: gradebook_entries'); END;
