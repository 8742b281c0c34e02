import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { BroughtProblem } from '#lib/domain/brought.ts'
import { viewBrought } from '#lib/features/bring-quiz/bring-quiz.ts'
import { page } from '#lib/web/page.ts'
import { AreaField, Block, Button, Notice, PageHead, TextField } from '../../_ui/parts.tsx'
import { problemIn, valueIn, type Search } from '../../_ui/refusals.ts'
import { countWord, plural } from '../../_ui/say.ts'
import { account } from '../../classes/_work/frame.tsx'
import { BankFrame } from '../_bank/frame.tsx'
import { kindWord } from '../_bank/words.ts'
import { QuestionsIntoBox } from './questions-into-box.tsx'

export const metadata: Metadata = { title: 'Bring questions' }

type View = Awaited<ReturnType<typeof viewBrought>>

const PROBLEM: Record<BroughtProblem, string> = {
  unreadable: 'This could not be read: a bracket or a tag is missing, or is one too many.',
  'kind-unknown': 'The bank has no place for a question of this kind.',
  'several-parts': 'It asks several things in one; bring each as a question of its own.',
  'no-words': 'The question has no words.',
  'no-key': 'Nothing in it is marked as right.',
  'too-many-options': 'It has more than eight options.',
  'too-many-rows': 'It has more than eight rows or twelve choices.',
  'too-long': 'A text in it is longer than 1,500 characters.',
}
const REFUSED: Record<string, string> = {
  doctype: 'The file begins with a document type (<!DOCTYPE …>), which could fetch things from elsewhere. Take it out and try again.', // prettier-ignore
  questions: 'No question was found. The text has to be GIFT, Moodle XML or QTI items.',
  number: 'These are more than 40 questions, which is what one quiz holds. Bring them in parts.',
  text: 'That is longer than 60,000 characters, or holds characters that no text has.',
}

export default async function ImportPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const list = valueIn(search, 'list')
  const me = await account('/bank/import')
  const problem = problemIn(search)
  const over = (
    <Link href="/bank" prefetch={false}>
      Bank
    </Link>
  )
  const refused = problem && (
    <Notice kind="care" alert>
      <b>Not done.</b> {REFUSED[problem.at ?? ''] ?? problem.words}
    </Notice>
  )
  if (list) {
    const view = await page(viewBrought, { list }, '/bank/import')
    return (
      <BankFrame me={me}>
        <Preview view={view} over={over} refused={refused} />
      </BankFrame>
    )
  }
  return (
    <BankFrame me={me}>
      <PageHead
        over={over}
        title="Bring questions from elsewhere."
        lead="GIFT, Moodle XML, or items of QTI 2 or 3. You see what becomes of each before anything is in your bank."
      />
      {refused}
      {valueIn(search, 'done') === 'dropped' && <Notice kind="good">Thrown away. Your bank has nothing of it.</Notice>}
      <form method="post" action="/api/bank/imports" className="bankform">
        <AreaField
          id="text"
          name="text"
          label="The questions"
          hint="The text of a file, up to 40 questions. Several QTI items may stand after one another."
          rows={14}
          maxLength={60_000}
          required
          sees="Only you see it. What you do not confirm is gone after a day."
        />
        <QuestionsIntoBox box="text" />
        <p className="acts">
          <Button kind="go">Look at them</Button>
        </p>
      </form>
    </BankFrame>
  )
}

function Preview({ view, over, refused }: { view: View; over: ReactNode; refused: ReactNode }) {
  const good = view.found.filter(({ draft }) => draft).length
  return (
    <>
      <PageHead
        over={over}
        title={
          good === view.found.length
            ? `${countWord(good)} ${good === 1 ? 'question' : 'questions'} can come in.`
            : `${good === 0 ? 'None' : countWord(good)} of ${plural(view.found.length, 'question')} can come in.`
        }
        lead={
          good === 0
            ? 'Nothing is in your bank. What stands in the way is said of each.'
            : 'They come as drafts: a class gets them once every wrong option names the misreading behind it, and every reason its sentence.'
        }
      />
      {refused}
      <Block id="found" title="What was found" ruled>
        <ol className="bankitems">
          {view.found.map(({ name, draft, problem, faults }, i) => (
            <li key={i}>
              <p className="stem">{name || 'No words'}</p>
              {draft ? (
                <>
                  <p className="small mut">
                    {kindWord[draft.kind]}. {plural(faults.length, 'thing')} to add afterwards.
                  </p>
                  {draft.options.length > 0 && (
                    <ul className="losses">
                      {draft.options.map(({ text, correct }, n) => (
                        <li key={n}>
                          {text}
                          {correct && <b> (right)</b>}
                        </li>
                      ))}
                    </ul>
                  )}
                </>
              ) : (
                <p className="small">
                  <b>Stays out.</b> {PROBLEM[problem]}
                </p>
              )}
            </li>
          ))}
        </ol>
      </Block>
      <Block id="confirm" title="Bring them in" ruled>
        {good > 0 && (
          <form method="post" action={`/api/bank/imports/${view.list}/confirm`} className="bankform">
            <TextField
              name="title"
              label="The title of the quiz"
              maxLength={120}
              required
              sees="Only you see it until you share or assign it."
            />
            <p className="acts">
              <Button kind="go">{`Make a quiz of ${plural(good, 'question')}`}</Button>
            </p>
          </form>
        )}
        <form method="post" action={`/api/bank/imports/${view.list}/delete`} className="acts">
          <Button kind="quiet">Throw it away</Button>
        </form>
      </Block>
    </>
  )
}
