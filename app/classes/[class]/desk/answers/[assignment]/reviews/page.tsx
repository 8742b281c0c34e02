import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { viewReviews } from '#lib/features/review-peers/desk-reviews.ts'
import { page } from '#lib/web/page.ts'
import { Block, Empty, Notice, PageHead, Table } from '../../../../../../_ui/parts.tsx'
import { Levels } from '../../../../../_work/review-parts.tsx'
import '../../../../../_work/review.css'
import { addresses } from '../../../_desk/addresses.ts'
import { Frame } from '../../../_desk/frame.tsx'
import { HideNames } from '../../../_desk/hide-names.tsx'
import { inOrder, Name, namesHidden } from '../../../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../../../_desk/refused.ts'
import { Hiding } from '../../../_desk/talk.tsx'
import { capital, countWord, plural, sayTime } from '../../../_desk/words.ts'

export const metadata: Metadata = { title: 'Reviews' }

const DONE: Record<string, string> = {
  hidden: 'Hidden. Its author reads the reason.',
  shown: 'Shown again.',
}

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

export default async function DeskReviewsPage({ params, searchParams }: Props) {
  const [{ class: id, assignment }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/answers/${assignment}/reviews`
  const view = await page(viewReviews, { assignment }, path)
  if (view.class.id !== id) notFound()
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const refused = returned(search)
  const said = DONE[asked(search, 'done') ?? '']
  const n = view.students.length
  const done = view.students.filter((one) => one.wrote >= view.wanted).length
  return (
    <Frame klass={view.class} mayManage={view.mayManage} current="/answers" hidden={hidden}>
      <PageHead
        over={
          <Link href={at(`/answers/${assignment}`)} prefetch={false}>
            {view.title}
          </Link>
        }
        title={
          n === 0
            ? 'Nobody has posted yet, so nobody reviews.'
            : `${capital(countWord(done))} of the ${countWord(n)} who posted ${done === 1 ? 'has' : 'have'} written ${view.wanted === 1 ? 'the review' : view.wanted === 2 ? 'both reviews' : `all ${countWord(view.wanted)} reviews`}.`
        }
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
      <Block id="reviews" title={view.reviews.length === 0 ? 'No reviews yet' : plural(view.reviews.length, 'review')}>
        {view.reviews.length === 0 ? (
          <Empty title="Nothing yet">Reviews stand here as they are written, with both names.</Empty>
        ) : (
          view.reviews.map((one) => (
            <article className="tolda" key={one.id} id={one.id} aria-label="A review">
              <h3>
                {one.reviewer ? (
                  <Name name={one.reviewer.name} number={one.reviewer.number} />
                ) : (
                  'A student of another section'
                )}
                <span className="mut"> on the answer of </span>
                <Name name={one.author.name} number={one.author.number} />
                <span className="small mut">, {sayTime(one.at, view.class.zone)}</span>
              </h3>
              {one.comment === null ? (
                <p className="body mut">The comment was erased.</p>
              ) : (
                <p className="body pre" dir="auto">
                  {one.comment}
                </p>
              )}
              <Levels
                rows={view.rows}
                caption={one.version > 1 ? `Levels, of version ${one.version}` : 'Levels'}
                given={{ label: 'Level', levels: one.levels }}
              />
              {one.reviewer && (
                <Hiding
                  kind="review"
                  id={one.id}
                  what={`the review by ${hidden ? `Student ${one.reviewer.number}` : one.reviewer.name}`}
                  hidden={one.hidden}
                  classId={id}
                  assignment={assignment}
                />
              )}
            </article>
          ))
        )}
      </Block>
      <Block id="students" title="Who has done how much">
        <Table
          caption="Samples scored, how many levels apart from this edition on average, reviews written and received"
          columns={[
            { title: 'Student' },
            { title: 'Samples' },
            { title: 'Apart', figure: true },
            { title: 'Wrote' },
            { title: 'Received', figure: true },
          ]}
          rows={inOrder(view.students, hidden).map((one) => ({
            key: one.id,
            cells: [
              <Name key="name" name={one.name} number={one.number} />,
              `${one.scored} of ${view.samples}`,
              one.apart === null ? '–' : one.apart.toFixed(1),
              `${one.wrote} of ${view.wanted}`,
              one.received,
            ],
          }))}
        />
      </Block>
    </Frame>
  )
}
