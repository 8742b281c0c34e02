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
