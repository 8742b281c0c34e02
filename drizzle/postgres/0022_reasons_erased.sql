-- A re-score stays as it was made; the one change admitted is erasure of its class, which empties the reason.
DROP TRIGGER re_scores_no_update ON re_scores;
--> statement-breakpoint
CREATE TRIGGER re_scores_no_update BEFORE UPDATE ON re_scores FOR EACH ROW
WHEN (NOT (NEW.reason = '' AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.to_hash IS NOT DISTINCT FROM OLD.to_hash AND NEW.created_at IS NOT DISTINCT FROM OLD.created_at))
EXECUTE FUNCTION refuse_change();
