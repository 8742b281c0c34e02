ALTER TABLE `assignments` ADD `counts_pastes` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `post_versions` ADD `pasted` text;
--> statement-breakpoint
-- What was pasted goes with the words: erasure is still the one change that a posted version admits.
DROP TRIGGER post_versions_append_only;
--> statement-breakpoint
CREATE TRIGGER post_versions_append_only BEFORE UPDATE ON post_versions
WHEN NOT (NEW.body IS NULL AND NEW.pasted IS NULL AND NEW.erased_at IS NOT NULL AND NEW.post_id IS OLD.post_id AND NEW.ordinal IS OLD.ordinal AND NEW.class_id IS OLD.class_id AND NEW.user_id IS OLD.user_id AND NEW.created_at IS OLD.created_at AND NEW.digest IS OLD.digest)
BEGIN SELECT RAISE(ABORT, 'append-only: post_versions'); END;
