import { CLOSE_WORDS, CLOSED_DAYS, ERASE_WORDS } from '#lib/domain/closing.ts'
import type { viewClosing } from '#lib/features/keep-class/close-class.ts'
import { Button, Notice, TextField } from '../../../../../_ui/parts.tsx'
import type { Returned } from '../../_desk/refused.ts'
import { plural, sayDay } from '../../_desk/words.ts'

type View = Awaited<ReturnType<typeof viewClosing>>
type Props = { klass: { id: string; zone: string }; view: View; refused: Returned }

/** The last section of the settings of an open class: closing it, by words that are typed. */
export function CloseIt({ klass, view, refused }: Props) {
  return (
    <section className="block" aria-labelledby="ending">
      <h2 className="title" id="ending">
        Close this class
      </h2>
      <p className="body">
        When the term is over. Students and staff still read everything and take it with them; nothing more is written
        in the class, and nobody joins. You can open it again at any time.
      </p>
      {view.taking > 0 && (
        <Notice kind="care">
          <b>
            {plural(view.taking, 'student')} began a quiz today and {view.taking === 1 ? 'has' : 'have'} not handed it
            in.
          </b>{' '}
          What was saved is kept; no more answers are taken while the class is closed.
        </Notice>
      )}
      <form className="classform" method="post" action={`/api/classes/${klass.id}/closing`}>
        <Typed words={CLOSE_WORDS} refused={refused} />
        <p className="acts">
          <Button>Close this class</Button>
        </p>
      </form>
    </section>
  )
}

/** What stands on the settings of a closed class instead of everything that would change it. */
export function OpenAgain({ klass }: Pick<Props, 'klass'>) {
  return (
    <section aria-labelledby="again">
      <h2 className="title" id="again">
        Open it again
      </h2>
      <p className="body">
        Everything is as it was, and can be written in again. Dates that have passed meanwhile have passed; the code
        joins again if it did before.
      </p>
      <form className="acts below" method="post" action={`/api/classes/${klass.id}/closing/delete`}>
        <Button>Open this class again</Button>
      </form>
    </section>
  )
}

/** Erasing a closed class: from which day on, what goes and what stays, and the words that are typed. */
export function EraseIt({ klass, view, refused }: Props) {
  return (
    <section className="block" aria-labelledby="ending">
      <h2 className="title" id="ending">
        Erase this class
      </h2>
      <p className="body">
        Names, answers, notes, comments and everything else that anybody wrote in the class are removed for good, for
        all who were in it; nobody can undo it. Scores and counts stay, without names. People keep their accounts,
        except those who had no other way in than this class. Download what you need first, above.
      </p>
      {view.mayErase ? (
        <form className="classform" method="post" action={`/api/classes/${klass.id}/erasure`}>
          <Typed words={ERASE_WORDS} refused={refused} />
          <p className="acts">
            <Button>Erase this class for good</Button>
          </p>
        </form>
      ) : (
        <p className="body below">
          Possible from <b>{sayDay(view.erasableFrom!, klass.zone)}</b>, {CLOSED_DAYS} days after it was closed.
        </p>
      )}
    </section>
  )
}

function Typed({ words, refused }: { words: string; refused: Returned }) {
  return (
    <TextField
      name="confirm"
      label={`Type “${words}”`}
      required
      maxLength={40}
      autoComplete="off"
      spellCheck={false}
      error={refused.at === 'confirm' ? `Type the words “${words}” to go on.` : undefined}
    />
  )
}
