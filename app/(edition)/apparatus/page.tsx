import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import { marksInText, sentencesOf } from '../../_ui/figures.ts'
import { PageHead, Row, Rows } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import { TextFiles } from '../../_ui/take-away.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Apparatus',
  description:
    'How the document was made, who told whom, where it is broken or hard, what can be checked, and what it leaves out: every list of the edition, each tied to the sentences.',
}

type Entry = { href: string; name: string; line: string; aside: string }

export default function ApparatusPage() {
  const whole = edition()
  const { transcript, cruxes, glossary, bodies, telegrams, quotations, doubt, retold, facts, silences } = whole
  const marks = marksInText(transcript)
  const status = (of: (typeof facts)[number]['status']) => facts.filter((fact) => fact.status === of).length
  const open = cruxes.filter(({ certainty }) => certainty === 'uncertain').length
  const parts: { id: string; title: string; entries: Entry[] }[] = [
    {
      id: 'made',
      title: 'How the document is made',
      entries: [
        {
          href: '/custody',
          name: 'Hands on the paper',
          line: 'Who held the record between the two men and you, and what each hand could have changed',
          aside: `${whole.custody.length} hands`,
        },
        {
          href: '/brackets',
          name: 'Brackets, breaks and slips',
          line: 'What the translator added, where a page cut a sentence, what is printed as it stands',
          aside: `${marks.brackets.length} brackets`,
        },
        {
          href: '/cruxes',
          name: 'Hard places',
          line: `Words that cannot simply be read, with the readings possible; ${open} stay open`,
          aside: `${cruxes.length} cruxes`,
        },
        {
          href: '/changes',
          name: 'Changes',
          line: 'What was changed in the text and around it, and the digest by which anyone can check the text',
          aside: `${whole.changes.length} entries`,
        },
      ],
    },
    {
      id: 'said',
      title: 'Who says what, and on whose word',
      entries: [
        {
          href: '/claims',
          name: 'Who told whom',
          line: 'What the two men claim, and the chain of mouths behind each claim',
          aside: `${whole.claims.length} claims`,
        },
        {
          href: '/telegrams',
          name: 'Two men, one set of telegrams',
          line: 'Zhou’s account beside Khiem’s, point by point',
          aside: `${telegrams.length} points`,
        },
        {
          href: '/quotations',
          name: 'Whose words are these?',
          line: 'Words that somebody is said to have used, and the tongues they crossed',
          aside: `${quotations.quotations.length} quotations`,
        },
        {
          href: '/retold',
          name: 'Said again, shorter',
          line: 'What Zhou kept, moved, added and dropped once he was dictating a message',
          aside: `${retold?.points.length ?? 0} points`,
        },
        {
          href: '/talk',
          name: 'Who speaks, and of whom',
          line: 'How long each man speaks, and how they name those who are not there',
          aside: `${transcript.turns.length} turns`,
        },
        {
          href: '/doubt',
          name: 'Doubt words',
          line: 'How sure the two men make their sentences',
          aside: `${doubt.reduce((sum, { occurrences }) => sum + occurrences.length, 0)} places`,
        },
        {
          href: '/gists',
          name: 'Paragraph by paragraph',
          line: 'The gist of each paragraph, after a try of your own',
          aside: `${whole.gists.length} paragraphs`,
        },
      ],
    },
    {
      id: 'checked',
      title: 'What can be checked',
      entries: [
        {
          href: '/facts',
          name: 'Fact check',
          line: `${status('confirmed')} confirmed, ${status('partly')} partly, ${status('contradicted')} contradicted, the rest open`,
          aside: `${facts.length} statements`,
        },
        {
          href: '/forecasts',
          name: 'Forecasts',
          line: 'What the two men expected, to be judged before what came is read',
          aside: `${whole.forecasts.length} forecasts`,
        },
        {
          href: '/silences',
          name: 'What is not said',
          line: 'True that summer, and nowhere in the record',
          aside: `${silences.length} silences`,
        },
        {
          href: '/sources',
          name: 'Sources and sister documents',
          line: 'Every work the edition rests on, and the records of the same affair beside this one',
          aside: `${new Set(whole.works.map(({ reference }) => reference)).size} works`,
        },
      ],
    },
    {
      id: 'names',
      title: 'Names, words, times and places',
      entries: [
        {
          href: '/people',
          name: 'People',
          line: 'Who was in the room, who is named, who is meant',
          aside: `${whole.people.length} people`,
        },
        {
          href: '/bodies',
          name: 'Parties, meetings and treaties',
          line: 'Every body that the text names or means',
          aside: `${bodies.length} entries`,
        },
        {
          href: '/glossary',
          name: 'Words explained',
          line: 'Terms with a sense of their own',
          aside: `${glossary.length} terms`,
        },
        {
          href: '/timeline',
          name: 'Timeline',
          line: 'August 1961 day by day in two accounts, and what came before and after',
          aside: `${whole.events.length} dates`,
        },
        {
          href: '/places',
          name: 'Places',
          line: 'A map without borders of where they sat and went',
          aside: `${whole.places.length} places`,
        },
      ],
    },
    {
      id: 'away',
      title: 'To search and to take away',
      entries: [
        {
          href: '/search',
          name: 'Search',
          line: 'By words, speaker, person, place, body, claim or bracket',
          aside: `${sentencesOf(transcript).length} sentences`,
        },
        {
          href: '/print',
          name: 'Print edition',
          line: 'The transcript with its notes, page by page',
          aside: 'for paper',
        },
        {
          href: '/print/essays',
          name: 'The essays for paper',
          line: 'Each with what its sentences rest on',
          aside: `${whole.essays.length} essays`,
        },
        {
          href: '/transcript/uses',
          name: 'Where the sentences are used',
          line: 'From each sentence to all that cites it',
          aside: 'an index',
        },
      ],
    },
  ]
  const lists = parts.reduce((sum, { entries }) => sum + entries.length, 0)
  return (
    <Shell current="/apparatus">
      <PageHead
        title="What each sentence stands on"
        lead={`How the document was made, who had it from whom, where it is broken or hard, what can be checked and what it leaves out: ${lists} ways into one conversation. Most of them also open beside the text, under Tools.`}
      />
      {parts.map(({ id, title, entries }) => (
        <section className="block" aria-labelledby={id} key={id}>
          <h2 className="title" id={id}>
            {title}
          </h2>
          <Rows>
            {entries.map((entry) => (
              <Row key={entry.href} {...entry} />
            ))}
          </Rows>
        </section>
      ))}
      <section className="block prose" aria-labelledby="files">
        <h2 className="title" id="files">
          As files
        </h2>
        <TextFiles />
      </section>
    </Shell>
  )
}
