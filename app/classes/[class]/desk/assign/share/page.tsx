import type { Metadata } from 'next'
import Link from 'next/link'
import { viewPlanLink } from '#lib/features/assign-work/share-plan.ts'
import { page, publicUrl } from '#lib/web/page.ts'
import { Empty, PageHead, Row, Rows } from '../../../../../_ui/parts.tsx'
import { CopyLink } from '../../_desk/copy-link.tsx'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import { namesHidden } from '../../_desk/names.tsx'
import type { Search } from '../../_desk/refused.ts'
import { kindWord, plural } from '../../_desk/words.ts'

export const metadata: Metadata = { title: 'Share the plan' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

/** The class's assignments as a link. It holds all that it gives, so that there is nothing to end or to keep. */
export default async function SharePage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const view = await page(viewPlanLink, { class: id }, `/classes/${id}/desk/assign/share`)
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const link = view.link && `${publicUrl}/bank/plan?of=${view.link}`
  return (
    <Frame klass={view.class} mayManage current="/assign" hidden={hidden}>
      <PageHead
        over={
          <>
            <Link href={at('/assign')} prefetch={false}>
              Assign
            </Link>
            , {view.class.title}
          </>
        }
        title="Share the plan"
        lead="A colleague opens the link, chooses a class of their own and a first day, and has the same work assigned."
      />
      {view.steps.length === 0 && (
        <Empty title="Nothing to share yet">What you assign in this class becomes its plan.</Empty>
      )}
      {view.steps.length > 0 && !link && (
        <Empty title="Too much for one link">
          {plural(view.steps.length, 'assignment')} do not fit into an address. Share the quizzes from your bank
          instead.
        </Empty>
      )}
      {link && (
        <section aria-labelledby="link">
          <h2 className="title" id="link">
            {plural(view.steps.length, 'assignment')} in one link
          </h2>
          <div className="field">
            <label htmlFor="plan-link">The link</label>
            <textarea
              className="input"
              id="plan-link"
              rows={5}
              readOnly
              value={link}
              aria-describedby="plan-link-sees"
            />
            <p className="sees" id="plan-link-sees">
              Whoever teaches on this site and has the link sees what is assigned, in which order and how many days
              apart, and the title of this class. It holds nothing of any student. A quiz of your own goes along in the
              version given here.
            </p>
          </div>
          <p className="acts below">
            <CopyLink text={link} />
            <Link className="btn" href={`/bank/plan?of=${view.link}`} prefetch={false}>
              See it as a colleague
            </Link>
          </p>
          <div className="block">
            <Rows label="What the plan holds">
              {view.steps.map((step, index) => (
                <Row key={index} name={step.title} line={kindWord[step.kind]} />
              ))}
            </Rows>
          </div>
        </section>
      )}
    </Frame>
  )
}
