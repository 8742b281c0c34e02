CREATE TABLE `peer_reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`author_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`post_id` text NOT NULL,
	`given_out_at` integer NOT NULL,
	`version` integer,
	`levels` text,
	`comment` text,
	`digest` text,
	`reviewed_at` integer,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `peer_reviews_once` ON `peer_reviews` (`post_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `peer_reviews_of` ON `peer_reviews` (`assignment_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `peer_reviews_class` ON `peer_reviews` (`class_id`);--> statement-breakpoint
CREATE TABLE `rival_readings` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`claim` text NOT NULL,
	`answers` text,
	`body` text,
	`digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `rival_readings_claim` ON `rival_readings` (`class_id`,`claim`,`id`);--> statement-breakpoint
CREATE INDEX `rival_readings_user` ON `rival_readings` (`user_id`);--> statement-breakpoint
CREATE TABLE `sample_scores` (
	`assignment_id` text NOT NULL,
	`user_id` text NOT NULL,
	`sample` integer NOT NULL,
	`class_id` text NOT NULL,
	`levels` text,
	`scored_at` integer NOT NULL,
	`erased_at` integer,
	PRIMARY KEY(`assignment_id`, `user_id`, `sample`),
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sample_scores_class` ON `sample_scores` (`class_id`,`user_id`);--> statement-breakpoint
ALTER TABLE `assignments` ADD `citations` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `assignments` ADD `reviews` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- A rival reading is answered, never taken back; the one change admitted is erasure (body to null with erased_at).
CREATE TRIGGER rival_readings_append_only BEFORE UPDATE ON rival_readings
WHEN NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.id IS OLD.id AND NEW.class_id IS OLD.class_id AND NEW.user_id IS OLD.user_id AND NEW.claim IS OLD.claim AND NEW.answers IS OLD.answers AND NEW.digest IS OLD.digest AND NEW.created_at IS OLD.created_at)
BEGIN SELECT RAISE(ABORT, 'append-only: rival_readings'); END;
--> statement-breakpoint
CREATE TRIGGER rival_readings_kept BEFORE DELETE ON rival_readings BEGIN SELECT RAISE(ABORT, 'append-only: rival_readings'); END;
--> statement-breakpoint
-- The edition’s own scores open with these, so they stay as they were given.
CREATE TRIGGER sample_scores_append_only BEFORE UPDATE ON sample_scores
WHEN NOT (NEW.levels IS NULL AND NEW.erased_at IS NOT NULL AND NEW.assignment_id IS OLD.assignment_id AND NEW.user_id IS OLD.user_id AND NEW.sample IS OLD.sample AND NEW.class_id IS OLD.class_id AND NEW.scored_at IS OLD.scored_at)
BEGIN SELECT RAISE(ABORT, 'append-only: sample_scores'); END;
--> statement-breakpoint
CREATE TRIGGER sample_scores_kept BEFORE DELETE ON sample_scores BEGIN SELECT RAISE(ABORT, 'append-only: sample_scores'); END;
--> statement-breakpoint
-- Given out, a review waits; written, it stays as it is, and only its comment can be erased.
CREATE TRIGGER peer_reviews_append_only BEFORE UPDATE ON peer_reviews
WHEN OLD.reviewed_at IS NOT NULL AND NOT (NEW.comment IS NULL AND NEW.erased_at IS NOT NULL AND NEW.id IS OLD.id AND NEW.class_id IS OLD.class_id AND NEW.user_id IS OLD.user_id AND NEW.author_id IS OLD.author_id AND NEW.assignment_id IS OLD.assignment_id AND NEW.post_id IS OLD.post_id AND NEW.given_out_at IS OLD.given_out_at AND NEW.version IS OLD.version AND NEW.levels IS OLD.levels AND NEW.digest IS OLD.digest AND NEW.reviewed_at IS OLD.reviewed_at)
BEGIN SELECT RAISE(ABORT, 'append-only: peer_reviews'); END;
--> statement-breakpoint
CREATE TRIGGER peer_reviews_kept BEFORE DELETE ON peer_reviews WHEN OLD.reviewed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'append-only: peer_reviews'); END;
