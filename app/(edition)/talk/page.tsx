import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { talkOf } from '#lib/content/text/talk.ts'
import type { TalkTurn } from '#lib/content/text/talk.ts'
import { citeAddress, runsOf } from '../../_ui/citation.ts'
import { Cite } from '../../_ui/cite.tsx'
import { speakerName } from '../../_ui/figures.ts'
import { Block, PageHead, Table } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import './talk.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Who speaks, how long, and how they name each other',
  description:
    'Words and sentences of each speaker, turn by turn, the longest run without an answer, forms of address, and who speaks about whom.',
}

const number = (n: number) => n.toLocaleString('en-US')
const percent = (share: number) => `${Math.round(share * 100)}%`

export default function TalkPage() {
  const { transcript, people } = edition()
  const talk = talkOf(transcript)
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? id
  const [zhou, khiem] = talk.shares
  const named = (form: string) => talk.forms.find((one) => one.form === form) ?? { zhou: [], khiem: [] }
  const [uncle, chairman] = [named('Uncle Ho'), named('Chairman Ho')]
  const longestTurn = talk.longest.words
  return (
    <Shell current="/transcript">
      <PageHead
        over="Speakers and turns"
        title={`Zhou speaks ${percent(zhou?.share ?? 0)} of the ${number(talk.words)} words, Khiem ${percent(khiem?.share ?? 0)}`}
        lead={`The longest run without the other is turn ${talk.longest.n}: ${number(longestTurn)} words. “Uncle Ho” stands ${uncle.zhou.length + uncle.khiem.length} times, ${uncle.khiem.length === 0 ? 'always in Zhou’s mouth' : `${uncle.zhou.length} of them in Zhou’s mouth`}; “Chairman Ho” ${chairman.zhou.length + chairman.khiem.length} times, in both men’s.`}
      />
      <p className="body measure">
        All numbers are counted from the English text. They show how the record divides the talk; whether the talk
        itself was so divided, a record of this kind cannot say.
      </p>
      <Block id="balance" title="Words of the two men">
        <svg
          className="balance"
          viewBox={`0 0 ${talk.words} 10`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Of ${number(talk.words)} words ${percent(zhou?.share ?? 0)} are Zhou’s and ${percent(khiem?.share ?? 0)} Khiem’s. The table below says the same.`}
        >
          <rect className="zhou" width={zhou?.words} height="10" />
          <rect className="khiem" x={zhou?.words} width={khiem?.words} height="10" />
        </svg>
        <Table
          caption="Words, sentences and turns of each speaker"
          columns={[
            { title: 'Speaker' },
            { title: 'Words', figure: true },
            { title: 'Share', figure: true },
            { title: 'Sentences', figure: true },
            { title: 'Turns', figure: true },
          ]}
          rows={talk.shares.map((one) => ({
            key: one.speaker,
            cells: [
              speakerName[one.speaker],
              number(one.words),
              percent(one.share),
              number(one.sentences),
              number(one.turns),
            ],
          }))}
        />
      </Block>
      <Block id="turns" title="Turn by turn">
        <Table
          caption={`The ${talk.turns.length} turns, with their words drawn to scale; each bar leads to its turn`}
          columns={[
            { title: 'Turn' },
            { title: 'Speaker' },
            { title: 'Words', figure: true },
            { title: <span className="vh">Words to scale</span> },
          ]}
          rows={talk.turns.map((turn) => ({
            key: turn.id,
            cells: [
              turn.n,
              speakerName[turn.speaker],
              number(turn.words),
              <Bar key={turn.id} turn={turn} of={longestTurn} />,
            ],
          }))}
        />
      </Block>
      <Block id="forms" title="How they name people">
        <p className="body measure">
          Zhou says “you” or “your” {talk.you.zhou.length} times, not always to Khiem
          {talk.you.khiem.length === 0
            ? '; in Khiem’s sentences neither word occurs.'
            : `; Khiem, ${talk.you.khiem.length} times.`}{' '}
          Forms of a name are counted as the record has them, without the given and family names that the published text
          supplies in brackets.
        </p>
        <Table
          caption="Forms of naming, the most frequent first"
          columns={[
            { title: 'Form' },
            { title: 'Who is meant' },
            { title: 'Zhou', figure: true },
            { title: 'Khiem', figure: true },
            { title: 'Where' },
          ]}
          rows={talk.forms.map((one) => ({
            key: `${one.person} ${one.form}`,
            cells: [
              `“${one.form}”`,
              nameOf(one.person),
              one.zhou.length,
              one.khiem.length,
              <Places key={one.form} zhou={one.zhou} khiem={one.khiem} what={`“${one.form}”`} />,
            ],
          }))}
        />
      </Block>
      <Block id="about-whom" title="Who speaks about whom">
        <Table
          caption="Sentences of each speaker that name a person"
          columns={[
            { title: 'Person' },
            { title: 'Zhou', figure: true },
            { title: 'Khiem', figure: true },
            { title: 'Where' },
          ]}
          rows={talk.naming.map(({ person, zhou: byZhou, khiem: byKhiem }) => ({
            key: person,
            cells: [
              <Link key={person} href={`/people/${person}`} prefetch={false}>
                {nameOf(person)}
              </Link>,
              byZhou.length,
              byKhiem.length,
              <Places key={`${person} where`} zhou={byZhou} khiem={byKhiem} what={nameOf(person)} />,
            ],
          }))}
        />
      </Block>
      <p className="small mut block">
        A word is what stands between two blanks; speakers’ labels and header lines are not counted. How sure the two
        men are of what they say is on the page of{' '}
        <Link href="/doubt" prefetch={false}>
          doubt words
        </Link>
        .
      </p>
    </Shell>
  )
}

function Bar({ turn, of }: { turn: TalkTurn; of: number }) {
  return (
    <a
      className="bar"
      href={citeAddress(turn.from, turn.to)}
      aria-label={`Turn ${turn.n}, ${speakerName[turn.speaker]}, ${number(turn.words)} words`}
    >
      <svg viewBox={`0 0 ${of} 10`} preserveAspectRatio="none" aria-hidden="true">
        <rect className={turn.speaker} width={turn.words} height="10" />
      </svg>
    </a>
  )
}

const FEW = 6

/** Where a form or a name stands: at once while they are few, folded away where they are many. */
function Places({ zhou, khiem, what }: { zhou: string[]; khiem: string[]; what: string }) {
  const chips = (['zhou', 'khiem'] as const).flatMap((speaker) =>
    runsOf([...new Set(speaker === 'zhou' ? zhou : khiem)]).map(({ at, to }) => (
      <Cite key={at} at={at} to={to} speaker={speaker} />
    )),
  )
  return chips.length <= FEW ? (
    <span className="chips">{chips}</span>
  ) : (
    <details>
      <summary>
        {new Set([...zhou, ...khiem]).size} sentences<span className="vh"> with {what}</span>
      </summary>
      <span className="chips">{chips}</span>
    </details>
  )
}
