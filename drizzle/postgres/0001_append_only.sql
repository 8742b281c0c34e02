-- Answers and posted versions are append-only: the one change admitted is erasure (body to null with erased_at).
-- Submitted attempts and the audit never change.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$;
--> statement-breakpoint
CREATE TRIGGER answers_append_only BEFORE UPDATE ON answers FOR EACH ROW
WHEN (NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.attempt_id IS NOT DISTINCT FROM OLD.attempt_id AND NEW.item IS NOT DISTINCT FROM OLD.item AND NEW.seq IS NOT DISTINCT FROM OLD.seq AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.saved_at IS NOT DISTINCT FROM OLD.saved_at AND NEW.digest IS NOT DISTINCT FROM OLD.digest))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER answers_kept BEFORE DELETE ON answers FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER post_versions_append_only BEFORE UPDATE ON post_versions FOR EACH ROW
WHEN (NOT (NEW.body IS NULL AND NEW.erased_at IS NOT NULL AND NEW.post_id IS NOT DISTINCT FROM OLD.post_id AND NEW.ordinal IS NOT DISTINCT FROM OLD.ordinal AND NEW.class_id IS NOT DISTINCT FROM OLD.class_id AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id AND NEW.created_at IS NOT DISTINCT FROM OLD.created_at AND NEW.digest IS NOT DISTINCT FROM OLD.digest))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER post_versions_kept BEFORE DELETE ON post_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER attempts_submitted BEFORE UPDATE ON attempts FOR EACH ROW WHEN (OLD.state = 'submitted')
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
