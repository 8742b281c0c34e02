ALTER TABLE `assignments` ADD `shuffled` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `assignments` ADD `asks_confidence` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `assignments` ADD `one_at_a_time` integer DEFAULT false NOT NULL;