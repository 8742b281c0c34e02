/** Tells the instructors that something should be looked at: a plain form, the same for every kind of remark. */
import type { ReactNode } from 'react'
import { Button, TextField } from '../../_ui/parts.tsx'

export function ReportForm({
  kind,
  id,
  classId,
  work,
  sees,
  children,
}: {
  kind: 'post' | 'reply' | 'rival' | 'review'
  id: string
  classId: string
  /** The work, or the claim, at whose page it is read: the way back. */
  work: string
  sees: string
  /** Beside the button. */
  children?: ReactNode
}) {
  return (
    <form className="say" method="post" action={`/api/remarks/${kind}/${id}/reports`}>
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
