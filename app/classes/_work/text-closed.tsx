/** Components: `TextClosed`: while a quiz is taken from memory, what a page of the class says in place of the text. */
import { LinkButton, PageHead } from '../../_ui/parts.tsx'
import { ClassFrame, type Account } from './frame.tsx'

export function TextClosed({
  me,
  classId,
  title,
  by,
}: {
  me: Account
  classId: string
  title: string
  by: { assignment: string; title: string }
}) {
  return (
    <ClassFrame me={me} classId={classId}>
      <PageHead
        over={title}
        title="The text is closed while you write from memory"
        lead={
          <>
            You have begun “{by.title},” which is done without the transcript. Until you hand it in, the pages of this
            class do not send it, and none of it is in this page. The text is public all the same: anybody can read it
            under /transcript, so this is for your own sake.
          </>
        }
        acts={
          <LinkButton kind="go" href={`/classes/${classId}/quizzes/${by.assignment}`}>
            Go on with “{by.title}”
          </LinkButton>
        }
      />
    </ClassFrame>
  )
}
