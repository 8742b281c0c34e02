CREATE TABLE `exercise_answers` (
	`assignment_id` text NOT NULL,
	`user_id` text NOT NULL,
	`class_id` text NOT NULL,
	`body` text,
	`seq` integer NOT NULL,
	`started_at` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`handed_in_at` integer,
	`digest` text,
	`erased_at` integer,
	PRIMARY KEY(`assignment_id`, `user_id`),
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `exercise_answers_class` ON `exercise_answers` (`class_id`,`user_id`);--> statement-breakpoint
-- Handed in, an exercise stays as it is; the one change admitted is erasure (body to null with erased_at).
CREATE TRIGGER exercise_answers_append_only BEFORE UPDATE ON exercise_answers
WHEN OLD.handed_in_at IS NOT NULL AND NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.assignment_id IS OLD.assignment_id AND NEW.user_id IS OLD.user_id AND NEW.class_id IS OLD.class_id AND NEW.seq IS OLD.seq AND NEW.started_at IS OLD.started_at AND NEW.saved_at IS OLD.saved_at AND NEW.handed_in_at IS OLD.handed_in_at AND NEW.digest IS OLD.digest)
BEGIN SELECT RAISE(ABORT, 'append-only: exercise_answers'); END;
--> statement-breakpoint
CREATE TRIGGER exercise_answers_kept BEFORE DELETE ON exercise_answers WHEN OLD.handed_in_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: exercise_answers'); END;
