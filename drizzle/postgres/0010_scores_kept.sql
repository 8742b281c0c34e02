-- What a stored attempt was asked is what its assignment gives: none has moved before this. Then the trigger is back.
DROP TRIGGER attempts_submitted ON attempts;
--> statement-breakpoint
UPDATE attempts SET revision_hash = (SELECT revision_hash FROM assignments WHERE assignments.id = attempts.assignment_id) WHERE revision_hash IS NULL;
--> statement-breakpoint
CREATE TRIGGER attempts_submitted BEFORE UPDATE ON attempts FOR EACH ROW WHEN (OLD.state = 'submitted')
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A changed score stands beside the first; a re-score is never undone in secret.
CREATE TRIGGER score_changes_no_update BEFORE UPDATE ON score_changes FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER score_changes_no_delete BEFORE DELETE ON score_changes FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER re_scores_no_update BEFORE UPDATE ON re_scores FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER re_scores_no_delete BEFORE DELETE ON re_scores FOR EACH ROW EXECUTE FUNCTION refuse_change();
