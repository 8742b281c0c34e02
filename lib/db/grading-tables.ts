import type { LookOutcome, Rubrics } from '#lib/domain/grading.ts'
import type { GradebookRules } from '#lib/domain/gradebook.ts'
import type { Belonging, Named } from './belonging.ts'
import type { Kit } from './kit.ts'

/** What people give: grades with their history, comments, second looks at them, releases, who looked, and the gradebook. */
export function defineGradingTables(
  k: Kit,
  { users, classes, ofUser, ofClass, ofAssignment }: Belonging & { users: Named; classes: Named },
) {
  const gradingPlans = k.table(
    'grading_plans',
    {
      assignmentId: ofAssignment(),
      ordinal: k.int().notNull(),
      classId: ofClass(),
      /** The newest plan in use counts; a proposed one is what a preview reckons with. */
      state: k.text().$type<'proposed' | 'in-use' | 'withdrawn'>().notNull(),
      /** How many grade each answer: with two, neither sees the other's levels before their own are given. */
      graders: k.int().notNull(),
      rubrics: k.json<Rubrics>().notNull(),
      savedBy: k.text().notNull(),
      savedAt: k.instant().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.assignmentId, t.ordinal] }), k.index('grading_plans_class').on(t.classId)],
  )

  const grades = k.table(
    'grades',
    {
      assignmentId: ofAssignment(),
      userId: ofUser(),
      /** The written item of a quiz; empty for a question. */
      part: k.text().notNull(),
      n: k.int().notNull(),
      classId: ofClass(),
      /** The version that was graded: a post and its ordinal, or an attempt and the answer's seq. */
      source: k.text().$type<'post' | 'answer'>().notNull(),
      sourceId: k.text().notNull(),
      version: k.int().notNull(),
      /** A row of the rubric; empty for the comment on the whole answer. */
      criterion: k.text().notNull(),
      level: k.int(),
      comment: k.text(),
      graderId: k.text().notNull(),
      kind: k.text().$type<'given' | 'decided'>().notNull(),
      /** What one press saved together, and the press that it takes back. */
      save: k.text().notNull(),
      undoes: k.text(),
      savedAt: k.instant().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [
      k.primaryKey({ columns: [t.assignmentId, t.userId, t.part, t.n] }),
      k.index('grades_class').on(t.classId, t.userId),
    ],
  )

  const gradeComments = k.table(
    'grade_comments',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      assignmentId: ofAssignment(),
      part: k.text().notNull(),
      source: k.text().$type<'post' | 'answer'>().notNull(),
      sourceId: k.text().notNull(),
      version: k.int().notNull(),
      /** Where the words begin and end in that version, counted in UTF-16 units, and the words themselves. */
      starts: k.int().notNull(),
      ends: k.int().notNull(),
      words: k.text(),
      comment: k.text(),
      graderId: k.text().notNull(),
      savedAt: k.instant().notNull(),
      removedAt: k.instant(),
      erasedAt: k.instant(),
    },
    (t) => [k.index('grade_comments_class').on(t.classId, t.userId), k.index('grade_comments_of').on(t.assignmentId)],
  )

  const gradeContests = k.table(
    'grade_contests',
    {
      id: k.id(),
      classId: ofClass(),
      /** Who asks; of whoever joined twice the grade may have been given under the other entry. */
      userId: ofUser(),
      assignmentId: ofAssignment(),
      part: k.text().notNull(),
      /** The last entry of the grade's history when it was asked for: what came after is what was changed. */
      entryN: k.int().notNull(),
      passageFrom: k.text().notNull(),
      passageTo: k.text().notNull(),
      body: k.text(),
      createdAt: k.instant().notNull(),
      outcome: k.text().$type<LookOutcome>(),
      reply: k.text(),
      answeredBy: k.text(),
      answeredAt: k.instant(),
      erasedAt: k.instant(),
    },
    (t) => [
      k.unique('grade_contests_once').on(t.assignmentId, t.userId, t.part),
      k.index('grade_contests_class').on(t.classId, t.createdAt),
    ],
  )

  const setAside = k.table(
    'set_aside',
    {
      assignmentId: ofAssignment(),
      userId: ofUser(),
      part: k.text().notNull(),
      graderId: k.text().notNull(),
      classId: k.text().notNull(),
      at: k.instant().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.assignmentId, t.userId, t.part, t.graderId] })],
  )

  const commentBank = k.table(
    'comment_bank',
    {
      id: k.id(),
      classId: ofClass(),
      ownerId: ofUser(),
      comment: k.text().notNull(),
      savedAt: k.instant().notNull(),
    },
    (t) => [k.index('comment_bank_class').on(t.classId), k.index('comment_bank_owner').on(t.ownerId)],
  )

  const releases = k.table(
    'releases',
    {
      assignmentId: ofAssignment(),
      ordinal: k.int().notNull(),
      classId: ofClass(),
      /** The newest row counts: released, or held again. */
      state: k.text().$type<'released' | 'held'>().notNull(),
      by: k.text().notNull(),
      at: k.instant().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.assignmentId, t.ordinal] }), k.index('releases_class').on(t.classId)],
  )

  const gradeViews = k.table(
    'grade_views',
    {
      id: k.id(),
      classId: ofClass(),
      /** Whose grades were looked at; null where a list of the whole class was. */
      userId: k.text().references(() => users.id, { onDelete: 'cascade' }),
      viewerId: k.text().notNull(),
      /** Where: an assignment's grading, the gradebook, the page of one student. */
      page: k.text().$type<'grading' | 'gradebook' | 'student'>().notNull(),
      assignmentId: k.text(),
      /** One row a person, page and UTC day. */
      day: k.text().notNull(),
      at: k.instant().notNull(),
    },
    (t) => [k.index('grade_views_class').on(t.classId, t.day), k.index('grade_views_user').on(t.userId)],
  )

  const gradebookEntries = k.table(
    'gradebook_entries',
    {
      assignmentId: ofAssignment(),
      userId: ofUser(),
      n: k.int().notNull(),
      classId: ofClass(),
      excused: k.bool().notNull(),
      /** Points set by hand, in hundredths; null where they are computed. */
      byHand: k.int(),
      /** Percent that the instructor takes off for lateness; the program never does. */
      lateTakes: k.int().notNull(),
      by: k.text().notNull(),
      at: k.instant().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.assignmentId, t.userId, t.n] }),
      k.index('gradebook_entries_class').on(t.classId),
    ],
  )

  const gradebookRules = k.table('gradebook_rules', {
    classId: k
      .text()
      .primaryKey()
      .references(() => classes.id, { onDelete: 'cascade' }),
    rules: k.json<GradebookRules>().notNull(),
    savedAt: k.instant().notNull(),
  })

  return {
    gradingPlans,
    grades,
    gradeComments,
    gradeContests,
    setAside,
    commentBank,
    releases,
    gradeViews,
    gradebookEntries,
    gradebookRules,
  }
}
