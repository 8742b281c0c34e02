import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { viewCables, type DeskCables } from '#lib/features/review-peers/desk-cables.ts'
import { page } from '#lib/web/page.ts'
import { Block, Empty, Notice, PageHead } from '../../../../../../_ui/parts.tsx'
import { Fates } from '../../../../../_work/cable-parts.tsx'
import '../../../../../_work/review.css'
import { CarriedRows } from '../../../_desk/carried-rows.tsx'
import { addresses } from '../../../_desk/addresses.ts'
import { Frame } from '../../../_desk/frame.tsx'
import { HideNames } from '../../../_desk/hide-names.tsx'
import { inOrder, Name, namesHidden } from '../../../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../../../_desk/refused.ts'
import { Hiding } from '../../../_desk/talk.tsx'
import { capital, countWord, plural } from '../../../_desk/words.ts'

export const metadata: Metadata = { title: 'Cables' }

const DONE: Record<string, string> = {
  hidden: 'Hidden. Its author reads the reason.',
  shown: 'Shown again.',
}

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

export default async function DeskCablesPage({ params, searchParams }: Props) {
  const [{ class: id, assignment }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/answers/${assignment}/cables`
  const view = await page(viewCables, { assignment }, path)
  if (view.class.id !== id) notFound()
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const refused = returned(search)
  const said = DONE[asked(search, 'done') ?? '']
  const n = view.cables.length
  return (
    <Frame klass={view.class} mayManage={view.mayManage} current="/answers" hidden={hidden}>
      <PageHead
        over={
          <Link href={at(`/answers/${assignment}`)} prefetch={false}>
            {view.title}
          </Link>
        }
        title={finding(view)}
        lead="Students see none of each other’s names here; you see both. Nothing on this page is read by grading or by the gradebook."
      />
      {said && (
        <Notice kind="good">
          <b>{said}</b>
        </Notice>
      )}
      {refused.code && (
        <Notice kind="care" alert>
          <b>Not done yet.</b> {sayProblem(refused.code, refused.at, view.class.zone)}
        </Notice>
      )}
      <p className="acts">
        <HideNames hidden={hidden} href={`${path}?names=${hidden ? 'shown' : 'hidden'}`} />
      </p>
      {n > 0 && <CarriedRows carried={view.carried} />}
      <Block id="cables" title={n === 0 ? 'No cables yet' : plural(n, 'cable')}>
        {n === 0 ? (
          <Empty title="Nothing yet">
            Cables stand here as first tries are handed in, with what their readers find.
          </Empty>
        ) : (
          inOrder(
            view.cables.map((one) => ({ ...one, name: one.author.name, number: one.author.number })),
            hidden,
          ).map((one) => <OneCable key={one.author.id} one={one} view={view} hidden={hidden} />)
        )}
      </Block>
    </Frame>
  )
}

function finding({ cables, wanted }: DeskCables): string {
  const n = cables.length
  if (n === 0) return 'Nobody has handed in a cable yet, so nobody reads one.'
  if (n === 1) return 'One cable is handed in, and nobody else’s that its author could read.'
  const done = cables.filter(({ wrote }) => wrote >= wanted).length
  const all = wanted === 1 ? 'the one' : wanted === 2 ? 'both' : `all ${countWord(wanted)}`
  return `${capital(countWord(done))} of the ${countWord(n)} with a cable ${done === 1 ? 'has' : 'have'} read ${all} asked of them.`
}

function OneCable({ one, view, hidden }: { one: DeskCables['cables'][number]; view: DeskCables; hidden: boolean }) {
  const who = (person: { name: string; number: number } | null) =>
    person ? <Name name={person.name} number={person.number} /> : 'Another section'
  const read = one.reviews.flatMap(({ id, reviewer, marks }) => (marks ? [{ id, name: who(reviewer), marks }] : []))
  return (
    <article className="tolda" aria-label="A cable">
      <h3>
        {who(one.author)}
        <span className="small mut">
          , has read {one.wrote} of {view.wanted}
        </span>
      </h3>
      <p className="body pre cabletext" dir="auto">
        {one.text}
      </p>
      {one.reviews.length === 0 && <p className="small mut">Nobody has read it yet.</p>}
      {read.length > 0 && <Fates points={view.points} caption="What its readers found" readers={read} />}
      {one.reviews.map(({ id, reviewer, marks, hidden: hiding }) => (
        <div key={id} id={id}>
          {marks === null ? (
            <p className="small mut">A review was erased.</p>
          ) : (
            reviewer && (
              <>
                {one.reviews.length > 1 && <p className="small mut">The review by {who(reviewer)}:</p>}
                <Hiding
                  kind="cable"
                  id={id}
                  what={`the review by ${hidden ? `Student ${reviewer.number}` : reviewer.name}`}
                  hidden={hiding}
                  classId={view.class.id}
                  assignment={view.assignment}
                />
              </>
            )
          )}
        </div>
      ))}
    </article>
  )
}
