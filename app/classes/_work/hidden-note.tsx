/** Says that staff have hidden something: to its author with the reason, to classmates that it is so. */
export function HiddenNote({
  reason,
  own,
  from = 'classmates',
}: {
  reason: string | null
  own: boolean
  from?: string
}) {
  return own ? (
    <p className="note care">
      <b>Hidden from {from} by an instructor.</b> {reason && `The reason: ${reason}`} Your words are kept, and you and
      your instructors still read them.
    </p>
  ) : (
    <p className="body mut">Hidden by an instructor.</p>
  )
}
