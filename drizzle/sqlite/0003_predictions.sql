CREATE TABLE `predictions` (
	`assignment_id` text NOT NULL,
	`user_id` text NOT NULL,
	`class_id` text NOT NULL,
	`body` text,
	`digest` text NOT NULL,
	`posted_at` integer NOT NULL,
	`erased_at` integer,
	PRIMARY KEY(`assignment_id`, `user_id`),
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `predictions_class` ON `predictions` (`class_id`);--> statement-breakpoint
-- Predictions are made once; the one change admitted is erasure (body to null with erased_at).
CREATE TRIGGER predictions_append_only BEFORE UPDATE ON predictions
WHEN NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.assignment_id IS OLD.assignment_id AND NEW.user_id IS OLD.user_id AND NEW.class_id IS OLD.class_id AND NEW.posted_at IS OLD.posted_at AND NEW.digest IS OLD.digest)
BEGIN SELECT RAISE(ABORT, 'append-only: predictions'); END;
--> statement-breakpoint
CREATE TRIGGER predictions_kept BEFORE DELETE ON predictions BEGIN SELECT RAISE(ABORT, 'append-only: predictions'); END;
