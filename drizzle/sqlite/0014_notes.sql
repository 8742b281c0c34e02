CREATE TABLE `note_links` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`note_id` text NOT NULL,
	`other_id` text NOT NULL,
	`kind` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`note_id`) REFERENCES `notes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`other_id`) REFERENCES `notes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `note_links_once` ON `note_links` (`note_id`,`other_id`,`kind`,`user_id`);--> statement-breakpoint
CREATE INDEX `note_links_other` ON `note_links` (`other_id`);--> statement-breakpoint
CREATE INDEX `note_links_class` ON `note_links` (`class_id`);--> statement-breakpoint
CREATE TABLE `note_rules` (
	`scope` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`own_first` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `note_rules_class` ON `note_rules` (`class_id`);--> statement-breakpoint
CREATE TABLE `notes` (
	`id` text PRIMARY KEY NOT NULL,
	`class_id` text NOT NULL,
	`user_id` text NOT NULL,
	`assignment_id` text,
	`range_from` text NOT NULL,
	`range_to` text NOT NULL,
	`order_from` integer NOT NULL,
	`order_to` integer NOT NULL,
	`words` text,
	`kind` text NOT NULL,
	`tag` text,
	`own_tag` text,
	`body` text,
	`audience` text NOT NULL,
	`section_id` text,
	`thread_id` text,
	`owner_id` text NOT NULL,
	`replies` integer NOT NULL,
	`seq` integer NOT NULL,
	`created_at` integer NOT NULL,
	`edited_at` integer,
	`deleted_at` integer,
	`erased_at` integer,
	FOREIGN KEY (`class_id`) REFERENCES `classes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assignment_id`) REFERENCES `assignments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `notes_place` ON `notes` (`class_id`,`order_from`,`id`);--> statement-breakpoint
CREATE INDEX `notes_thread` ON `notes` (`thread_id`,`id`);--> statement-breakpoint
CREATE INDEX `notes_user` ON `notes` (`user_id`,`class_id`);