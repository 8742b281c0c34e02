/** A student's words with the places that are commented on. The numbers are drawn, so that the text stays the text. */
export type Commented = { id: string; from: number; to: number }

type Piece = { from: number; text: string; on: number[] }

/** The text cut where comments begin and end; each piece names the comments, by number, that it belongs to. */
export function piecesOf(text: string, comments: readonly Commented[]): Piece[] {
  const cuts = [...new Set([0, text.length, ...comments.flatMap((one) => [one.from, one.to])])]
    .filter((at) => at >= 0 && at <= text.length)
    .toSorted((a, b) => a - b)
  return cuts.slice(1).map((to, index) => {
    const from = cuts[index]!
    return {
      from,
      text: text.slice(from, to),
      on: comments.flatMap((one, n) => (one.from <= from && one.to >= to && one.to > one.from ? [n + 1] : [])),
    }
  })
}

export function Words({ text, comments }: { text: string; comments: readonly Commented[] }) {
  const ends = new Map(comments.map((one, index) => [one.to, index + 1]))
  return (
    <p className="words">
      {piecesOf(text, comments).map((piece) =>
        piece.on.length === 0 ? (
          <span key={piece.from}>{piece.text}</span>
        ) : (
          <mark key={piece.from} className="cm" data-n={ends.get(piece.from + piece.text.length)}>
            {piece.text}
          </mark>
        ),
      )}
    </p>
  )
}
