-- Grades are append-only, undoing included; the one change admitted is erasure (comment to null with erased_at).
CREATE TRIGGER grades_append_only BEFORE UPDATE ON grades FOR EACH ROW
WHEN (NOT (NEW.comment IS NULL AND NEW.erased_at IS NOT NULL AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.part IS NOT DISTINCT FROM OLD.part AND NEW.n IS NOT DISTINCT FROM OLD.n AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.source IS NOT DISTINCT FROM OLD.source AND NEW.source_id IS NOT DISTINCT FROM OLD.source_id AND NEW.version IS NOT DISTINCT FROM OLD.version AND NEW.criterion IS NOT DISTINCT FROM OLD.criterion AND NEW.level IS NOT DISTINCT FROM OLD.level AND NEW.grader_id IS NOT DISTINCT FROM OLD.grader_id AND NEW.kind IS NOT DISTINCT FROM OLD.kind AND NEW.save IS NOT DISTINCT FROM OLD.save AND NEW.undoes IS NOT DISTINCT FROM OLD.undoes AND NEW.saved_at IS NOT DISTINCT FROM OLD.saved_at))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER grades_kept BEFORE DELETE ON grades FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A comment on words is taken back once, or erased (words and comment to null with erased_at); nothing else changes.
CREATE TRIGGER grade_comments_append_only BEFORE UPDATE ON grade_comments FOR EACH ROW
WHEN (NOT (NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.assignment_id IS NOT DISTINCT FROM OLD.assignment_id AND NEW.part IS NOT DISTINCT FROM OLD.part AND NEW.source IS NOT DISTINCT FROM OLD.source AND NEW.source_id IS NOT DISTINCT FROM OLD.source_id AND NEW.version IS NOT DISTINCT FROM OLD.version AND NEW.starts IS NOT DISTINCT FROM OLD.starts AND NEW.ends IS NOT DISTINCT FROM OLD.ends AND NEW.grader_id IS NOT DISTINCT FROM OLD.grader_id AND NEW.saved_at IS NOT DISTINCT FROM OLD.saved_at AND ((NEW.words IS NULL AND NEW.comment IS NULL AND NEW.erased_at IS NOT NULL AND NEW.removed_at IS NOT DISTINCT FROM OLD.removed_at) OR (NEW.words IS NOT DISTINCT FROM OLD.words AND NEW.comment IS NOT DISTINCT FROM OLD.comment AND NEW.erased_at IS NOT DISTINCT FROM OLD.erased_at AND OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL))))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER grade_comments_kept BEFORE DELETE ON grade_comments FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Each release, plan and gradebook entry is a row of its own.
CREATE TRIGGER releases_append_only BEFORE UPDATE ON releases FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER grading_plans_append_only BEFORE UPDATE ON grading_plans FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER gradebook_entries_append_only BEFORE UPDATE ON gradebook_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
