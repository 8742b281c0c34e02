-- A re-score stays as it was made; the one change admitted is erasure of its class, which empties the reason.
DROP TRIGGER re_scores_no_update;
--> statement-breakpoint
CREATE TRIGGER re_scores_no_update BEFORE UPDATE ON re_scores
WHEN NOT (NEW.reason = '' AND NEW.id IS OLD.id AND NEW.class_id IS OLD.class_id AND NEW.assignment_id IS OLD.assignment_id AND NEW.to_hash IS OLD.to_hash AND NEW.created_at IS OLD.created_at)
BEGIN SELECT RAISE(ABORT, 'append-only: re_scores'); END;
