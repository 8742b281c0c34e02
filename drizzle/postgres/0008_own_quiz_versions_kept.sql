-- Versions of an instructor's own quiz are append-only: the one change admitted is erasure.
CREATE TRIGGER own_quiz_versions_append_only BEFORE UPDATE ON own_quiz_versions FOR EACH ROW
WHEN (NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.quiz_id IS NOT DISTINCT FROM OLD.quiz_id AND NEW.n IS NOT DISTINCT FROM OLD.n AND NEW.owner_id IS NOT DISTINCT FROM OLD.owner_id AND NEW.created_at IS NOT DISTINCT FROM OLD.created_at AND NEW.digest IS NOT DISTINCT FROM OLD.digest))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER own_quiz_versions_kept BEFORE DELETE ON own_quiz_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
