import { sayDay } from '#lib/domain/zone.ts'
import { Notice } from '../../_ui/parts.tsx'

/** Above everything of a class that is closed, for all who are in it. */
export function ClosedNotice({ klass }: { klass: { closedAt: string | null; zone: string } | undefined }) {
  if (!klass?.closedAt) return null
  return (
    <div className="closednote">
      <Notice>
        <b>This class is closed since {sayDay(new Date(klass.closedAt), klass.zone)}.</b> Everything in it can still be
        read and taken along; nothing more is written in it.
      </Notice>
    </div>
  )
}
