/** One thing wrong in content/, said so that an editor can go to the line. `file` is relative to the root read. */
export type Problem = { file: string; line: number; message: string }

export type Report = (file: string, line: number, message: string) => void

export const formatProblem = ({ file, line, message }: Problem): string => `${file}:${line} ${message}`

export const byPlace = (a: Problem, b: Problem): number =>
  a.file < b.file
    ? -1
    : a.file > b.file
      ? 1
      : a.line - b.line || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0)

/** Whether something was named that is not there: a sentence, a work, a person, a term, a misreading. */
export const isUnresolved = ({ message }: Problem): boolean => /\b(names? no|is no|unknown)\b/u.test(message)

/** Every problem at once: an editor should not have to mend one to hear of the next. */
export class ContentError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(
      `The edition has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:\n${problems.map(formatProblem).join('\n')}`,
    )
    this.name = 'ContentError'
    this.problems = problems
  }
}
