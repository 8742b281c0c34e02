import type { Metadata } from 'next'
import Link from 'next/link'
import { viewItemDraft } from '#lib/features/keep-bank/own-item.ts'
import { page } from '#lib/web/page.ts'
import '../../../../../(edition)/quizzes/quiz.css'
import { ItemFigure } from '../../../../../_ui/item-figure.tsx'
import { Block, Button, LinkButton, Notice, PageHead } from '../../../../../_ui/parts.tsx'
import { problemIn, valueIn, type Search } from '../../../../../_ui/refusals.ts'
import { countWord } from '../../../../../_ui/say.ts'
import { account } from '../../../../../classes/_work/frame.tsx'
import { QuizItem } from '../../../../../classes/_work/quiz-item.tsx'
import { rangesOf } from '../../../../../classes/_work/quiz-parts.tsx'
import '../../../../../classes/_work/quiz.css'
import {
  HeadFields,
  NearFields,
  OptionFields,
  RangeFields,
  RowFields,
  WhyFields,
  WrittenFields,
} from '../../../../_bank/fields.tsx'
import { BankFrame } from '../../../../_bank/frame.tsx'
import { kindWord, sayFaults } from '../../../../_bank/words.ts'

export const metadata: Metadata = { title: 'A question of your own' }

type Props = { params: Promise<{ quiz: string; item: string }>; searchParams: Promise<Search> }

export default async function OwnItemPage({ params, searchParams }: Props) {
  const [{ quiz: quizId, item: itemId }, search] = await Promise.all([params, searchParams])
  const path = `/bank/quizzes/${quizId}/items/${itemId}`
  const [me, view] = await Promise.all([account(path), page(viewItemDraft, { quiz: quizId, item: itemId }, path)])
  const { item, shown } = view
  const faults = sayFaults(view.faults)
  const problem = problemIn(search)
  const isRows = item.kind === 'order' || item.kind === 'match' || item.kind === 'who-said'
  const isChoice = item.kind === 'single' || item.kind === 'several' || item.kind === 'place'
  return (
    <BankFrame me={me}>
      <PageHead
        over={
          <>
            <Link href={`/bank/quizzes/${quizId}`} prefetch={false}>
              {view.quiz.title || 'Your quiz'}
            </Link>
            , question {view.n} of {view.quiz.items}
          </>
        }
        title={kindWord[item.kind]}
        lead={
          faults.length === 0
            ? 'This question is complete.'
            : `${countWord(faults.length)} ${faults.length === 1 ? 'thing is' : 'things are'} missing.`
        }
      />
      {problem && (
        <Notice kind="care" alert>
          <b>Not saved.</b>{' '}
          {problem.code === 'changed-elsewhere'
            ? 'This quiz was changed in another window since you opened this page; below stands what was saved there.'
            : problem.words}
        </Notice>
      )}
      {valueIn(search, 'done') === 'saved' && <Notice kind="good">Saved.</Notice>}
      {faults.length > 0 && (
        <ul className="missing" aria-label="What is missing">
          {faults.map(({ words, id }) => (
            <li key={words}>
              <a href={`#${id}`}>{words}</a>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={`/api/bank/quizzes/${quizId}/items/${itemId}/save`} className="bankform">
        <input type="hidden" name="seq" value={view.seq} />
        {/* Enter in a box presses the first button of a form: it must be the one that saves. */}
        <button type="submit" className="vh" tabIndex={-1} aria-hidden="true">
          Save
        </button>
        <HeadFields item={item} />
        {isChoice && <OptionFields item={item} lists={view} />}
        {isRows && <RowFields item={item} />}
        {item.kind === 'select' && <RangeFields item={item} />}
        {item.kind === 'written' && <WrittenFields item={item} />}
        {!isChoice && <WhyFields item={item} />}
        {(isRows || item.kind === 'select') && <NearFields item={item} lists={view} />}
        <p className="acts">
          <Button kind="go">Save this question</Button>
          <Button name="next" value="quiz">
            Save, back to the quiz
          </Button>
        </p>
        <p className="sees">
          Only you see this. Students get it when you keep a version and assign it: the question at once, reasons and
          misreadings after they hand in.
        </p>
      </form>
      <Block id="preview" title="As a student sees it" ruled>
        {shown ? (
          <form action="#preview">
            <QuizItem
              item={shown}
              n={view.n}
              of={view.quiz.items}
              range={rangesOf([shown])[shown.id] ?? []}
              figure={shown.kind === 'place' && <ItemFigure item={shown} />}
              answer={[]}
              confidence={null}
              asksConfidence={false}
              action={null}
            />
          </form>
        ) : (
          <p className="body mut">It stands here as soon as nothing is missing.</p>
        )}
        <p className="acts">
          <LinkButton href={`/bank/quizzes/${quizId}/preview`}>The whole quiz as a student</LinkButton>
        </p>
      </Block>
    </BankFrame>
  )
}
