import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { viewReading } from '#lib/features/read-along/read-along.ts'
import { page } from '#lib/web/page.ts'
import { AreaField, Button, Notice, PageHead } from '../../../../../_ui/parts.tsx'
import { problemIn, type Search } from '../../../../../_ui/refusals.ts'
import { account, ClassFrame } from '../../../../_work/frame.tsx'
import { NotesIntoBox } from './notes-into-box.tsx'

export const metadata: Metadata = { title: 'Bring notes' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

const REFUSED: Record<string, string> = {
  file: 'No annotations were found. The text has to be JSON: a list or a page of W3C annotations, one of them, or an export of Hypothesis; at most 400,000 characters.', // prettier-ignore
  number: 'These are more than 200 notes. Bring them in parts.',
}

export default async function BringNotesPage({ params, searchParams }: Props) {
  const [{ class: classId, assignment }, search] = await Promise.all([params, searchParams])
  const reading = `/classes/${classId}/reading/${assignment}`
  const path = `${reading}/bring`
  const [me, view] = await Promise.all([account(path), page(viewReading, { assignment }, path)])
  if (view.classId !== classId || view.kind !== 'reading') notFound()
  const problem = problemIn(search)
  return (
    <ClassFrame me={me} classId={classId} mainClass="wrap page">
      <PageHead
        over={
          <Link href={reading} prefetch={false}>
            {view.title}
          </Link>
        }
        title="Bring notes from elsewhere."
        lead="What you wrote in another class of this edition, or with a tool that writes W3C annotations. You see where each would stand before anything is here."
      />
      {problem && (
        <Notice kind="care" alert>
          <b>Not read.</b> {REFUSED[problem.at ?? ''] ?? problem.words}
        </Notice>
      )}
      <form method="post" action={`/api/classes/${classId}/notes/imports/look`} className="block">
        <input type="hidden" name="assignment" value={assignment} />
        <AreaField
          id="annotations"
          name="file"
          label="The annotations"
          hint="The text of a file of W3C Web Annotations (JSON-LD), or of an export of Hypothesis: up to 200 notes."
          rows={12}
          maxLength={400_000}
          required
          spellCheck={false}
          sees="Nothing of it is kept until you bring it in; then only you see it, until you share a note."
        />
        <NotesIntoBox box="annotations" />
        <p className="acts below">
          <Button kind="go">Look at them</Button>
        </p>
      </form>
    </ClassFrame>
  )
}
