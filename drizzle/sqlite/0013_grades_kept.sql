-- Grades are append-only, undoing included; the one change admitted is erasure (comment to null with erased_at).
CREATE TRIGGER grades_append_only BEFORE UPDATE ON grades
WHEN NOT (NEW.comment IS NULL AND NEW.erased_at IS NOT NULL AND NEW.assignment_id IS OLD.assignment_id AND NEW.user_id IS OLD.user_id AND NEW.part IS OLD.part AND NEW.n IS OLD.n AND NEW.class_id IS OLD.class_id AND NEW.source IS OLD.source AND NEW.source_id IS OLD.source_id AND NEW.version IS OLD.version AND NEW.criterion IS OLD.criterion AND NEW.level IS OLD.level AND NEW.grader_id IS OLD.grader_id AND NEW.kind IS OLD.kind AND NEW.save IS OLD.save AND NEW.undoes IS OLD.undoes AND NEW.saved_at IS OLD.saved_at)
BEGIN SELECT RAISE(ABORT, 'append-only: grades'); END;
--> statement-breakpoint
CREATE TRIGGER grades_kept BEFORE DELETE ON grades BEGIN SELECT RAISE(ABORT, 'append-only: grades'); END;
--> statement-breakpoint
-- A comment on words is taken back once, or erased (words and comment to null with erased_at); nothing else changes.
CREATE TRIGGER grade_comments_append_only BEFORE UPDATE ON grade_comments
WHEN NOT (NEW.id IS OLD.id AND NEW.class_id IS OLD.class_id AND NEW.user_id IS OLD.user_id AND NEW.assignment_id IS OLD.assignment_id AND NEW.part IS OLD.part AND NEW.source IS OLD.source AND NEW.source_id IS OLD.source_id AND NEW.version IS OLD.version AND NEW.starts IS OLD.starts AND NEW.ends IS OLD.ends AND NEW.grader_id IS OLD.grader_id AND NEW.saved_at IS OLD.saved_at AND ((NEW.words IS NULL AND NEW.comment IS NULL AND NEW.erased_at IS NOT NULL AND NEW.removed_at IS OLD.removed_at) OR (NEW.words IS OLD.words AND NEW.comment IS OLD.comment AND NEW.erased_at IS OLD.erased_at AND OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL)))
BEGIN SELECT RAISE(ABORT, 'append-only: grade_comments'); END;
--> statement-breakpoint
CREATE TRIGGER grade_comments_kept BEFORE DELETE ON grade_comments BEGIN SELECT RAISE(ABORT, 'append-only: grade_comments'); END;
--> statement-breakpoint
-- Each release, plan and gradebook entry is a row of its own.
CREATE TRIGGER releases_append_only BEFORE UPDATE ON releases BEGIN SELECT RAISE(ABORT, 'append-only: releases'); END;
--> statement-breakpoint
CREATE TRIGGER grading_plans_append_only BEFORE UPDATE ON grading_plans BEGIN SELECT RAISE(ABORT, 'append-only: grading_plans'); END;
--> statement-breakpoint
CREATE TRIGGER gradebook_entries_append_only BEFORE UPDATE ON gradebook_entries BEGIN SELECT RAISE(ABORT, 'append-only: gradebook_entries'); END;
