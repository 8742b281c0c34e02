/**
 * Component: `Crossed` (once under an answer, however many it cites: sentences that repeat somebody's words have come
 * through several tongues). `quoted` leads from each such sentence to its quotation.
 */
import { citeName } from '../../_ui/citation.ts'
import { capital } from '../../_ui/say.ts'

export type Quoted = Readonly<Record<string, string>>

export function Crossed({ cited, quoted }: { cited: readonly { at: string }[]; quoted: Quoted }) {
  const at = cited.find((one) => one.at in quoted)?.at
  return (
    <div className="crossed" role="status">
      {at && (
        <p className="note care small">
          {capital(citeName(at))} repeats words that somebody is said to have used. They have come here through other
          tongues, so rest your point on their sense and not on a single word:{' '}
          <a href={`/quotations#${quoted[at]}`} target="_blank" rel="noreferrer">
            whose words these are<span className="vh"> (opens in a new window)</span>
          </a>
          .
        </p>
      )}
    </div>
  )
}
