-- Answers and posted versions are append-only: the one change admitted is erasure (body to null with erased_at).
-- Submitted attempts and the audit never change.
CREATE TRIGGER answers_append_only BEFORE UPDATE ON answers
WHEN NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.attempt_id IS OLD.attempt_id AND NEW.item IS OLD.item AND NEW.seq IS OLD.seq AND NEW.class_id IS OLD.class_id AND NEW.user_id IS OLD.user_id AND NEW.saved_at IS OLD.saved_at AND NEW.digest IS OLD.digest)
BEGIN SELECT RAISE(ABORT, 'append-only: answers'); END;
--> statement-breakpoint
CREATE TRIGGER answers_kept BEFORE DELETE ON answers BEGIN SELECT RAISE(ABORT, 'append-only: answers'); END;
--> statement-breakpoint
CREATE TRIGGER post_versions_append_only BEFORE UPDATE ON post_versions
WHEN NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.post_id IS OLD.post_id AND NEW.ordinal IS OLD.ordinal AND NEW.class_id IS OLD.class_id AND NEW.user_id IS OLD.user_id AND NEW.created_at IS OLD.created_at AND NEW.digest IS OLD.digest)
BEGIN SELECT RAISE(ABORT, 'append-only: post_versions'); END;
--> statement-breakpoint
CREATE TRIGGER post_versions_kept BEFORE DELETE ON post_versions BEGIN SELECT RAISE(ABORT, 'append-only: post_versions'); END;
--> statement-breakpoint
CREATE TRIGGER attempts_submitted BEFORE UPDATE ON attempts WHEN OLD.state = 'submitted'
BEGIN SELECT RAISE(ABORT, 'append-only: attempts'); END;
--> statement-breakpoint
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append-only: audit'); END;
--> statement-breakpoint
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append-only: audit'); END;
