/** The strip at the edge of a class's reading: how much is on each sentence, where somebody is lost, what is disputed. */
import type { Transcript } from '#lib/content/types.ts'
import type { Strip } from '#lib/domain/strip.ts'
import { edgeHeat, stripFinding, type Whose } from '../../_ui/strip.tsx'
import { sentencesOf } from '../../_ui/figures.ts'

export function Edge({ strip, transcript, whose }: { strip: Strip; transcript: Transcript; whose: Whose }) {
  const heat = edgeHeat(strip, transcript, 74, 880)
  const finding = stripFinding(strip, sentencesOf(transcript).length, whose)
  return (
    <div className="edge">
      <svg role="img" aria-label={`${finding} One line per sentence from top to bottom.`}>
        <svg x="4" width="98" height="100%" viewBox="0 0 98 880" preserveAspectRatio="none">
          {heat.bars.map((d, step) => (
            <path key={step} className={`h${step}`} d={d} />
          ))}
          <path className="lost" d={heat.lost} />
          <path className="disputed" d={heat.disputed} />
        </svg>
        <rect className="view" id="edge-view" x="1" width="102" y="0" height="0" />
      </svg>
      <p className="edgekey">
        Stronger: cited and noted more. Beside it: <span className="k lost">lost</span>,{' '}
        <span className="k disputed">disputed</span>. <a href="#strip">As figures</a>
      </p>
    </div>
  )
}
