import { words as sentence } from '../text-on-page.ts'

/** Words or phrases to be marked wherever they stand in these sentences. */
export type WordSpot = { at: readonly string[]; phrases: readonly string[] }

const NAME = 'words-of-list'
type Run = { node: Text; from: number; to: number }

const plain = (text: string) => text.replaceAll('’', "'").toLowerCase()
const letter = /[\p{L}\p{N}]/u

/** Where a phrase stands as whole words, one match after the other, as positions in `text`. */
export function placesOf(text: string, phrase: string): { from: number; to: number }[] {
  const [inText, sought] = [plain(text), plain(phrase.trim())]
  const found: { from: number; to: number }[] = []
  if (!sought) return found
  for (let at = inText.indexOf(sought); at >= 0; at = inText.indexOf(sought, at + sought.length)) {
    const to = at + sought.length
    if (!letter.test(inText[at - 1] ?? ' ') && !letter.test(inText[to] ?? ' ')) found.push({ from: at, to })
  }
  return found
}

/** The printed words of a sentence as text nodes; what stands beside them as a correction is not the text's. */
function textNodes(unit: HTMLElement): Text[] {
  const walker = document.createTreeWalker(unit, NodeFilter.SHOW_TEXT)
  const nodes: Text[] = []
  while (walker.nextNode())
    if (walker.currentNode instanceof Text && !walker.currentNode.parentElement?.closest('.corr'))
      nodes.push(walker.currentNode)
  return nodes
}

function runsIn(unit: HTMLElement, phrases: readonly string[]): Run[] {
  const nodes = textNodes(unit)
  const text = nodes.map(({ data }) => data).join('')
  const places = phrases.flatMap((phrase) => placesOf(text, phrase))
  let begin = 0
  return nodes.flatMap((node) => {
    const [first, end] = [begin, begin + node.data.length]
    begin = end
    return places
      .filter(({ from, to }) => from < end && to > first)
      .map(({ from, to }) => ({ node, from: Math.max(from, first) - first, to: Math.min(to, end) - first }))
  })
}

/**
 * Marks the words in the text and returns what takes the marks away. Where the browser can paint ranges, not a letter of
 * the page changes; elsewhere spans are put around the words, and taken out again.
 */
export function markWords(spots: readonly WordSpot[]): () => void {
  const runs = spots.flatMap(({ at, phrases }) =>
    at.flatMap((id) => {
      const unit = sentence(id)
      return unit ? runsIn(unit, phrases) : []
    }),
  )
  if (runs.length === 0) return () => {}
  if ('highlights' in CSS) {
    const ranges = runs.map(({ node, from, to }) => {
      const range = new Range()
      range.setStart(node, from)
      range.setEnd(node, to)
      return range
    })
    CSS.highlights.set(NAME, new Highlight(...ranges))
    return () => void CSS.highlights.delete(NAME)
  }
  return markBySpans(runs)
}

function markBySpans(runs: readonly Run[]): () => void {
  const spans: HTMLElement[] = []
  // From the back, so that positions before a cut stay true; of two that overlap, the later one gives way.
  const done = new Map<Text, number>()
  for (const { node, from, to } of runs.toSorted((a, b) => b.from - a.from)) {
    if (to > (done.get(node) ?? Infinity)) continue
    done.set(node, from)
    const range = new Range()
    range.setStart(node, from)
    range.setEnd(node, to)
    const span = document.createElement('span')
    span.className = NAME
    range.surroundContents(span)
    spans.push(span)
  }
  return () => {
    for (const span of spans) {
      const around = span.parentNode
      span.replaceWith(...span.childNodes)
      around?.normalize()
    }
  }
}
