-- A submitted attempt carries its score even where no item was answered: it is not deleted either.
CREATE TRIGGER attempts_kept BEFORE DELETE ON attempts FOR EACH ROW WHEN (OLD.state = 'submitted')
EXECUTE FUNCTION refuse_change();
