-- A submitted attempt carries its score even where no item was answered: it is not deleted either.
CREATE TRIGGER attempts_kept BEFORE DELETE ON attempts WHEN OLD.state = 'submitted'
BEGIN SELECT RAISE(ABORT, 'append-only: attempts'); END;
