-- Versions of an instructor's own quiz are append-only: the one change admitted is erasure.
CREATE TRIGGER own_quiz_versions_append_only BEFORE UPDATE ON own_quiz_versions
WHEN NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.quiz_id IS OLD.quiz_id AND NEW.n IS OLD.n AND NEW.owner_id IS OLD.owner_id AND NEW.created_at IS OLD.created_at AND NEW.digest IS OLD.digest)
BEGIN SELECT RAISE(ABORT, 'append-only: own_quiz_versions'); END;
--> statement-breakpoint
CREATE TRIGGER own_quiz_versions_kept BEFORE DELETE ON own_quiz_versions BEGIN SELECT RAISE(ABORT, 'append-only: own_quiz_versions'); END;
--> statement-breakpoint
-- What a stored attempt was asked is what its assignment gives: none has moved before this. Then the trigger is back.
DROP TRIGGER attempts_submitted;
--> statement-breakpoint
UPDATE attempts SET revision_hash = (SELECT revision_hash FROM assignments WHERE assignments.id = attempts.assignment_id) WHERE revision_hash IS NULL;
--> statement-breakpoint
CREATE TRIGGER attempts_submitted BEFORE UPDATE ON attempts WHEN OLD.state = 'submitted'
BEGIN SELECT RAISE(ABORT, 'append-only: attempts'); END;
--> statement-breakpoint
-- A changed score stands beside the first; a re-score is never undone in secret.
CREATE TRIGGER score_changes_no_update BEFORE UPDATE ON score_changes BEGIN SELECT RAISE(ABORT, 'append-only: score_changes'); END;
--> statement-breakpoint
CREATE TRIGGER score_changes_no_delete BEFORE DELETE ON score_changes BEGIN SELECT RAISE(ABORT, 'append-only: score_changes'); END;
--> statement-breakpoint
CREATE TRIGGER re_scores_no_update BEFORE UPDATE ON re_scores BEGIN SELECT RAISE(ABORT, 'append-only: re_scores'); END;
--> statement-breakpoint
CREATE TRIGGER re_scores_no_delete BEFORE DELETE ON re_scores BEGIN SELECT RAISE(ABORT, 'append-only: re_scores'); END;
