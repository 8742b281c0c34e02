import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { Cite } from '../../_ui/cite.tsx'
import { Entries, Entry, Listed } from '../../_ui/entries.tsx'
import { speakerName } from '../../_ui/figures.ts'
import { LinkButton, PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import { stanceWords } from '../../_ui/stance.ts'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Forecasts',
  description:
    'What Zhou and Khiem expected on 21 August 1961, how firmly they said it, and the rule by which each forecast is decided.',
}

/** What came of the forecasts must not reach this page, in sight or out of it: readers commit themselves first. */
export default function ForecastsPage() {
  const { forecasts, transcript } = edition()
  return (
    <Shell current="/forecasts">
      <PageHead
        over="Forecasts"
        title={`${countWord(forecasts.length)} things that the two men expected`}
        lead={
          <>
            What came of them is not on this page. For each, write down how likely you hold it, from 0 to 100 percent,
            as somebody in the room who knows what both men say; then look.
          </>
        }
      />
      <Listed
        of={`${forecasts.length} forecasts`}
        contents={[{ items: forecasts.map(({ id, title }) => ({ id, title })) }]}
      >
        <Entries panel="forecasts" label="Forecasts, in the order of the talk">
          {forecasts.map(({ id, title, speaker, at, forecast, firmness, rule }) => (
            <Entry key={id} id={id} title={title} at={at} transcript={transcript}>
              <p className="body">{forecast}</p>
              <p className="small">
                <b>As {speakerName[speaker]} says it:</b> {stanceWords[firmness.is]}. “{firmness.quote}”{' '}
                <Cite at={firmness.at} speaker={speaker} />
              </p>
              <p className="small">
                <b>The rule.</b> {rule}
              </p>
            </Entry>
          ))}
        </Entries>
      </Listed>
      <p className="block">
        <LinkButton href="/forecasts/outcomes">I have settled on mine: see what came</LinkButton>
      </p>
      <p className="small mut block">
        How firmly each is said is this edition’s own coding, done by one reader. The essays and the{' '}
        <Link href="/claims" prefetch={false}>
          claims
        </Link>{' '}
        tell what happened later.
      </p>
    </Shell>
  )
}
