'use client'
import { Button, LinkButton, PageHead } from './_ui/parts.tsx'
import { Shell } from './_ui/shell.tsx'

export default function Failed({ reset }: { error: Error; reset: () => void }) {
  return (
    <Shell>
      <PageHead
        title="This page could not be shown"
        lead="Something went wrong on our side. What was saved before is safe. Try again; if it keeps happening, tell whoever runs this site."
        acts={
          <>
            <Button kind="go" type="button" onClick={reset}>
              Try again
            </Button>
            <LinkButton href="/">Go to the front page</LinkButton>
          </>
        }
      />
    </Shell>
  )
}
