/** A quiz for other systems: what each file is for, and what it lacks, before anything is downloaded. */
import type { ReactNode } from 'react'
import type { lookAtOwn } from '#lib/features/carry-quiz/carry-quiz.ts'
import { Block, PageHead } from '../../_ui/parts.tsx'
import { plural } from '../../_ui/say.ts'

type View = Awaited<ReturnType<typeof lookAtOwn>>
type Format = View['formats'][number]['format']

const ABOUT: Record<Format, { name: string; words: string; file: string }> = {
  qti3: {
    name: 'QTI 3',
    words: 'The present standard of questions: a package for assessment platforms that have come to it.',
    file: ' (.zip)',
  },
  qti21: {
    name: 'QTI 2.1',
    words: 'The same in the version that most learning platforms import.',
    file: ' (.zip)',
  },
  cc11: {
    name: 'Common Cartridge 1.1',
    words:
      'Into a course of Canvas, Moodle or Brightspace: import it there as course content. A page says what it lacks.',
    file: ' (.imscc)',
  },
  moodle: {
    name: 'Moodle XML',
    words: 'In Moodle: Question bank, Import, Moodle XML format. Hints and notes for graders go along.',
    file: '',
  },
  gift: {
    name: 'GIFT',
    words: 'Plain text that you can read and change, for Moodle and others. What it lacks stands at its head.',
    file: ' (.txt)',
  },
}
const ORDER: readonly Format[] = ['moodle', 'gift', 'cc11', 'qti21', 'qti3']

export function QuizFiles({ view, over, files }: { view: View; over: ReactNode; files: string }) {
  const all = ORDER.map((format) => view.formats.find((one) => one.format === format)!)
  const everywhere = all[0]!.losses.filter((line) => all.every(({ losses }) => losses.includes(line)))
  return (
    <>
      <PageHead
        over={over}
        title={
          view.items === 0
            ? 'No question is complete yet.'
            : `${view.items === 1 ? 'One question' : plural(view.items, 'question')} in five formats.`
        }
        lead={
          view.items === 0
            ? 'A file holds what is complete. Finish a question first.'
            : 'Download the quiz for another system. Every file holds the key, so it is for whoever teaches.'
        }
      />
      <Block id="everywhere" title="What changes in every format" ruled>
        <Losses lines={everywhere} />
      </Block>
      {all.map(({ format, losses }) => {
        const { name, words, file } = ABOUT[format]
        const own = losses.filter((line) => !everywhere.includes(line))
        return (
          <Block key={format} id={format} title={name} ruled>
            <p className="body">{words}</p>
            {own.length > 0 && <Losses lines={own} />}
            {view.items > 0 && (
              <p className="acts">
                <a className="btn" href={`${files}/${format}`} download>
                  {`Download ${name}${file}`}
                </a>
              </p>
            )}
          </Block>
        )
      })}
    </>
  )
}

const Losses = ({ lines }: { lines: readonly string[] }) => (
  <ul className="losses">
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
)
