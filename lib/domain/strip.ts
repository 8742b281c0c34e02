/** The strip of the document: which sentences a class cites, notes, disputes, finds hard, and which nobody has touched. */
export const LANES = ['cited', 'noted', 'disputed', 'lost'] as const
export type Lane = (typeof LANES)[number]
export type Mark = { from: string; to: string }
/** What stands behind a lane: how many rows it was made of, and where they stand. A dispute is one row with several places. */
export type LaneMarks = { rows: number; marks: readonly Mark[] }

export type StripRow = Record<Lane, number> & { id: string }
export type Strip = {
  /** Sentences and header lines that somebody touched, in document order. */
  rows: StripRow[]
  totals: Record<Lane, number>
  /** Sentences with nothing on them. */
  untouched: string[]
  /** Paragraphs of which no sentence is touched. */
  orphans: string[]
}
export type StripText = {
  /** Every citable unit in document order. */
  ids: readonly string[]
  paragraphs: readonly { id: string; sentences: readonly string[] }[]
}

export function stripOf(text: StripText, lanes: Record<Lane, LaneMarks>): Strip {
  const order = new Map(text.ids.map((id, index) => [id, index]))
  const counts = text.ids.map((id) => ({ id, cited: 0, noted: 0, disputed: 0, lost: 0 }))
  for (const lane of LANES)
    for (const { from, to } of lanes[lane].marks) {
      const [first, last] = [order.get(from), order.get(to)]
      if (first !== undefined && last !== undefined) for (let at = first; at <= last; at++) counts[at]![lane] += 1
    }
  const rows = counts.filter((row) => LANES.some((lane) => row[lane] > 0))
  const touched = new Set(rows.map((row) => row.id))
  const sentences = text.paragraphs.flatMap((paragraph) => paragraph.sentences)
  return {
    rows,
    totals: {
      cited: lanes.cited.rows,
      noted: lanes.noted.rows,
      disputed: lanes.disputed.rows,
      lost: lanes.lost.rows,
    },
    untouched: sentences.filter((id) => !touched.has(id)),
    orphans: text.paragraphs
      .filter((paragraph) => paragraph.sentences.every((id) => !touched.has(id)))
      .map((paragraph) => paragraph.id),
  }
}

/** How strongly a count is drawn, 0 to 5, against the strongest of its lane: a step is shown only where it is a difference. */
export const heatStep = (count: number, most: number): number =>
  count === 0 ? 0 : most <= 5 ? Math.min(5, count) : Math.max(1, Math.ceil((count / most) * 5))
