ALTER TABLE "assignments" ADD COLUMN "counts_pastes" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "post_versions" ADD COLUMN "pasted" jsonb;
--> statement-breakpoint
-- What was pasted goes with the words: erasure is still the one change that a posted version admits.
DROP TRIGGER post_versions_append_only ON post_versions;
--> statement-breakpoint
CREATE TRIGGER post_versions_append_only BEFORE UPDATE ON post_versions FOR EACH ROW
WHEN (NOT (NEW.body IS NULL AND NEW.pasted IS NULL AND NEW.erased_at IS NOT NULL AND NEW.post_id IS NOT DISTINCT FROM OLD.post_id AND NEW.ordinal IS NOT DISTINCT FROM OLD.ordinal AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.created_at IS NOT DISTINCT FROM OLD.created_at AND NEW.digest IS NOT DISTINCT FROM OLD.digest))
EXECUTE FUNCTION refuse_change();
