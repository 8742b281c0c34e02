import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { FACT_STATUSES, amountIn } from '#lib/content/apparatus/facts.ts'
import type { Fact, FactStatus } from '#lib/content/apparatus/facts.ts'
import { Cite } from '../../_ui/cite.tsx'
import { Entries, Entry, Listed } from '../../_ui/entries.tsx'
import { GroundedList } from '../../_ui/grounds.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import './facts.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Facts, checked',
  description:
    'What the record of 21 August 1961 states and other sources can be asked about: confirmed, contradicted, or still open.',
}

const statusWords: Record<FactStatus, string> = {
  confirmed: 'Confirmed',
  partly: 'Partly confirmed',
  contradicted: 'Contradicted',
  unconfirmed: 'Unconfirmed',
  uncheckable: 'Cannot be checked',
}

export default function FactsPage() {
  const { facts, transcript, works } = edition()
  const count = (status: FactStatus) => facts.filter((fact) => fact.status === status).length
  const open = count('unconfirmed') + count('uncheckable')
  return (
    <Shell current="/facts">
      <PageHead
        over="Fact check"
        title={`Of ${facts.length} statements, other sources bear out ${count('confirmed')} and contradict ${count('contradicted')}`}
        lead={
          <>
            Another {count('partly')} are borne out in part, and {open} stand open: “unconfirmed” says that no source
            read for this edition settles the matter, which is not a verdict against the speaker. Who told whom is on
            the page of{' '}
            <Link href="/claims" prefetch={false}>
              claims
            </Link>
            .
          </>
        }
      />
      <Listed
        of={`${facts.length} statements, in the order of the record`}
        contents={[{ items: facts.map(({ id, title, status }) => ({ id, title, kind: status })) }]}
      >
        <fieldset className="sift">
          <legend className="h3">Show</legend>
          <label className="check">
            <input type="radio" name="status" id="every-status" defaultChecked />
            <span>All, {facts.length}</span>
          </label>
          {FACT_STATUSES.map((status) => (
            <label className="check" key={status}>
              <input type="radio" name="status" id={`only-${status}`} />
              <span>
                {statusWords[status]}, {count(status)}
              </span>
            </label>
          ))}
        </fieldset>
        <Entries panel="facts" label="Statements that can be checked, in the order of the record">
          {facts.map((fact) => (
            <Entry key={fact.id} id={fact.id} title={fact.title} at={fact.at} transcript={transcript}>
              <p className="body">{fact.statement}</p>
              <p>
                <span className={`chip status ${fact.status}`}>{statusWords[fact.status]}</span>
              </p>
              <GroundedList statements={fact.rests} works={works} transcript={transcript} />
              {fact.sum && <Sum sum={fact.sum} />}
              {fact.settle && (
                <p className="small">
                  <b>What would settle it.</b> {fact.settle.text}
                </p>
              )}
            </Entry>
          ))}
        </Entries>
      </Listed>
    </Shell>
  )

  function Sum({ sum: { of, is } }: { sum: NonNullable<Fact['sum']> }) {
    const amount = (quote: string) => amountIn(quote) ?? 0
    const words = (cites: readonly { at: string; quote: string }[], between: string) =>
      cites.map(({ at, quote }, i) => (
        <span key={at + quote}>
          {i > 0 && between}“{quote}” ({amount(quote)}) <Cite at={at} speaker={transcript.units.get(at)?.speaker} />
        </span>
      ))
    return (
      <p className="small sum">
        <b>Added up whenever this site is built.</b> {words(of, ' + ')} ={' '}
        {of.reduce((total, { quote }) => total + amount(quote), 0)}, as in {words(is, ' and ')}.
      </p>
    )
  }
}
