/** Components: `NotOpenYet`: before an assignment opens, its title and date and nothing else (rule 6). */
import { sayInstant } from '#lib/domain/zone.ts'
import { LinkButton, PageHead } from '../../_ui/parts.tsx'
import { ClassFrame, type Account } from './frame.tsx'

export function NotOpenYet({
  me,
  classId,
  title,
  opensAt,
  dueAt,
  zone,
}: {
  me: Account
  classId: string
  title: string
  opensAt: string | null
  dueAt: string | null
  zone: string
}) {
  return (
    <ClassFrame me={me} classId={classId}>
      <PageHead
        over="Not open yet"
        title={title}
        lead={
          <>
            {opensAt ? `This opens ${sayInstant(new Date(opensAt), zone)}.` : 'This is not open yet.'}
            {dueAt && ` It is due ${sayInstant(new Date(dueAt), zone)}.`} There is nothing to do before then.
          </>
        }
        acts={
          <>
            <LinkButton kind="go" href={`/classes/${classId}`}>
              Back to my work
            </LinkButton>
            <LinkButton href="/transcript">Read the transcript</LinkButton>
          </>
        }
      />
    </ClassFrame>
  )
}
