import { questionSchema } from '#lib/domain/question.ts'
import type { Question } from '#lib/domain/question.ts'
import type { Rubric } from '#lib/domain/rubric.ts'
import { digest } from '../ids/digest.ts'
import type { Kind } from '../kind.ts'
import { checkCitation, checkPassage } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { listFiles } from '../reading/files.ts'
import { sentenceRange } from '../text/order.ts'

export function readQuestions({ place, units }: Against, rubrics: readonly Rubric[]): Kind<Question[]> {
  const entries = readEntries(
    place,
    listFiles(place, 'questions', '.yaml'),
    questionSchema,
    (id) => `the question "${id}" is there twice`,
  )
  for (const { value, fault } of entries) {
    value.passages.forEach((range, which) => checkPassage(units, range, fault('passages', which)))
    value.cites.forEach((cite, which) => checkCitation(units, cite, fault('cites', which)))
    const rubric = rubrics.find(({ id }) => id === value.rubric)
    if (!rubric) fault('rubric')(`unknown rubric "${value.rubric}"`)
    value.rows?.forEach((row, which) => {
      if (rubric && !rubric.rows.some(({ id }) => id === row))
        fault('rows', which)(`"${row}" is no row of the rubric "${rubric.id}"`)
    })
  }
  const questions = valuesOf(entries)
  return {
    value: questions,
    ids: entries.map(({ value, file, line }) => ({
      id: `question:${value.id}@${value.revision}`,
      hash: digest({ prompt: value.prompt, passages: value.passages }),
      file,
      line: line(['id']),
    })),
    uses: questions.map(({ id, title, passages, cites }) => ({
      at: [...passages.flatMap((range) => sentenceRange(units, range) ?? []), ...cites.map(({ at }) => at)],
      kind: 'question',
      title,
      href: `/questions/${id}`,
    })),
    counts: { questions: questions.length },
  }
}
