/** What an archive of a class holds: all that its instructor may see, and nothing that is still its owner's alone. */
import { asc, eq, inArray } from 'drizzle-orm'
import { edition } from '#lib/content/edition.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import {
  isGivenTo,
  postsOf,
  predictionsOf,
  reach,
  readExercise,
  readQuiz,
  type Sitting,
} from '#lib/db/queries/class-work.ts'
import { listMembers } from '#lib/db/queries/classes.ts'
import { readBook } from '#lib/db/queries/gradebook.ts'
import { listGrades, listWordComments, releasesIn } from '#lib/db/queries/grades.ts'
import { listWritten } from '#lib/db/queries/notes.ts'
import { readCableReviews } from '#lib/db/queries/cables.ts'
import { listReviews } from '#lib/db/queries/reviews.ts'
import { listRivalsIn } from '#lib/db/queries/rivals.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import type { Citation } from '#lib/domain/citation.ts'
import { isRight, isScored } from '#lib/domain/judge.ts'
import { PROMPTS } from '#lib/domain/prediction.ts'
import type { Filled, RowOf } from './sheets.ts'

type Reached = Awaited<ReturnType<typeof reach>>
const at = (instant: Date | null | undefined): string | null => instant?.toISOString() ?? null
const cited = (citations: readonly Citation[] | undefined): string => (citations ?? []).map((one) => one.at).join(' ')

export async function readArchive(ctx: SignedIn, classId: string) {
  const reached = await reach(ctx, classId)
  const { assignments, students, people, overrides, sectionName } = reached
  const ids = new Set(students.map(({ userId }) => userId))
  const [members, released, book] = await Promise.all([
    listMembers(ctx.db, classId),
    releasesIn(ctx.db, classId),
    readBook(ctx.db, {
      classId,
      assignments,
      students: people,
      overrides,
      now: ctx.now(),
      general: edition().rubrics[0]!,
    }),
  ])
  const nameOf = (sectionId: string | null): string => (sectionId && sectionName.get(sectionId)) || ''
  const [reading, work, notes, replies, rivals] = await Promise.all([
    readingRows(ctx, classId, ids),
    Promise.all(assignments.map((one) => workRows(ctx, one, reached))),
    noteRows(ctx, classId, ids),
    replyRows(ctx, classId),
    rivalRows(ctx, classId),
  ])
  const answers = work.flatMap((one) => one.answers)
  const sheets: Filled = {
    members: members
      .filter(({ state }) => state === 'active')
      .map((one) => ({
        id: one.userId,
        name: one.displayName,
        login_name: one.loginName,
        role: one.role,
        section: nameOf(one.sectionId),
        extra_time_percent: one.extraTimePercent,
        joined_at: at(one.joinedAt),
        counts_for: one.countsFor,
      })),
    assignments: assignments.map((one) => ({
      id: one.id,
      kind: one.kind,
      target: one.targetId,
      title: one.title,
      section: nameOf(one.sectionId),
      asked: one.revisionHash,
      points: one.points,
      attempts: one.attemptsAllowed,
      time_limit_minutes: one.timeLimitMinutes,
      opens_at: at(one.opensAt),
      due_at: at(one.dueAt),
      closes_at: at(one.closesAt),
      feedback: one.feedback,
      released: released.has(one.id),
    })),
    reading,
    predictions: work.flatMap((one) => one.predictions),
    answers,
    posts: work.flatMap((one) => one.posts),
    replies,
    rival_readings: rivals,
    peer_reviews: work.flatMap((one) => one.reviews),
    cable_reviews: work.flatMap((one) => one.cables),
    exercises: work.flatMap((one) => one.exercises),
    notes,
    grades: work.flatMap((one) => one.grades),
    word_comments: work.flatMap((one) => one.comments),
    gradebook: book.rows.flatMap(({ student, cells }) =>
      cells.flatMap((cell) =>
        cell
          ? [
              {
                assignment: cell.assignmentId,
                member: student.userId,
                points: cell.points,
                of: cell.of,
                excused: cell.entry.excused,
                by_hand: cell.entry.byHand === null ? null : cell.entry.byHand / 100,
                late_takes_percent: cell.entry.lateTakes,
                after_due: cell.afterDue,
              },
            ]
          : [],
      ),
    ),
  }
  // An attempt that was begun before a newer version keeps what it asked.
  const hashes = [...assignments.map((one) => one.revisionHash), ...answers.map((one) => String(one.asked))]
  return {
    sections: [...sectionName.values()],
    rules: book.rules,
    asked: await askedIn(ctx, [...new Set(hashes)]),
    sheets,
  }
}

/** Every frozen body once, under its hash. */
async function askedIn(ctx: SignedIn, hashes: readonly string[]) {
  const { contentRevisions: revisions } = ctx.db.t
  const rows =
    hashes.length === 0
      ? []
      : await ctx.db
          .select()
          .from(revisions)
          .where(inArray(revisions.hash, [...hashes]))
  return Object.fromEntries(
    rows
      .toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
      .map(({ hash, kind, shown, kept }) => [hash, { kind, shown, kept }]),
  )
}

async function readingRows(
  ctx: SignedIn,
  classId: string,
  ids: ReadonlySet<string>,
): Promise<readonly RowOf<'reading'>[]> {
  const { readingPlaces: places } = ctx.db.t
  const rows = await ctx.db
    .select()
    .from(places)
    .where(eq(places.classId, classId))
    .orderBy(places.assignmentId, places.userId)
  return rows
    .filter(({ userId }) => ids.has(userId))
    .map((row) => ({
      assignment: row.assignmentId,
      member: row.userId,
      at: row.at,
      saved_at: at(row.savedAt),
      finished_at: at(row.finishedAt),
    }))
}

async function noteRows(ctx: SignedIn, classId: string, ids: ReadonlySet<string>): Promise<readonly RowOf<'notes'>[]> {
  const written = await listWritten(ctx.db, classId, { is: 'instructor', userId: ctx.viewer.userId })
  return written
    .filter(({ note, isStaff }) => note.erasedAt === null && (isStaff || ids.has(note.userId)))
    .map(({ note }) => ({
      assignment: note.assignmentId,
      member: note.userId,
      note: note.id,
      kind: note.kind,
      from: note.rangeFrom,
      to: note.rangeTo,
      words: note.words,
      text: note.body,
      tags: [note.tag, note.ownTag].filter(Boolean).join(' '),
      seen_by: note.audience,
      thread: note.threadId,
      written_at: at(note.editedAt ?? note.createdAt),
    }))
}

/** Of everybody who is still in the class, staff as well. */
async function replyRows(ctx: SignedIn, classId: string): Promise<readonly RowOf<'replies'>[]> {
  const { replies } = ctx.db.t
  const [rows, members] = await Promise.all([
    ctx.db.select().from(replies).where(eq(replies.classId, classId)).orderBy(asc(replies.id)),
    listMembers(ctx.db, classId),
  ])
  const here = new Set(members.filter(({ state }) => state === 'active').map(({ userId }) => userId))
  return rows
    .filter(({ userId, body }) => here.has(userId) && body !== null)
    .map((row) => ({
      assignment: row.assignmentId,
      member: row.userId,
      reply: row.id,
      post: row.postId,
      to_reply: row.toReply,
      text: row.body!.text,
      citations: cited(row.body!.citations),
      posted_at: at(row.createdAt),
    }))
}

/** Readings and answers of everybody who is still in the class, staff as well. */
async function rivalRows(ctx: SignedIn, classId: string): Promise<readonly RowOf<'rival_readings'>[]> {
  const rows = await listRivalsIn(ctx.db, classId)
  return rows.flatMap(({ row }) =>
    row.body
      ? [
          {
            member: row.userId,
            claim: row.claim,
            reading: row.id,
            answers: row.answers,
            text: row.body.text,
            citations: cited(row.body.citations),
            posted_at: at(row.createdAt),
          },
        ]
      : [],
  )
}

/** Reviews that are written, where both sides are still given the work. */
async function reviewRows(
  ctx: SignedIn,
  assignment: Assignment,
  ids: ReadonlySet<string>,
): Promise<RowOf<'peer_reviews'>[]> {
  const rows = await listReviews(ctx.db, assignment.id)
  return rows
    .filter((row) => row.reviewedAt && ids.has(row.userId) && ids.has(row.authorId))
    .flatMap((row) => {
      const base = {
        assignment: assignment.id,
        member: row.userId,
        review: row.id,
        post: row.postId,
        author: row.authorId,
        version: row.version,
        reviewed_at: at(row.reviewedAt),
      }
      const levels = Object.entries(row.levels ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
      return [
        ...levels.map(([of, level]) => ({ ...base, row: of, level, comment: null })),
        ...(row.comment === null ? [] : [{ ...base, row: '', level: null, comment: row.comment }]),
      ]
    })
}

/** The same of cables, point by point. */
async function cableRows(
  { db }: SignedIn,
  assignment: Assignment,
  ids: ReadonlySet<string>,
): Promise<RowOf<'cable_reviews'>[]> {
  const rows = await db.atomically((tx) => readCableReviews(db, tx, assignment.id))
  return rows
    .filter((row) => ids.has(row.userId) && ids.has(row.authorId))
    .flatMap((row) =>
      Object.entries(row.points ?? {})
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([point, fate]) => ({
          assignment: assignment.id,
          member: row.userId,
          review: row.id,
          attempt: row.attemptId,
          author: row.authorId,
          point,
          fate,
          reviewed_at: at(row.reviewedAt),
        })),
    )
}

function answerRows(assignment: Assignment, member: string, sitting: Sitting): RowOf<'answers'>[] {
  return sitting.ruling.items.flatMap((item) => {
    const answer = sitting.answers.get(item.id)
    if (!answer || answer.erased) return []
    return [
      {
        assignment: assignment.id,
        member,
        attempt: sitting.attempt.id,
        asked: sitting.attempt.revisionHash ?? assignment.revisionHash,
        ordinal: sitting.attempt.ordinal,
        handed_in_at: at(sitting.handedInAt),
        item: item.id,
        answer: answer.body.join(' '),
        right: isScored(item) ? sitting.ruling.granted.has(item.id) || isRight(item, answer.body) : null,
        confidence: answer.confidence,
        saved_at: at(answer.savedAt),
      },
    ]
  })
}

/** All that was done and given under one assignment. */
async function workRows(ctx: SignedIn, assignment: Assignment, { students, overrides }: Reached) {
  const given = students.filter((student) => isGivenTo(assignment, student))
  const ids = new Set(given.map(({ userId }) => userId))
  const base = (member: string) => ({ assignment: assignment.id, member })
  const isGraded = assignment.kind === 'quiz' || assignment.kind === 'question'
  const [sat, posts, predicted, exercise, grades, comments, reviews, cables] = await Promise.all([
    assignment.kind === 'quiz' ? readQuiz(ctx, assignment, given, overrides) : null,
    assignment.kind === 'question' ? postsOf(ctx, assignment.id, given) : [],
    assignment.kind === 'reading' ? predictionsOf(ctx, assignment.id, given) : [],
    readExercise(ctx, assignment, given),
    isGraded ? listGrades(ctx.db, assignment.id) : [],
    isGraded ? listWordComments(ctx.db, assignment.id) : [],
    assignment.kind === 'question' ? reviewRows(ctx, assignment, ids) : [],
    assignment.kind === 'quiz' ? cableRows(ctx, assignment, ids) : [],
  ])
  return {
    answers: [...(sat?.all ?? [])].flatMap(([member, sittings]) =>
      sittings.filter(({ open }) => !open).flatMap((sitting) => answerRows(assignment, member, sitting)),
    ),
    posts: posts
      .filter(({ post }) => post.state === 'posted')
      .flatMap(({ post, versions }) =>
        versions.flatMap((version): RowOf<'posts'>[] =>
          version.body
            ? [
                {
                  ...base(post.userId),
                  post: post.id,
                  version: version.ordinal,
                  text: version.body.text,
                  citations: cited(version.body.citations),
                  posted_at: at(version.createdAt),
                },
              ]
            : [],
        ),
      ),
    reviews,
    cables,
    predictions: predicted.flatMap((row): RowOf<'predictions'>[] =>
      PROMPTS.map(({ id }) => ({
        ...base(row.userId),
        prompt: id,
        text: row.body?.[id] ?? '',
        posted_at: at(row.postedAt),
      })),
    ),
    exercises: (exercise?.rows ?? []).flatMap((row): RowOf<'exercises'>[] =>
      exercise!.shown.fields.map(({ id }) => ({
        ...base(row.userId),
        box: id,
        answer: row.body?.[id] ?? '',
        handed_in_at: at(row.handedInAt),
      })),
    ),
    grades: grades
      .filter(({ userId }) => ids.has(userId))
      .map((row): RowOf<'grades'> => ({
        ...base(row.userId),
        part: row.part,
        of: row.sourceId,
        version: row.version,
        row: row.criterion,
        level: row.level,
        comment: row.comment,
        kind: row.kind,
        grader: row.graderId,
        save: row.save,
        undoes: row.undoes,
        saved_at: at(row.savedAt),
      })),
    comments: comments
      .filter(({ userId }) => ids.has(userId))
      .map((row): RowOf<'word_comments'> => ({
        ...base(row.userId),
        part: row.part,
        of: row.sourceId,
        version: row.version,
        words: row.words,
        comment: row.comment,
        grader: row.graderId,
        saved_at: at(row.savedAt),
      })),
  }
}
