import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { SKILLS, type Skill } from '#lib/domain/question.ts'
import { Listed } from '../../_ui/entries.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { BesideIt, RubricRows, WhereToLook } from '../../_ui/question-help.tsx'
import { countWord, inWords, plural } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Questions',
  description:
    'Guided questions on the transcript, by what they ask a reader to do. Each rests on a tension in the text, and names the passages in which to look.',
}

const SAID: Record<Skill, { name: string; asks: string }> = {
  sourcing: { name: 'Sourcing', asks: 'Who says so, how does he know, and what is this paper?' },
  contextualization: { name: 'Contextualization', asks: 'What was there on that day that explains the words?' },
  'close-reading': { name: 'Close reading', asks: 'What do these words do, in this place and in this order?' },
  corroboration: { name: 'Corroboration', asks: 'What do other accounts say, and are they other voices?' },
  perspective: { name: 'Perspective', asks: 'How did it look from somebody else’s chair?' },
  argument: { name: 'Argument', asks: 'What would you hold, and against which sentence?' },
}

/** The prompts with their passages. Notes and sample answers are instructors’ and are never asked for here. */
export default function QuestionsPage() {
  const { questions, rubrics } = edition()
  const groups = SKILLS.map((skill) => ({
    skill,
    ...SAID[skill],
    questions: questions.filter((question) => question.skill === skill),
  })).filter((group) => group.questions.length > 0)
  const rubric = rubrics[0]!
  return (
    <Shell current="/quizzes">
      <PageHead
        title={`${countWord(questions.length)} questions that have no one right answer`}
        lead={`Each rests on a tension in the text, and says where to look. They ask for ${inWords(groups.length)} things that readers of sources do. An answer stands on sentences that it cites.`}
      />
      <p className="small mut measure">
        In a class, an instructor assigns them one by one, and classmates’ answers open when your own is in. For
        questions that are settled at once, there are{' '}
        <Link href="/quizzes" prefetch={false}>
          quizzes
        </Link>
        .
      </p>
      <Listed
        of={`${questions.length} questions`}
        contents={groups.map((group) => ({
          title: group.name,
          items: group.questions.map(({ id, title }) => ({ id, title })),
        }))}
      >
        {groups.map((group) => (
          <section className="block" key={group.skill} aria-labelledby={`skill-${group.skill}`}>
            <h2 className="title" id={`skill-${group.skill}`}>
              {group.name}
            </h2>
            <p className="body mut">{group.asks}</p>
            <ul className="entries" aria-labelledby={`skill-${group.skill}`}>
              {group.questions.map((question) => (
                <li key={question.id} id={question.id} className="guided">
                  <h3 className="h3">{question.title}</h3>
                  <p className="small mut">
                    About {plural(question.minutes, 'minute')}
                    {question.citations > 0 && `, and at least ${plural(question.citations, 'sentence')} to cite`}.
                  </p>
                  <p className="body">{question.setting}</p>
                  <p className="ask">{question.prompt}</p>
                  <BesideIt statements={question.beside} />
                  <p className="label">Where to look</p>
                  <WhereToLook passages={question.passages} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </Listed>
      <section className="block" aria-labelledby="judged">
        <h2 className="title" id="judged">
          {rubric.title}
        </h2>
        <p className="body mut measure">
          Answers are read by people, never scored by a program. These are the rows by which classmates and instructors
          judge them; a question may use fewer.
        </p>
        <RubricRows rubric={rubric} />
      </section>
    </Shell>
  )
}
