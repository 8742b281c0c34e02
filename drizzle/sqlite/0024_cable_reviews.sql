CREATE TABLE `cable_reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`author_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`given_out_at` integer NOT NULL,
	`points` text,
	`reviewed_at` integer,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cable_reviews_once` ON `cable_reviews` (`attempt_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `cable_reviews_of` ON `cable_reviews` (`assignment_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `cable_reviews_class` ON `cable_reviews` (`class_id`);--> statement-breakpoint
-- Given out, a review of a cable waits; written, it stays as it is, and only its points can be erased.
CREATE TRIGGER cable_reviews_append_only BEFORE UPDATE ON cable_reviews
WHEN OLD.reviewed_at IS NOT NULL AND NOT (NEW.points IS NULL AND NEW.erased_at IS NOT NULL AND NEW.id IS OLD.id AND NEW.class_id IS OLD.class_id AND NEW.user_id IS OLD.user_id AND NEW.author_id IS OLD.author_id AND NEW.assignment_id IS OLD.assignment_id AND NEW.attempt_id IS OLD.attempt_id AND NEW.given_out_at IS OLD.given_out_at AND NEW.reviewed_at IS OLD.reviewed_at)
BEGIN SELECT RAISE(ABORT, 'append-only: cable_reviews'); END;
--> statement-breakpoint
CREATE TRIGGER cable_reviews_kept BEFORE DELETE ON cable_reviews WHEN OLD.reviewed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'append-only: cable_reviews'); END;
