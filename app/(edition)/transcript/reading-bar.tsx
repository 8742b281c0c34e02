import type { ReactNode } from 'react'
import type { BracketKind } from '#lib/content/types.ts'
import { bracketWords } from '../../_ui/figures.ts'
import { lists, ownTools, type ToolEntry } from './_tools/registry.ts'

/** A bracket of each kind as the lens colors it. */
const samples: Record<BracketKind, string> = {
  'name-supplied': '[name]',
  'words-supplied': '[words]',
  illegible: '[illegible]',
  omission: '[...]',
}

export type Key = { caps: string[]; does: string; leaves?: boolean }
const keys: Key[] = [
  { caps: ['J', 'K'], does: 'next, previous sentence' },
  { caps: ['[', ']'], does: 'previous, next turn' },
  { caps: ['C'], does: 'copy the citation of the sentence' },
  { caps: ['E'], does: 'who is named in the sentence' },
  { caps: ['W'], does: 'who told whom' },
  { caps: ['B'], does: 'brackets: printed, marked, taken out' },
  { caps: ['/'], does: 'find in the text', leaves: true },
  { caps: ['?'], does: 'these keys' },
  { caps: ['Esc'], does: 'close' },
]

/**
 * The bar over the text: where the reader is, a line for what was done, and Tools. `leaves` says whether Tools may lead to
 * other pages: there each entry is a link, which works without JavaScript; in a class's reading it only opens a panel.
 */
export function ReadingBar({
  place,
  about,
  children,
  leaves = true,
  ownKeys = [],
}: {
  place: string
  about: string
  children?: ReactNode
  leaves?: boolean
  /** Keys that the page adds. */
  ownKeys?: readonly Key[]
}) {
  return (
    <div className="rbar">
      <div className="in">
        <p className="pos num">
          <b id="pos-turn">{place}</b>
          <span id="pos-sentence">{about}</span>
        </p>
        <p className="vh" role="status" id="reader-said" />
        {children}
        <details className="tools" id="tools">
          <summary>Tools</summary>
          <div className="menu-of-tools">
            <fieldset className="two-switches">
              <legend className="vh">What the page shows</legend>
              <Switch id="show-numbers">Number every sentence</Switch>
              <Switch id="show-corrections">Show corrections</Switch>
            </fieldset>
            <fieldset className="three">
              <legend className="label">Brackets</legend>
              <label className="check">
                <input type="radio" name="brackets" id="brackets-printed" defaultChecked />
                <span>as printed</span>
              </label>
              <label className="check">
                <input type="radio" name="brackets" id="show-brackets" />
                <span>marked by kind</span>
              </label>
              <label className="check">
                <input type="radio" name="brackets" id="brackets-out" />
                <span>taken out</span>
              </label>
            </fieldset>
            <Entries id="tools-beside" title="Beside the text" entries={ownTools} leaves={leaves} />
            <Entries id="tools-lists" title="Lists that go with the text" entries={lists} leaves={leaves} />
            <div className="keys">
              <p className="label" id="keys" tabIndex={-1}>
                Keys
              </p>
              <dl>
                {[...ownKeys, ...keys]
                  .filter((key) => leaves || !key.leaves)
                  .map(({ caps, does }) => (
                    <div key={does}>
                      <dt>
                        {caps.map((cap) => (
                          <kbd key={cap}>{cap}</kbd>
                        ))}
                      </dt>
                      <dd>{does}</dd>
                    </div>
                  ))}
              </dl>
              <Switch id="no-keys">Switch off the letter keys</Switch>
            </div>
          </div>
        </details>
      </div>
      <p className="legend-of-brackets">
        {Object.entries(samples).map(([kind, sample]) => (
          <span key={kind}>
            <span className="br" data-kind={kind}>
              {sample}
            </span>{' '}
            {bracketWords[kind as BracketKind]}
          </span>
        ))}
        <span>
          <span className="pb" aria-hidden="true" /> page break
        </span>
      </p>
    </div>
  )
}

function Switch({ id, children }: { id: string; children: ReactNode }) {
  return (
    <label className="check">
      <input type="checkbox" id={id} />
      <span>{children}</span>
    </label>
  )
}

/** A tool that is no page of its own is a button, which shows once the scripts are there. */
function Entries({
  id,
  title,
  entries,
  leaves,
}: {
  id: string
  title: string
  entries: readonly ToolEntry[]
  leaves: boolean
}) {
  return (
    <div className={leaves ? 'beside-list' : 'beside-list scripted'}>
      <p className="label" id={id}>
        {title}
      </p>
      <ul aria-labelledby={id}>
        {entries.map((tool) =>
          leaves && tool.address ? (
            <li key={tool.id}>
              <a href={tool.address} data-tool={tool.id}>
                {tool.label}
              </a>
              {tool.key && <kbd>{tool.key}</kbd>}
            </li>
          ) : (
            <li key={tool.id} className="scripted">
              <button type="button" data-tool={tool.id}>
                {tool.label}
              </button>
              {tool.key && <kbd>{tool.key}</kbd>}
            </li>
          ),
        )}
      </ul>
    </div>
  )
}
