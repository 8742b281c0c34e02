import { LinkButton, PageHead } from './_ui/parts.tsx'
import { Shell } from './_ui/shell.tsx'

export const metadata = { title: 'Not here' }

export default function NotFound() {
  return (
    <Shell>
      <PageHead
        title="There is no page at this address"
        lead="It may have been mistyped, or it may belong to a class that you are not signed in to."
        acts={
          <>
            <LinkButton kind="go" href="/transcript">
              Open the transcript
            </LinkButton>
            <LinkButton href="/">Go to the front page</LinkButton>
          </>
        }
      />
    </Shell>
  )
}
