import { Fragment, type ReactNode } from 'react'
import type { HeaderLine, Sentence, Turn } from '#lib/content/types.ts'
import { type Dress, Numbered, wordsOf } from './words.tsx'

/** "Time: 5:30 p.m." in two columns, without changing a letter: the label keeps its colon. */
export function Line({ line }: { line: HeaderLine }) {
  const [first, ...rest] = line.parts
  const cut = first?.kind === 'text' && line.n >= 6 ? first.text.indexOf(': ') : -1
  return (
    <>
      <a className="n h" href={`#${line.id}`} id={line.id} aria-label={`Header line ${line.n}`}>
        {line.id}
      </a>
      <span className="s" data-s={line.id}>
        {first?.kind === 'text' && cut > 0 ? (
          <>
            <span className="what">{first.text.slice(0, cut + 1)}</span> {first.text.slice(cut + 2)}
            {wordsOf(rest)}
          </>
        ) : (
          wordsOf(line.parts)
        )}
      </span>
    </>
  )
}

/** The document's head as far as `lines` has it: stamps, title, date, facts. `heading` is the title's level on the page. */
export function DocumentHead({
  lines,
  heading: Heading = 'h1',
  children,
}: {
  lines: readonly HeaderLine[]
  heading?: 'h1' | 'h2'
  children?: ReactNode
}) {
  const title = lines.find((line) => line.id === 'h3')
  const of = (from: number, to: number) => lines.filter((line) => line.n >= from && line.n <= to)
  return (
    <header className="dochead">
      {of(1, 2).length > 0 && (
        <p className="stamps">
          {of(1, 2).map((line) => (
            <span className="hline" key={line.id}>
              <Line line={line} />
            </span>
          ))}
        </p>
      )}
      {title && (
        <Heading className="d2">
          <Line line={title} />
        </Heading>
      )}
      {of(4, 4).map((line) => (
        <p className="lead" key={line.id}>
          <Line line={line} />
        </p>
      ))}
      {of(5, 5).map((line) => (
        <p className="stamps" key={line.id}>
          <Line line={line} />
        </p>
      ))}
      {of(6, 99).length > 0 && (
        <div className="facts">
          {of(6, 99).map((line) => (
            <p key={line.id}>
              <Line line={line} />
            </p>
          ))}
        </div>
      )}
      {children}
    </header>
  )
}

/**
 * One turn with its speaker; `within` leaves out what a shorter reading does not assign. In a class's reading each
 * sentence is dressed, and `under` says what stands after a paragraph.
 */
export function TurnView({
  turn,
  within = () => true,
  dress,
  under,
}: {
  turn: Turn
  within?: (sentence: Sentence) => boolean
  dress?: Dress
  under?: (sentences: readonly string[]) => ReactNode
}) {
  const paragraphs = turn.paragraphs
    .map((paragraph) => ({ id: paragraph.id, sentences: paragraph.sentences.filter(within) }))
    .filter((paragraph) => paragraph.sentences.length > 0)
  if (paragraphs.length === 0) return null
  return (
    <section className={turn.speaker === 'khiem' ? 'turn u' : 'turn'} id={turn.id} aria-labelledby={`${turn.id}-who`}>
      <header>
        <span className="tn" aria-hidden="true">
          {turn.n}
        </span>
        <h2 className="sp" id={`${turn.id}-who`}>
          <span className="vh">Turn {turn.n}, </span>
          {turn.label}
        </h2>
      </header>
      <div className="rec">
        {paragraphs.map((paragraph) => {
          const seen = new Set<string>()
          return (
            <Fragment key={paragraph.id}>
              <p id={paragraph.id}>
                {paragraph.sentences.map((sentence) => (
                  <Numbered key={sentence.id} sentence={sentence} seen={seen} dress={dress} />
                ))}
              </p>
              {under?.(paragraph.sentences.map((sentence) => sentence.id))}
            </Fragment>
          )
        })}
      </div>
    </section>
  )
}

/** The document's closing mark. */
export function ClosingMark({ line }: { line: HeaderLine }) {
  return (
    <p className="rec closing">
      <a className="n h" href="#end" id="end" aria-label="Closing mark">
        end
      </a>
      <span className="s" data-s="end">
        {wordsOf(line.parts)}
      </span>
    </p>
  )
}
