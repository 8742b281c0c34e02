/**
 * Components: `QuestionHead` (prompt, setting, where to look, what it is judged by), `PostView` (one person's post,
 * newest version first, the earlier ones under it), `PostText` (words and chips). Plain props.
 */
import type { ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import type { PasteView } from '#lib/domain/pasted.ts'
import type { ShownQuestion } from '#lib/domain/question.ts'
import { Cite } from '../../_ui/cite.tsx'
import { PastedLine } from '../../_ui/pasted.tsx'
import { BesideIt, RubricRows, WhereToLook } from '../../_ui/question-help.tsx'
import { inWords } from '../../_ui/say.ts'

export type PostVersion = {
  version: number
  text: string
  citations: readonly { at: string; quote?: string }[]
  createdAt: string
  /** Of one’s own, where it is counted. */
  pasted?: PasteView | null
}

export function QuestionHead({ question, citations }: { question: ShownQuestion; citations: number }) {
  const { rubric } = question
  return (
    <div className="asked">
      <p className="ask">{question.prompt}</p>
      <p className="body mut">{question.setting}</p>
      <BesideIt statements={question.beside ?? []} />
      {question.passages.some(({ look }) => look) && (
        <>
          <p className="label">Where to look</p>
          <WhereToLook passages={question.passages} />
        </>
      )}
      {citations > 1 && <p className="small mut">An answer cites at least {inWords(citations)} different sentences.</p>}
      {rubric && (
        <details className="howjudged">
          <summary>How an answer is judged: {inWords(rubric.rows.length)} things, each from 0 to 3</summary>
          <RubricRows rubric={rubric} />
        </details>
      )}
    </div>
  )
}

/** A sentence named in the words, "s. 114" or "s114", is a chip where the transcript has it. */
const NAMED = /\b[sS]\.?\s?([1-9]\d{0,3})\b/gu

function withChips(text: string): ReactNode[] {
  const { units } = edition().transcript
  const parts: ReactNode[] = []
  let from = 0
  for (const match of text.matchAll(NAMED)) {
    const unit = units.get(`s${match[1]}`)
    if (!unit) continue
    parts.push(text.slice(from, match.index), <Cite key={match.index} at={unit.id} speaker={unit.speaker} />)
    from = match.index + match[0].length
  }
  return [...parts, text.slice(from)]
}

export function PostText({ version }: { version: Pick<PostVersion, 'text' | 'citations'> }) {
  const { units } = edition().transcript
  return (
    <>
      <div className="posttext body">
        {version.text.split(/\n{2,}/).map((paragraph, i) => (
          // What a person writes may run either way; it never turns the page around it.
          <p key={i} dir="auto">
            {withChips(paragraph)}
          </p>
        ))}
      </div>
      {version.citations.length > 0 && (
        <ul className="cited" aria-label="Cited">
          {version.citations.map((one) => (
            <li key={one.at + (one.quote ?? '')}>
              <Cite at={one.at} speaker={units.get(one.at)?.speaker} />
              {one.quote && <span className="small mut"> “{one.quote}”</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

export function PostView({
  id,
  name,
  heading,
  versions,
  zone,
  own = false,
  children,
}: {
  id: string
  /** Who wrote it, in plain words, for the label of the article. */
  name: string
  heading: ReactNode
  versions: readonly PostVersion[]
  zone: string
  own?: boolean
  /** What stands under the words: what can be done with them, and the replies. */
  children?: ReactNode
}) {
  const newest = versions.at(-1)
  const earlier = versions.slice(0, -1).toReversed()
  const when = (iso: string) => <time dateTime={iso}>{sayInstant(new Date(iso), zone)}</time>
  return (
    <article className={own ? 'post own' : 'post'} id={id} aria-label={`Post by ${name}`}>
      <header>
        <h3>{heading}</h3>
        {newest && (
          <p className="small mut">
            {earlier.length > 0 ? 'Revised ' : 'Posted '}
            {when(newest.createdAt)}
          </p>
        )}
      </header>
      {newest && <PostText version={newest} />}
      <PastedLine pasted={newest?.pasted} own={own} />
      {earlier.length > 0 && (
        <details className="earlier" open={own}>
          <summary>{earlier.length === 1 ? 'The first version' : `The ${earlier.length} earlier versions`}</summary>
          {earlier.map((version) => (
            <div key={version.version}>
              <p className="small mut">
                {version.version === 1 ? 'First version' : `Version ${version.version}`}, {when(version.createdAt)}
              </p>
              <PostText version={version} />
              <PastedLine pasted={version.pasted} />
            </div>
          ))}
        </details>
      )}
      {children}
    </article>
  )
}
