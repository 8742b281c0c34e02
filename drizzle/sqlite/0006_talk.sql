CREATE TABLE `hidings` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`remark_id` text NOT NULL,
	`reason` text,
	`hidden_by` text NOT NULL,
	`hidden_at` integer NOT NULL,
	`shown_by` text,
	`shown_at` integer,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `hidings_remark` ON `hidings` (`kind`,`remark_id`);--> statement-breakpoint
CREATE INDEX `hidings_class` ON `hidings` (`class_id`);--> statement-breakpoint
CREATE TABLE `replies` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`assignment_id` text NOT NULL,
	`post_id` text NOT NULL,
	`to_reply` text,
	`body` text,
	`digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `replies_post` ON `replies` (`post_id`,`id`);--> statement-breakpoint
CREATE INDEX `replies_class` ON `replies` (`class_id`);--> statement-breakpoint
CREATE TABLE `reports` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`remark_id` text NOT NULL,
	`reason` text,
	`created_at` integer NOT NULL,
	`settled_at` integer,
	`settled_by` text,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reports_once` ON `reports` (`kind`,`remark_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `reports_class` ON `reports` (`class_id`,`settled_at`);--> statement-breakpoint
ALTER TABLE `assignments` ADD `names` text DEFAULT 'shown' NOT NULL;--> statement-breakpoint
ALTER TABLE `posts` ADD `nameless` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `posts` ADD `alias` integer;--> statement-breakpoint
CREATE INDEX `posts_newest` ON `posts` (`assignment_id`,`posted_at`,`id`);--> statement-breakpoint
-- Replies stand as they were posted; the one change admitted is erasure (body to null with erased_at).
CREATE TRIGGER replies_append_only BEFORE UPDATE ON replies
WHEN NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.id IS OLD.id AND NEW.class_id IS OLD.class_id AND NEW.user_id IS OLD.user_id AND NEW.assignment_id IS OLD.assignment_id AND NEW.post_id IS OLD.post_id AND NEW.to_reply IS OLD.to_reply AND NEW.created_at IS OLD.created_at AND NEW.digest IS OLD.digest)
BEGIN SELECT RAISE(ABORT, 'append-only: replies'); END;
--> statement-breakpoint
CREATE TRIGGER replies_kept BEFORE DELETE ON replies BEGIN SELECT RAISE(ABORT, 'append-only: replies'); END;
--> statement-breakpoint
-- That something was hidden, by whom and why, is kept; it can be shown again once, and the reason erased.
CREATE TRIGGER hidings_append_only BEFORE UPDATE ON hidings
WHEN NOT (NEW.id IS OLD.id AND NEW.class_id IS OLD.class_id AND NEW.user_id IS OLD.user_id AND NEW.kind IS OLD.kind AND NEW.remark_id IS OLD.remark_id AND NEW.hidden_by IS OLD.hidden_by AND NEW.hidden_at IS OLD.hidden_at AND (NEW.reason IS OLD.reason OR (NEW.reason IS NULL AND NEW.erased_at IS NOT NULL)) AND (OLD.shown_at IS NULL OR (NEW.shown_at IS OLD.shown_at AND NEW.shown_by IS OLD.shown_by)))
BEGIN SELECT RAISE(ABORT, 'append-only: hidings'); END;
--> statement-breakpoint
CREATE TRIGGER hidings_kept BEFORE DELETE ON hidings BEGIN SELECT RAISE(ABORT, 'append-only: hidings'); END;
