import type { Metadata } from 'next'
import Link from 'next/link'
import { digestOfText, type Change } from '#lib/content/apparatus/changes.ts'
import { edition } from '#lib/content/edition.ts'
import { runsOf } from '../../_ui/citation.ts'
import { Cite } from '../../_ui/cite.tsx'
import { Block, PageHead } from '../../_ui/parts.tsx'
import { plural } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import { RECIPE } from './recipe.ts'
import './changes.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Changes of the text',
  description:
    'What has been changed in the text of the edition and in its apparatus, when and why, with a digest by which anybody can verify the exact words.',
}

const LAYER: Record<Change['layer'], string> = {
  text: 'Exact text',
  numbers: 'Numbers',
  brackets: 'Brackets',
  slips: 'Slips',
  pages: 'Page breaks',
  names: 'Names',
  apparatus: 'Apparatus',
}

const dayOf = (date: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00Z`))

export default function ChangesPage() {
  const { changes, transcript } = edition()
  const ofText = changes.filter(({ layer }) => layer === 'text')
  const first = ofText[0]
  return (
    <Shell current="/about">
      <PageHead
        over="Changes"
        title={
          ofText.length === 1 && first
            ? `The exact text has not been changed since ${dayOf(first.date)}`
            : `The exact text has been changed ${ofText.length - 1 === 1 ? 'once' : `${ofText.length - 1} times`}`
        }
        lead="What is cited must stay, or its change must be told. Here is everything that has been done to the text and to what stands on it, the newest first."
      />
      <Block id="verify" title="How to verify the exact text">
        <div className="prose body">
          <p>
            The exact text is the document from its first stamp to its closing mark, slips and brackets as printed, in{' '}
            {plural(transcript.units.size, 'unit')} that can be cited: header lines, sentences and the closing mark. In
            UTF-8, with white space folded to single blanks, it has this SHA-256 digest:
          </p>
          <p>
            <code className="digest">{digestOfText(transcript)}</code>
          </p>
          <p>
            The digest is computed from the words that these pages print. Whoever has it can tell whether another copy,
            a later state of this site or the{' '}
            <Link href="/about#files" prefetch={false}>
              plain-text file
            </Link>{' '}
            holds the same words. Where the tools of a Unix system are at hand, this prints it from that file:
          </p>
          <pre className="recipe">
            <code>{RECIPE}</code>
          </pre>
        </div>
      </Block>
      <Block id="changes" title={plural(changes.length, 'entry', 'entries')}>
        <ol className="changelog" reversed>
          {changes.toReversed().map(({ id, date, layer, what, why, at, digest }) => (
            <li key={id} id={id}>
              <p className="label">
                <time dateTime={date}>{dayOf(date)}</time>, {LAYER[layer].toLowerCase()}
              </p>
              <div>
                <p className="body">
                  {what} <span className="mut">{why}</span>
                </p>
                {at.length > 0 && (
                  <p className="cites">
                    {runsOf(at).map((run) => (
                      <Cite key={run.at} {...run} speaker={transcript.units.get(run.at)?.speaker} />
                    ))}
                  </p>
                )}
                {digest && (
                  <p className="small mut">
                    Digest of the text since then: <code className="digest">{digest}</code>
                  </p>
                )}
              </div>
            </li>
          ))}
        </ol>
      </Block>
      <div className="prose body block">
        <p>
          What the edition does to the text and what it never does stands in{' '}
          <Link href="/about#text" prefetch={false}>
            How the text was prepared
          </Link>
          . Withdrawn numbers keep a note of what took their place; none is used again.
        </p>
      </div>
    </Shell>
  )
}
