import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { showItem, SKILLS } from '#lib/domain/item.ts'
import { judge, misreadingsOf } from '#lib/domain/judge.ts'
import { searchBank } from '#lib/features/keep-bank/search-bank.ts'
import { page } from '#lib/web/page.ts'
import '../(edition)/quizzes/quiz.css'
import { AnswerFields } from '../_ui/answer-fields.tsx'
import { passageOf } from '../_ui/passage.tsx'
import { Block, Button, Empty, LinkButton, Notice, PageHead, Row, Rows, SelectField, TextField } from '../_ui/parts.tsx'
import { problemIn, valueIn, type Search } from '../_ui/refusals.ts'
import { countWord, plural } from '../_ui/say.ts'
import { VerdictView } from '../_ui/verdict.tsx'
import { account } from '../classes/_work/frame.tsx'
import { BankFrame } from './_bank/frame.tsx'
import { KINDS, kindWord, skillWord } from './_bank/words.ts'

export const metadata: Metadata = { title: 'Bank of quizzes' }

type Bank = Awaited<ReturnType<typeof searchBank>>
const AT_FIRST = 20
const FILTERS = ['words', 'skill', 'misreading', 'kind', 'whose'] as const

export default async function BankPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const filters = Object.fromEntries(FILTERS.map((name) => [name, valueIn(search, name) ?? '']))
  const [me, bank] = await Promise.all([account('/bank'), page(searchBank, filters as never, '/bank')])
  const problem = problemIn(search)
  const into = valueIn(search, 'into') ?? ''
  const target = bank.own.find(({ id }) => id === into) ?? bank.own[0]
  const open = valueIn(search, 'open')
  const query = new URLSearchParams(Object.entries({ ...filters, into }).filter(([, value]) => value !== ''))
  // A first screen that can be looked through; the rest is one link away.
  const listed = valueIn(search, 'all') === 'yes' || open ? bank.found : bank.found.slice(0, AT_FIRST)
  const isNarrowed = FILTERS.some((name) => filters[name])
  return (
    <BankFrame me={me}>
      <PageHead
        title={
          isNarrowed
            ? `${bank.found.length === 0 ? 'None' : countWord(bank.found.length)} of ${bank.of} items ${bank.found.length === 1 ? 'fits' : 'fit'}.`
            : `${countWord(bank.of)} items to choose from.`
        }
        lead="Copy any of them and change the copy; what you copied stays as it is."
      />
      {problem && (
        <Notice kind="care" alert>
          <b>Not done.</b> {problem.words}
        </Notice>
      )}
      {valueIn(search, 'done') === 'away' && (
        <Notice kind="good">
          <b>Taken off your list.</b> What was assigned from it stays assigned.
        </Notice>
      )}
      <OwnQuizzes bank={bank} />
      <Block id="items" title="Items" ruled>
        <form method="get" action="/bank#items" className="bankfilter">
          <TextField name="words" label="Words" defaultValue={filters.words} maxLength={100} />
          <SelectField
            name="skill"
            label="Skill"
            defaultValue={filters.skill}
            options={[{ value: '', text: 'Any' }, ...SKILLS.map((value) => ({ value, text: skillWord[value] }))]}
          />
          <SelectField
            name="misreading"
            label="Misreading"
            defaultValue={filters.misreading}
            options={[
              { value: '', text: 'Any' },
              ...bank.misreadings.map(({ id, reading }) => ({ value: id, text: reading })),
            ]}
          />
          <SelectField
            name="kind"
            label="Kind"
            defaultValue={filters.kind}
            options={[{ value: '', text: 'Any' }, ...KINDS.map((value) => ({ value, text: kindWord[value] }))]}
          />
          <SelectField
            name="whose"
            label="From"
            defaultValue={filters.whose}
            options={[
              { value: '', text: 'The edition and your own' },
              { value: 'edition', text: 'The edition' },
              { value: 'own', text: 'Your own' },
            ]}
          />
          {bank.own.length > 1 && (
            <SelectField
              name="into"
              label="Copy into"
              defaultValue={target?.id}
              options={bank.own.map(({ id, title }) => ({ value: id, text: title || 'Without a title' }))}
            />
          )}
          <p className="acts">
            <Button>Search</Button>
          </p>
        </form>
        {bank.found.length === 0 ? (
          <Empty title="No item fits">Leave out a word, or choose “Any” in one of the lists.</Empty>
        ) : (
          <ol className="bankitems">
            {listed.map(({ from, item, quiz }, i) => (
              <li key={from} id={`i${i}`}>
                <p className="stem">{item.stem}</p>
                <p className="small mut">
                  {kindWord[item.kind]}. {skillWord[item.skill]}. {quiz.isOwn ? 'Your own' : 'The edition'}, “
                  {quiz.title}”.
                </p>
                {open === from ? (
                  <OpenItem item={item} misreadings={bank.misreadings} />
                ) : (
                  <p className="small">{misreadingWords(item, bank.misreadings)}</p>
                )}
                <div className="bankacts">
                  <Link
                    href={`/bank?${new URLSearchParams([...query, ...(open === from ? [] : [['open', from]])] as string[][]).toString()}#i${i}`}
                    prefetch={false}
                  >
                    {open === from ? 'Close' : 'Look at it'}
                    <span className="vh">: {item.stem}</span>
                  </Link>
                  {target && (
                    <form method="post" action={`/api/bank/quizzes/${target.id}/items`}>
                      <input type="hidden" name="seq" value={target.seq} />
                      <input type="hidden" name="copy" value={from} />
                      <Button kind="quiet">
                        Copy into “{target.title || 'Without a title'}”<span className="vh">: {item.stem}</span>
                      </Button>
                    </form>
                  )}
                </div>
              </li>
            ))}
          </ol>
        )}
        {listed.length < bank.found.length && (
          <p className="acts">
            <LinkButton href={`/bank?${new URLSearchParams([...query, ['all', 'yes']]).toString()}#items`}>
              Show all {bank.found.length}
            </LinkButton>
          </p>
        )}
      </Block>
      <Block id="bring" title="Bring questions" ruled>
        <p className="body">From Moodle, or whatever writes GIFT, Moodle XML or QTI. You look at them first.</p>
        <p className="acts">
          <LinkButton href="/bank/import">Bring questions</LinkButton>
        </p>
      </Block>
      <TakeAlong bank={bank} />
    </BankFrame>
  )
}

/** The edition's quizzes as files; one's own have theirs on their pages. */
function TakeAlong({ bank }: { bank: Bank }) {
  return (
    <>
      <Block id="course" title="The edition as a course" ruled>
        <p className="body">
          One file for a course of Canvas, Moodle or Brightspace: the transcript and the essays as pages, the guided
          questions as discussions, the class quizzes, and links back here. It holds the keys, so it is for whoever
          teaches; a page beside each quiz says what it lacks. Notes, maps and the way from sentence to sentence stay
          here.
        </p>
        <p className="acts below">
          <a className="btn" href="/api/bank/course.imscc" download>
            Download the course (.imscc)
          </a>
        </p>
      </Block>
      <Block id="files" title="Take a quiz with you" ruled>
        <p className="body">
          A quiz of the edition as a file for Moodle, Canvas and other systems. A quiz of your own has its files on its
          page.
        </p>
        <Rows label="Quizzes of the edition">
          {bank.edition.map(({ id, title, items }) => (
            <Row key={id} href={`/bank/edition/${id}/files`} name={title} line={plural(items, 'item')} />
          ))}
        </Rows>
      </Block>
    </>
  )
}

function OwnQuizzes({ bank }: { bank: Bank }) {
  return (
    <Block id="own" title="Your quizzes" ruled>
      {bank.own.length === 0 ? (
        <p className="body mut">You have none yet. Begin an empty one, or copy one of the edition’s.</p>
      ) : (
        <ul className="rows">
          {bank.own.map((quiz) => (
            <li key={quiz.id}>
              <span className="name">
                <Link href={`/bank/quizzes/${quiz.id}`} prefetch={false}>
                  {quiz.title || 'Without a title'}
                </Link>
              </span>
              <span className="mut">
                {plural(quiz.items, 'item')}
                {quiz.version === null ? ', a draft' : `, version ${quiz.version}`}
                {quiz.isShared ? ', shared by its link' : ''}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="bankmake">
        <form method="post" action="/api/bank/quizzes">
          <TextField
            name="title"
            label="A new quiz"
            hint="Its title, which students see."
            required
            maxLength={120}
            sees="Only you see it until you share or assign it."
          />
          <p className="acts">
            <Button kind="go">Begin it</Button>
          </p>
        </form>
        <form method="post" action="/api/bank/quizzes">
          <SelectField
            name="copy"
            label="A copy"
            hint="Of a quiz of the edition, or of your own."
            options={[
              ...bank.edition.map(({ id, title, items }) => ({
                value: `edition/${id}`,
                text: `${title} (${plural(items, 'item')})`,
              })),
              ...bank.own.map(({ id, title }) => ({ value: `own/${id}`, text: `Your own: ${title}` })),
            ]}
          />
          <p className="acts">
            <Button>Copy it</Button>
          </p>
        </form>
      </div>
    </Block>
  )
}

type Item = Bank['found'][number]['item']

function misreadingWords(item: Item, misreadings: Bank['misreadings']): string {
  const named = [...new Set(misreadingsOf(item))].flatMap((id) => misreadings.find((one) => one.id === id) ?? [])
  return named.length === 0 ? 'Read by people.' : `Shows who ${named.map(({ reading }) => reading).join('; who ')}.`
}

/** The question as a student has it, then everything that is explained after hand-in. */
function OpenItem({ item, misreadings }: { item: Item; misreadings: Bank['misreadings'] }) {
  const shown = showItem(item)
  const { transcript } = edition()
  return (
    <div className="openitem">
      <fieldset disabled>
        <legend className="vh">The question as a student has it</legend>
        <AnswerFields
          item={shown}
          range={shown.kind === 'select' ? passageOf(transcript, shown.range.from, shown.range.to) : []}
          answer={[]}
        />
      </fieldset>
      <VerdictView
        verdict={judge(item, [], misreadings)}
        headingId={`v-${item.id}`}
        speakerOf={(id) => transcript.units.get(id)?.speaker ?? null}
      />
    </div>
  )
}
