import { encode } from 'uqr'
import { publicUrl } from '#lib/web/page.ts'
import { CopyLink } from './copy-link.tsx'

export const joinLink = (code: string): string => `${publicUrl}/join/${code}`
/** In two groups, as people read it from a board. */
export const spaced = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`

/** The link as a QR code: black on white in every theme, since cameras expect that. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const d = data.map((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('')
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={d} fill="#000" />
    </svg>
  )
}

/** What goes on the board: the code, the address, the QR code. */
export function JoinCard({
  code,
  title,
  big = false,
}: {
  code: { code: string; joins: boolean }
  title: string
  big?: boolean
}) {
  const link = joinLink(code.code)
  if (!code.joins) {
    return (
      <div className="joincard closed">
        <p className="label">Joining is closed</p>
        <p className="joincode">{spaced(code.code)}</p>
        <p className="small mut">
          Members still sign in with this code. Nobody new can join with it until you open joining in Settings.
        </p>
      </div>
    )
  }
  return (
    <div className={big ? 'joincard big' : 'joincard'}>
      <div>
        <p className="label">Join code</p>
        <p className="joincode">{spaced(code.code)}</p>
        <p className="joinaddress">
          <a href={link}>{link}</a>
        </p>
        <div className="acts">
          <CopyLink text={link} />
        </div>
      </div>
      <QrCode text={link} label={`QR code of the address at which students join ${title}`} />
    </div>
  )
}
