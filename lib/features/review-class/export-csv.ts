import { stringify } from 'csv-stringify/sync'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { findShown, rulesOf, type Assignment } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { listWritten } from '#lib/db/queries/notes.ts'
import { takesSeat } from '#lib/db/queries/classes.ts'
import { listEntries } from '#lib/db/queries/gradebook.ts'
import { listGrades, listWordComments, namesOf, plansIn, releasesIn, type Plan } from '#lib/db/queries/grades.ts'
import { listWork } from '#lib/db/queries/work.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import type { BookEntry } from '#lib/domain/gradebook.ts'
import { gradingOf, rowsThatCount, sameVersion, type Version } from '#lib/domain/grading.ts'
import type { Item } from '#lib/domain/item.ts'
import { choosable, isRight, isScored, misreadingsIn } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import type { ShownQuestion } from '#lib/domain/question.ts'
import { NO_WORK, standingOf } from '#lib/domain/standing.ts'
import {
  isGivenTo,
  postsOf,
  predictionsOf,
  promptsOf,
  reach,
  readExercise,
  readQuiz,
} from '#lib/db/queries/class-work.ts'

/** One row an answer; what a column does not apply to stays empty. Instants are UTC, ISO 8601. */
export const CSV_COLUMNS = [
  'class',
  'student',
  'login_name',
  'section',
  'assignment',
  'kind',
  'state',
  'done_at',
  'after_due',
  'attempt',
  'item',
  'prompt',
  'answer',
  'answer_text',
  'correct',
  'earned',
  'total',
  'confidence',
  'misreadings',
  'version',
  'text',
  'citations',
  'reached',
  'saved_at',
  'late',
  'from',
  'to',
  'tag',
  'seen_by',
  'answers',
  'grade',
  'grade_of',
  'levels',
  'grade_comments',
  'word_comments',
  'graded_by',
  'released',
  'excused',
  'points_by_hand',
  'late_takes',
] as const
type Row = Partial<Record<(typeof CSV_COLUMNS)[number], string | number | boolean>>

const answerText = (item: Item, chosen: readonly string[]): string =>
  item.kind === 'select'
    ? chosen.join(' ')
    : choosable(item, chosen)
        .filter((one) => chosen.includes(one.id))
        .map((one) => one.text)
        .join(' | ')

/** What the instructor has said of it in the gradebook. */
const saidOf = (entry: BookEntry | undefined): Row =>
  entry
    ? {
        excused: entry.excused,
        points_by_hand: entry.byHand === null ? '' : entry.byHand / 100,
        late_takes: entry.lateTakes,
      }
    : {}

/** The grade that counts beside the version it was given to, held or not: an export is the instructor’s. */
async function gradesOn(ctx: SignedIn, assignment: Assignment, plan: Plan | undefined, isReleased: boolean) {
  if (!plan) return () => ({})
  const [rows, words] = await Promise.all([listGrades(ctx.db, assignment.id), listWordComments(ctx.db, assignment.id)])
  const names = await namesOf(
    ctx.db,
    assignment.classId,
    [...rows, ...words].map((row) => row.graderId),
  )
  return (userId: string, part: string, version: Version): Row => {
    const rubric = plan.rubrics[part]
    if (!rubric) return {}
    const entries = rows.filter((row) => row.userId === userId && row.part === part)
    const { grade } = gradingOf(entries, rubric, plan.graders, null)
    const on = words.filter((one) => one.userId === userId && one.part === part && sameVersion(one, version))
    const said = { word_comments: on.map((one) => `“${one.words ?? ''}”: ${one.comment ?? ''}`).join('\n') }
    if (!grade || !sameVersion(grade, version)) return said
    return {
      ...said,
      grade: grade.points,
      grade_of: grade.of,
      levels: rowsThatCount(rubric)
        .map((row) => `${row.id} ${grade.levels[row.id]}`)
        .join(' ; '),
      grade_comments: grade.comments.map((one) => one.comment).join('\n\n'),
      graded_by: grade.graders.map((id) => names.get(id) ?? '').join(' ; '),
      released: isReleased,
    }
  }
}

async function rowsOf(ctx: SignedIn, classId: string): Promise<Row[]> {
  const { klass, students, assignments, overrides, sectionName, clock } = await reach(ctx, classId)
  const [work, entries, plans, released] = await Promise.all([
    listWork(ctx.db, classId, clock),
    listEntries(ctx.db, classId),
    plansIn(ctx.db, classId, assignments, edition().rubrics[0]!),
    releasesIn(ctx.db, classId),
  ])
  const rows: Row[] = []
  for (const assignment of assignments) {
    const given = students.filter((student) => isGivenTo(assignment, student))
    const gradeOf = await gradesOn(ctx, assignment, plans.get(assignment.id), released.has(assignment.id))
    const late = await ctx.db
      .select()
      .from(ctx.db.t.lateSaves)
      .where(eq(ctx.db.t.lateSaves.assignmentId, assignment.id))
      .orderBy(ctx.db.t.lateSaves.id)
    const sat = assignment.kind === 'quiz' ? await readQuiz(ctx, assignment, given, overrides) : null
    const posts = assignment.kind === 'question' ? await postsOf(ctx, assignment.id, given) : []
    const prompts = await promptsOf(ctx, assignment)
    const predicted = prompts ? await predictionsOf(ctx, assignment.id, given) : []
    const exercise = await readExercise(ctx, assignment, given)
    const prompt =
      assignment.kind === 'question' ? ((await findShown(ctx.db, assignment.revisionHash)) as ShownQuestion).prompt : ''
    for (const student of given) {
      const own = work(assignment.id, student.userId) ?? NO_WORK
      const standing = standingOf(own, rulesOf(assignment, overrides, student), ctx.now())
      const base: Row = {
        class: klass.title,
        student: student.displayName,
        login_name: student.loginName,
        section: student.sectionId ? (sectionName.get(student.sectionId) ?? '') : '',
        assignment: assignment.title,
        kind: assignment.kind,
        state: standing.state,
        done_at: standing.doneAt?.toISOString() ?? '',
        after_due: standing.afterDue,
        ...saidOf(entries.get(`${assignment.id}/${student.userId}`)),
      }
      const before = rows.length
      const prediction = predicted.find((one) => one.userId === student.userId)
      for (const one of prediction ? (prompts ?? []) : [])
        rows.push({
          ...base,
          item: one.id,
          prompt: one.prompt,
          text: prediction!.body?.[one.id] ?? '',
          saved_at: prediction!.postedAt.toISOString(),
        })
      const filled = exercise?.rows.find((one) => one.userId === student.userId)
      for (const field of filled ? exercise!.shown.fields : []) {
        const text = filled!.body?.[field.id] ?? ''
        rows.push({
          ...base,
          item: field.id,
          prompt: field.label,
          answer: field.kind === 'words' ? '' : text,
          text: field.kind === 'words' ? text : '',
          saved_at: filled!.handedInAt!.toISOString(),
        })
      }
      if (own.place) rows.push({ ...base, reached: own.place.at, saved_at: own.place.savedAt.toISOString() })
      for (const [index, sitting] of (sat?.all.get(student.userId) ?? []).entries()) {
        if (sitting.open) rows.push({ ...base, attempt: sitting.attempt.ordinal })
        else
          for (const item of sitting.ruling.items) {
            const answer = sitting.answers.get(item.id)
            rows.push({
              ...base,
              attempt: sitting.attempt.ordinal,
              item: item.id,
              prompt: item.stem,
              answer: item.kind === 'written' ? '' : (answer?.body.join(' ') ?? ''),
              text: item.kind === 'written' ? (answer?.body[0] ?? '') : '',
              answer_text: answer ? answerText(item, answer.body) : '',
              correct: isScored(item) ? sitting.ruling.granted.has(item.id) || isRight(item, answer?.body ?? []) : '',
              earned: own.attempts[index]?.earned ?? '',
              total: own.attempts[index]?.total ?? '',
              confidence: answer?.confidence ?? '',
              misreadings: answer ? misreadingsIn(item, answer.body).join(' ') : '',
              saved_at: answer?.savedAt.toISOString() ?? '',
              ...(answer
                ? gradeOf(student.userId, item.id, { sourceId: sitting.attempt.id, version: answer.seq })
                : {}),
            })
          }
      }
      for (const { post, versions } of posts.filter(
        (one) => one.post.userId === student.userId && one.post.state === 'posted',
      )) {
        for (const version of versions) {
          rows.push({
            ...base,
            item: post.id,
            prompt,
            version: version.ordinal,
            text: version.body?.text ?? '',
            citations: (version.body?.citations ?? [])
              .map((one) => (one.quote ? `${one.at} “${one.quote}”` : one.at))
              .join(' ; '),
            saved_at: version.createdAt.toISOString(),
            ...gradeOf(student.userId, '', { sourceId: post.id, version: version.ordinal }),
          })
        }
      }
      for (const one of late.filter((row) => row.userId === student.userId)) {
        const item = sat?.kept.items.find(({ id }) => id === one.item)
        const isWritten = item?.kind === 'written'
        rows.push({
          ...base,
          item: one.item ?? '',
          prompt: item?.stem ?? '',
          answer: isWritten ? '' : (one.body?.answer?.join(' ') ?? ''),
          text:
            (isWritten ? one.body?.answer?.join('') : one.body?.post?.text) ??
            Object.values(one.body?.predictions ?? one.body?.exercise ?? {}).join('\n\n'),
          citations: (one.body?.post?.citations ?? []).map((citation) => citation.at).join(' ; '),
          saved_at: one.receivedAt.toISOString(),
          late: true,
        })
      }
      if (rows.length === before && takesSeat(student)) rows.push(base)
    }
  }
  return [...rows, ...(await notesOf(ctx, classId))]
}

/** What the class wrote beside the text, a row a note. Private notes are nobody's but their author's. */
async function notesOf(ctx: SignedIn, classId: string): Promise<Row[]> {
  const { klass, students, assignments, sectionName } = await reach(ctx, classId)
  const written = await listWritten(ctx.db, classId, { is: 'instructor', userId: ctx.viewer.userId })
  const byId = new Map(students.map((student) => [student.userId, student]))
  return written.flatMap(({ note }) => {
    const student = byId.get(note.userId)
    if (!student || note.erasedAt !== null) return []
    return [
      {
        class: klass.title,
        student: student.displayName,
        login_name: student.loginName,
        section: student.sectionId ? (sectionName.get(student.sectionId) ?? '') : '',
        assignment: assignments.find((one) => one.id === note.assignmentId)?.title ?? '',
        kind: note.kind,
        item: note.id,
        prompt: note.words ?? '',
        text: note.body ?? '',
        saved_at: (note.editedAt ?? note.createdAt).toISOString(),
        from: note.rangeFrom,
        to: note.rangeTo,
        tag: [note.tag, note.ownTag].filter(Boolean).join(' '),
        seen_by: note.audience,
        answers: note.threadId ?? '',
      },
    ]
  })
}

/**
 * Everything in the class as one CSV, free text included. Cells that a spreadsheet would run as a formula are made
 * inert by a leading apostrophe. Leaves an audit row.
 */
export const exportCsv = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const rows = await rowsOf(ctx, input.class)
    await ctx.db.atomically((tx) =>
      record(ctx.db, tx, {
        classId: input.class,
        actorId: ctx.viewer.userId,
        action: 'class.export',
        object: `classes/${input.class}`,
        now: ctx.now(),
      }),
    )
    return {
      name: `xihua-hall-${ctx.now().toISOString().slice(0, 10)}.csv`,
      text: stringify(rows, {
        header: true,
        columns: [...CSV_COLUMNS],
        bom: true,
        escape_formulas: true,
        cast: { boolean: (value) => (value ? 'yes' : 'no') },
      }),
    }
  },
})
