-- Versions of an instructor's own quiz are append-only: the one change admitted is erasure.
CREATE TRIGGER own_quiz_versions_append_only BEFORE UPDATE ON own_quiz_versions
WHEN NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.quiz_id IS OLD.quiz_id AND NEW.n IS OLD.n AND NEW.owner_id IS OLD.owner_id AND NEW.created_at IS OLD.created_at AND NEW.digest IS OLD.digest)
BEGIN SELECT RAISE(ABORT, 'append-only: own_quiz_versions'); END;
--> statement-breakpoint
CREATE TRIGGER own_quiz_versions_kept BEFORE DELETE ON own_quiz_versions BEGIN SELECT RAISE(ABORT, 'append-only: own_quiz_versions'); END;
