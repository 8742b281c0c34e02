import { z } from 'zod'

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug in lower case, such as sourcing')
const proseOf = (most: number) => z.string().trim().min(1).max(most)

/** The levels of every row are 0, 1, 2 and 3: their places in the list. Grading keys are the points themselves. */
export const LEVELS = [0, 1, 2, 3] as const
export type Level = (typeof LEVELS)[number]
/** A level for each row of a rubric, by the id of the row. */
export type Levels = Record<string, Level>

const fourOf = (most: number) => z.array(proseOf(most)).length(LEVELS.length)

export const rubricRowSchema = z.strictObject({
  id: slug,
  title: proseOf(40),
  asks: proseOf(120).describe('what the row asks of an answer, as one question'),
  cells: fourOf(240).describe('what an answer of level 0, 1, 2 and 3 does'),
})
export type RubricRow = z.infer<typeof rubricRowSchema>

/** What written answers are judged by, by classmates and graders alike. Students see it before they write. */
export const rubricSchema = z.strictObject({
  id: slug,
  /** Raised whenever a released row asks for something else; grades never pool two revisions. */
  revision: z.int().min(1).default(1),
  title: proseOf(80),
  levels: fourOf(20).describe('the names of the levels 0, 1, 2 and 3'),
  rows: z.array(rubricRowSchema).min(2).max(8),
})
export type Rubric = z.infer<typeof rubricSchema>

/** The rubric with the rows that a question names, in the rubric’s own order. */
export const withRows = (rubric: Rubric, rows: readonly string[] | undefined): Rubric =>
  rows ? { ...rubric, rows: rubric.rows.filter(({ id }) => rows.includes(id)) } : rubric
