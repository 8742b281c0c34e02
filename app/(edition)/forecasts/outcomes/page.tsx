import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import type { ForecastOutcome } from '#lib/content/apparatus/forecasts.ts'
import { Entries, Entry, Listed } from '../../../_ui/entries.tsx'
import { GroundedList } from '../../../_ui/grounds.tsx'
import { PageHead } from '../../../_ui/parts.tsx'
import { Shell } from '../../../_ui/shell.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'What came of the forecasts',
  description: 'Each forecast of 21 August 1961 with its rule, what the rule decides, and the sources that show it.',
}

const words: Record<ForecastOutcome['resolved'], string> = {
  yes: 'Yes, it came',
  no: 'No, it did not come',
  undecided: 'Undecided by the sources read',
}

export default function OutcomesPage() {
  const { forecasts, forecastOutcomes, transcript, works } = edition()
  const count = (resolved: ForecastOutcome['resolved']) =>
    forecastOutcomes.filter((outcome) => outcome.resolved === resolved).length
  return (
    <Shell current="/forecasts">
      <PageHead
        over={
          <Link href="/forecasts" prefetch={false}>
            Forecasts
          </Link>
        }
        title={`Of ${forecasts.length} forecasts ${count('yes')} came true, ${count('no')} did not, and ${count('undecided')} stay undecided`}
        lead="Each is decided by the rule that stood beside it. Where the sources read for this edition do not reach, it stays undecided."
      />
      <Listed
        of={`${forecasts.length} forecasts`}
        contents={[{ items: forecasts.map(({ id, title }) => ({ id, title })) }]}
      >
        <Entries panel="forecast-outcomes" label="What came of the forecasts, in the order of the talk">
          {forecasts.map(({ id, title, at, rule }) => {
            const outcome = forecastOutcomes.find(({ forecast }) => forecast === id)
            return (
              outcome && (
                <Entry key={id} id={id} title={title} at={at} transcript={transcript}>
                  <p className="small">
                    <b>The rule.</b> {rule}
                  </p>
                  <p>
                    <span className="chip status">{words[outcome.resolved]}</span>
                  </p>
                  <GroundedList statements={outcome.what} works={works} transcript={transcript} />
                </Entry>
              )
            )
          })}
        </Entries>
      </Listed>
    </Shell>
  )
}
