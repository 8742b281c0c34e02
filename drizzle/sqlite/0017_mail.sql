CREATE TABLE `mail_settings` (
	`user_id` text PRIMARY KEY NOT NULL,
	`address` text NOT NULL,
	`key` text NOT NULL,
	`rhythm` text NOT NULL,
	`confirmed_at` integer,
	`told_through` integer NOT NULL,
	`next_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mail_settings_key` ON `mail_settings` (`key`);--> statement-breakpoint
CREATE INDEX `mail_settings_next` ON `mail_settings` (`next_at`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`through` integer NOT NULL,
	`due_at` integer NOT NULL,
	`tries` integer NOT NULL,
	`leased_until` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`user_id`,`kind`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`);