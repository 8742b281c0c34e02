/**
 * Tells the instructors that something should be looked at, the same for every kind of remark. A plain form, unless
 * `report` takes the reason over.
 */
import type { ReactNode } from 'react'
import { Button, TextField } from '../../_ui/parts.tsx'

export function ReportForm({
  kind,
  id,
  classId,
  work,
  sees,
  report,
  children,
}: {
  kind: 'post' | 'reply' | 'note' | 'rival' | 'review' | 'cable'
  id: string
  classId: string
  /** The work, or the claim, at whose page it is read: the way back. */
  work: string
  sees: string
  report?: (reason: string) => void
  /** Beside the button. */
  children?: ReactNode
}) {
  return (
    <form
      className="say"
      method="post"
      action={`/api/remarks/${kind}/${id}/reports`}
      onSubmit={
        report &&
        ((event) => {
          event.preventDefault()
          const reason = new FormData(event.currentTarget).get('reason')
          report(typeof reason === 'string' ? reason : '')
        })
      }
    >
      <input type="hidden" name="in" value={classId} />
      <input type="hidden" name="work" value={work} />
      <TextField
        name="reason"
        id={`reason-${id}`}
        label="What is wrong with it, if you want to say"
        maxLength={300}
        wide
        sees={sees}
      />
      <p className="acts">
        <Button>Report to your instructors</Button>
        {children}
      </p>
    </form>
  )
}
