import { questionSchema, SKILLS } from '#lib/domain/question.ts'
import type { Question } from '#lib/domain/question.ts'
import { withRows } from '#lib/domain/rubric.ts'
import type { Rubric } from '#lib/domain/rubric.ts'
import { tally } from '../counts.ts'
import { digest } from '../ids/digest.ts'
import type { Kind } from '../kind.ts'
import { checkCitation, checkPassage } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against, Listed } from '../reading/entries.ts'
import { listFiles } from '../reading/files.ts'
import { checkQuoted, checkQuoting } from '../reading/quoted.ts'
import { sentenceRange } from '../text/order.ts'

/** What a question points to. */
type Known = { rubrics: readonly Rubric[]; misreadings: ReadonlySet<string> }

const SAMPLE_LEVELS = ['strong', 'partial', 'weak'] as const

export function readQuestions(against: Against, known: Known): Kind<Question[]> {
  const { place, units } = against
  const entries = readEntries(
    place,
    listFiles(place, 'questions', '.yaml'),
    questionSchema,
    (id) => `the question "${id}" is there twice`,
  )
  for (const entry of entries) check(against, known, entry)
  const questions = valuesOf(entries).toSorted(
    (a, b) => SKILLS.indexOf(a.skill) - SKILLS.indexOf(b.skill) || a.minutes - b.minutes,
  )
  const samples = questions.flatMap((question) => question.samples)
  return {
    value: questions,
    ids: entries.map(({ value, file, line }) => ({
      id: `question:${value.id}@${value.revision}`,
      hash: digest({ prompt: value.prompt, passages: value.passages.map(({ from, to }) => ({ from, to })) }),
      file,
      line: line(['id']),
    })),
    uses: questions.map(({ id, title, passages }) => ({
      at: passages.flatMap((range) => sentenceRange(units, range) ?? []),
      kind: 'question',
      title,
      href: `/questions#${id}`,
    })),
    statements: questions.flatMap(({ beside, notes }) => [
      ...beside,
      ...notes.strong,
      ...notes.wrong,
      ...notes.misreadings,
      ...notes.aside,
    ]),
    counts: {
      questions: questions.length,
      ...tally(
        'question',
        questions.map(({ skill }) => skill),
      ),
      samples: samples.length,
      ...tally(
        'sample',
        samples.map(({ level }) => level),
      ),
    },
  }
}

function check(against: Against, { rubrics, misreadings }: Known, { value, fault }: Listed<Question>): void {
  const { units } = against
  const inPassages = value.passages.flatMap((range, which) => checkPassage(units, range, fault('passages', which)))
  const twice = inPassages.find((id, index) => inPassages.indexOf(id) < index)
  if (twice) fault('passages')(`${twice} is in two of its passages`)
  for (const field of ['prompt', 'setting'] as const) checkQuoted(units, value[field], inPassages, fault(field))
  value.passages.forEach((range, which) =>
    checkQuoted(units, range.look, sentenceRange(units, range) ?? [], fault('passages', which, 'look')),
  )
  checkQuoting(value.beside, against, (which) => fault('beside', which))
  for (const part of ['strong', 'wrong', 'misreadings', 'aside'] as const)
    checkQuoting(value.notes[part], against, (which) => fault('notes', part, which))
  value.notes.misreadings.forEach(({ id }, which) => {
    if (!misreadings.has(id)) fault('notes', 'misreadings', which, 'id')(`unknown misreading "${id}"`)
  })

  const rubric = rubrics.find(({ id }) => id === value.rubric)
  if (!rubric) fault('rubric')(`unknown rubric "${value.rubric}"`)
  value.rows?.forEach((row, which) => {
    if (rubric && !rubric.rows.some(({ id }) => id === row))
      fault('rows', which)(`"${row}" is no row of the rubric "${rubric.id}"`)
  })
  checkSamples(against, value, rubric && withRows(rubric, value.rows), fault)
}

function checkSamples(
  { units }: Against,
  { samples, citations }: Question,
  rubric: Rubric | undefined,
  fault: Listed<Question>['fault'],
): void {
  samples.forEach(({ text, cites, level, scores }, which) => {
    cites.forEach((cite, n) => checkCitation(units, cite, fault('samples', which, 'cites', n)))
    const cited = cites.map(({ at }) => at)
    checkQuoted(units, text, cited, fault('samples', which, 'text'))
    if (new Set(cited).size < citations)
      fault('samples', which)(`no student could post it: it cites ${new Set(cited).size} of ${citations} sentences`)
    const rows = rubric?.rows.map(({ id }) => id) ?? []
    if (rubric && [...rows].toSorted().join() !== Object.keys(scores).toSorted().join())
      fault(
        'samples',
        which,
        'scores',
      )(`the ${level} sample is not judged by each row of the question: ${rows.join(', ')}`)
  })
  const totals = SAMPLE_LEVELS.map((level) =>
    samples
      .filter((sample) => sample.level === level)
      .map(({ scores }) => Object.values(scores).reduce<number>((sum, one) => sum + one, 0)),
  )
  SAMPLE_LEVELS.forEach((level, rank) => {
    if (totals[rank]!.length === 0) fault('samples')(`there is no ${level} sample`)
    const next = totals[rank + 1]
    if (next && Math.min(...totals[rank]!) <= Math.max(...next))
      fault('samples')(`a ${level} sample is judged no better than a ${SAMPLE_LEVELS[rank + 1]} one`)
  })
}
