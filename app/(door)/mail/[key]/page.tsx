import type { Metadata } from 'next'
import { viewMailByKey } from '#lib/features/receive-mail/receive-mail.ts'
import { page } from '#lib/web/page.ts'
import { Button, LinkButton, PageHead } from '../../../_ui/parts.tsx'
import { Shell } from '../../../_ui/shell.tsx'
import '../../door.css'

export const metadata: Metadata = { title: 'Mail', robots: { index: false } }

/**
 * Where the links of letters lead, without signing in: whoever reads mail at the address says yes to it, or no more.
 * Opening the page does nothing, since programs open links too.
 */
export default async function MailPage({ params }: { params: Promise<{ key: string }> }) {
  const { key } = await params
  const path = `/mail/${key}`
  const mail = await page(viewMailByKey, { key }, path)
  const end = (words: string) => (
    <form method="post" action={`/api${path}/delete`}>
      <Button>{words}</Button>
    </form>
  )
  return (
    <Shell>
      {!mail ? (
        <PageHead
          title="No mail comes from this link any more"
          lead="It was ended, or another address has taken its place. How mail comes is set on the page of your account."
          acts={<LinkButton href="/me">My account</LinkButton>}
        />
      ) : mail.isConfirmed ? (
        <PageHead
          title={`Word of your inbox comes to ${mail.address}`}
          lead={
            mail.rhythm === 'daily' ? 'Once a day, where there is any.' : 'As it happens, gathered over ten minutes.'
          }
          acts={
            <>
              {end('Send no more mail')}
              <LinkButton href="/me">My account</LinkButton>
            </>
          }
        />
      ) : (
        <PageHead
          title={`Is ${mail.address} yours?`}
          lead="Somebody with an account here asked that word of their inbox be sent to it. Nothing else comes before you say yes."
          acts={
            <>
              <form method="post" action={`/api${path}/confirmation`}>
                <Button kind="go">Yes, send me mail</Button>
              </form>
              {end('No, forget this address')}
            </>
          }
        />
      )}
    </Shell>
  )
}
