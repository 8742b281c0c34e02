import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { listRoster } from '#lib/features/manage-roster/manage-roster.ts'
import { page, publicUrl } from '#lib/web/page.ts'
import { PageHead } from '../../../../../_ui/parts.tsx'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import { joinLink, QrCode, spaced } from '../../_desk/join-card.tsx'

export const metadata: Metadata = { title: 'Slips to hand out' }

const PER_SHEET = 8

/** A sheet of slips: each carries the code, the address and the QR code, and what to do with them. */
export default async function SlipPage({ params }: { params: Promise<{ class: string }> }) {
  const { class: id } = await params
  const view = await page(listRoster, { class: id }, `/classes/${id}/desk/roster/slip`)
  if (!view.code) notFound()
  const link = joinLink(view.code.code)
  return (
    <Frame klass={view.class} mayManage current="/roster">
      <div className="screen-only">
        <PageHead
          over={
            <Link href={addresses(id, false)('/roster')} prefetch={false}>
              Roster
            </Link>
          }
          title="Slips to hand out"
          lead={
            view.code.joins
              ? 'Print this page and cut along the lines. It makes one sheet of eight.'
              : 'Joining is closed: these slips work again when you open it in Settings.'
          }
        />
      </div>
      <ul className="slips">
        {Array.from({ length: PER_SHEET }, (_, i) => (
          <li key={i} aria-hidden={i > 0 || undefined}>
            <div>
              <p className="slip-title">{view.class.title}</p>
              <p className="small">Scan the code, or open {publicUrl.replace(/^https?:\/\//, '')}/join and type</p>
              <p className="joincode">{spaced(view.code!.code)}</p>
              <p className="small">
                Then give your name and choose a passphrase. Write it down: name and passphrase bring you back.
              </p>
            </div>
            <QrCode text={link} label="QR code of the join link" />
          </li>
        ))}
      </ul>
    </Frame>
  )
}
