import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { Cite } from '../_ui/cite.tsx'
import { marksInText, sentencesOf } from '../_ui/figures.ts'
import { LinkButton, Row, Rows } from '../_ui/parts.tsx'
import { Shell } from '../_ui/shell.tsx'
import { TalkStrip } from '../_ui/talk.tsx'
import './home.css'

export const dynamic = 'error'
export const metadata: Metadata = { alternates: { canonical: '/' } }

/** Header lines and the archive's description name every one of these; nothing here is inferred. */
const hands = [
  { who: 'Zhou Enlai', does: 'says it, with an interpreter in the room' },
  { who: 'Zheng [illegible]', does: 'interprets between the two men' },
  { who: 'Ni Liyu', does: 'writes both of them down' },
  { who: 'Reviewed by: no one yet', does: '“Premier has yet to review and approve”', gap: true },
  { who: 'Foreign Ministry', does: 'files it as 109-03747-02, pages 85–94' },
  { who: 'Stephen Mercado', does: 'translates it into English' },
  { who: 'Wilson Center', does: 'publishes it online' },
  { who: 'You', does: 'read it' },
]

export default function Home() {
  const { transcript, claims, cruxes, essays, people, events, places, quizzes } = edition()
  const sentences = sentencesOf(transcript)
  const words = sentences.reduce((sum, sentence) => sum + sentence.words, 0)
  const marks = marksInText(transcript)
  const motto = sentences.find((sentence) => sentence.text.startsWith('Sometimes having a good heart'))
  const selfChecks = quizzes.filter((quiz) => quiz.audience === 'public')
  const items = selfChecks.reduce((sum, quiz) => sum + quiz.items.length, 0)

  const turnAt = (id: string) => transcript.turns.find((turn) => turn.id === id)
  const lengthOf = (id: string) =>
    turnAt(id)?.paragraphs.reduce((sum, paragraph) => sum + paragraph.sentences.length, 0) ?? 0
  const opening = turnAt('t12')?.paragraphs[0]?.sentences.find((sentence) => sentence.text.includes('not at all like'))
  const ticks = [
    { id: 't11', lines: [`Turn 11: Zhou, ${lengthOf('t11')} sentences`, 'without a break'] },
    { id: 't12', lines: ['Turn 12: Khiem,', `“${opening?.text ?? ''}”`] },
    { id: 't17', lines: ['Turn 17: dogs, food', 'and a wreath'] },
    { id: 't21', lines: ['Turn 21: the message', 'to carry home'] },
  ].map((tick) => {
    const first = turnAt(tick.id)?.paragraphs[0]?.sentences[0]
    return { ...tick, x: `${((((first?.n ?? 1) - 1) / sentences.length) * 100).toFixed(2)}%` }
  })
  const finding = `The talk drawn to scale: one bar per sentence, ${sentences.length} in all, Zhou above the line and Khiem below. Turn 11 is Zhou, ${lengthOf('t11')} sentences without a break.`

  return (
    <Shell mainClass="wrap home">
      <section className="hero" aria-labelledby="motto">
        <div className="q">
          <h1 className="vh" id="motto">
            Xihua Hall: one conversation of 21 August 1961, read closely
          </h1>
          {motto && (
            <figure>
              <blockquote className="d1">“{motto.text}”</blockquote>
              <figcaption className="attr">
                Zhou Enlai on Ho Chi Minh, Beijing, 21 August 1961, as recorded.{' '}
                <Cite at={motto.id} speaker={motto.speaker} />
              </figcaption>
            </figure>
          )}
        </div>
        <p className="hall zh" lang="zh" aria-hidden="true">
          西花厅
        </p>
        <div className="what">
          <p className="lead">
            In one room in Beijing, China’s premier told Vietnam’s foreign minister, Ung Văn Khiêm, what he thought of
            Ho Chi Minh’s attempt to make peace between Moscow and Tirana. Xihua Hall is a classroom edition of the ten
            pages that record it.
          </p>
          <p className="acts">
            <LinkButton kind="go" href="/transcript">
              Start reading
            </LinkButton>
            <LinkButton href="/for-instructors">Use it in a class</LinkButton>
          </p>
          <p className="small mut">Free to read without an account. The whole text is here; nothing is abridged.</p>
        </div>
      </section>

      <figure className="scorefig">
        <figcaption>
          <span className="label">The talk, drawn to scale</span>
          <span className="small mut">
            One bar per sentence, as tall as the sentence is long. <span className="kz">Zhou</span> above the line,{' '}
            <span className="ku">Khiem</span> below.
          </span>
        </figcaption>
        <TalkStrip sentences={sentences} label={finding} height={200} />
        <svg className="ticks" role="group" aria-label="Places in the talk">
          {ticks.map((tick) => (
            <a key={tick.id} href={`/transcript#${tick.id}`}>
              <line x1={tick.x} x2={tick.x} y1="0" y2="48" />
              <text x={tick.x} y="26" dx="8">
                {tick.lines[0]}
              </text>
              <text x={tick.x} y="43" dx="8">
                {tick.lines[1]}
              </text>
            </a>
          ))}
        </svg>
        <ul className="ticklist">
          {ticks.map((tick) => (
            <li key={tick.id}>
              <Link href={`/transcript#${tick.id}`} prefetch={false}>
                {tick.lines.join(' ')}
              </Link>
            </li>
          ))}
        </ul>
      </figure>

      <section className="hands" aria-labelledby="hands">
        <div>
          <h2 className="d2" id="hands">
            Five pairs of hands between that room and your screen
          </h2>
          <p className="body mut">
            Each could have changed a word. The edition keeps them all in view, down to the brackets that the
            translation carries and the interpreter whose given name could not be read.
          </p>
        </div>
        <ol className="chain">
          {hands.map((hand) => (
            <li key={hand.who} className={hand.gap ? 'gap' : undefined}>
              <b>{hand.who}</b>
              <span>{hand.does}</span>
            </li>
          ))}
        </ol>
      </section>

      <section className="ways" aria-label="Ways in">
        <div>
          <h2 className="title">Students</h2>
          <p className="body">
            Read with a name card for everyone who is mentioned and an address for every sentence. When a quiz answer is
            wrong, the passage that settles it opens beside it.
          </p>
          <p>
            <Link href="/join" prefetch={false}>
              Join your class
            </Link>
          </p>
        </div>
        <div>
          <h2 className="title">Instructors</h2>
          <p className="body">
            Make a class, share one link, set dates. See who has finished and who has not begun, and what the class
            misread, before you walk into the room.
          </p>
          <p>
            <Link href="/for-instructors" prefetch={false}>
              How it works in a class
            </Link>
          </p>
        </div>
        <div>
          <h2 className="title">Everyone else</h2>
          <p className="body">
            The transcript, the essays and the self-check are open. Nothing here times your reading, and nothing you do
            on these pages is stored.
          </p>
          <p>
            <Link href="/transcript" prefetch={false}>
              Read the transcript
            </Link>
          </p>
        </div>
      </section>

      <section className="toc" aria-labelledby="contents">
        <h2 className="d2" id="contents">
          Contents
        </h2>
        <Rows>
          <Row
            href="/transcript"
            name="The transcript"
            line={`${transcript.turns.length} turns, ${sentences.length} sentences, ${marks.brackets.length} brackets`}
            aside={`${words.toLocaleString('en-US')} words`}
          />
          <Row
            href="/claims"
            name="Who told whom"
            line="What the two men claim, through whose mouths each claim has come, and what other sources say"
            aside={`${claims.length} claims`}
          />
          {essays.map((essay) => (
            <Row
              key={essay.slug}
              href={`/essays/${essay.slug}`}
              name={essay.title}
              line={essay.summary}
              aside={`${essay.minutes} min, or ${essay.short.minutes} in short`}
            />
          ))}
          <Row
            href="/apparatus"
            name="Apparatus"
            line="Hands on the paper, hard places, the telegrams side by side, fact check, silences, and everything else that the sentences stand on"
            aside={`${cruxes.length} hard places`}
          />
          <Row
            href="/people"
            name="People"
            line={`${people
              .filter((person) => person.presence === 'in-the-room')
              .map((person) => person.name)
              .slice(0, 2)
              .join(', ')} and the others who were there or are named`}
            aside={`${people.length} people`}
          />
          <Row
            href="/timeline"
            name="Timeline"
            line="August 1961 day by day in two accounts that do not fit together, and what came before and after"
            aside={`${events.length} dates`}
          />
          <Row
            href="/places"
            name="Places"
            line="A map of where they sat and went, and of a visit to Tirana that was not made"
            aside={`${places.length} places`}
          />
          {selfChecks.length > 0 && (
            <Row
              href="/quizzes"
              name="Quizzes"
              line="Check your reading; every wrong answer has a name and a passage"
              aside={`${items} ${items === 1 ? 'question' : 'questions'}`}
            />
          )}
          <Row
            href="/about"
            name="About the edition"
            line="Where the document has been, and what was done to print it"
          />
        </Rows>
      </section>
    </Shell>
  )
}
