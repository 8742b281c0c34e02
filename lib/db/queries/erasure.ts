import { and, eq, inArray, isNull, or, type AnyColumn } from 'drizzle-orm'
import { TOMBSTONE_NAME, tombstoneLogin } from '#lib/domain/names.ts'
import { inParts } from '../in-parts.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { record } from './audit.ts'

/** Whose words go: one person's, wherever they were written, or everybody's in one class. */
export type Whose = { userId: string } | { classId: string }

/**
 * Takes words out of every table that holds some (rule 14): body, comment and quote become null with `erased_at`, the one
 * change that the append-only triggers admit; what is in no count goes. Rows, counts and digests stay.
 */
export function* eraseWords(db: Db, tx: Executor, whose: Whose, at: Date): Steps<void> {
  const { t } = db
  const theirs = (table: { userId: AnyColumn; classId: AnyColumn }) =>
    'userId' in whose ? eq(table.userId, whose.userId) : eq(table.classId, whose.classId)
  /** A row also belongs to whoever is its other side; a class has one side. */
  const orTheirs = (table: { userId: AnyColumn; classId: AnyColumn }, other: AnyColumn) =>
    'userId' in whose ? or(theirs(table), eq(other, whose.userId)) : theirs(table)
  const erasedAt = at
  yield* q(
    tx
      .update(t.answers)
      .set({ body: null, confidence: null, erasedAt })
      .where(and(theirs(t.answers), isNull(t.answers.erasedAt))),
  )
  yield* q(
    tx
      .update(t.postVersions)
      .set({ body: null, erasedAt })
      .where(and(theirs(t.postVersions), isNull(t.postVersions.erasedAt))),
  )
  yield* q(
    tx
      .update(t.predictions)
      .set({ body: null, erasedAt })
      .where(and(theirs(t.predictions), isNull(t.predictions.erasedAt))),
  )
  yield* q(tx.update(t.contests).set({ body: null, reply: null, erasedAt }).where(theirs(t.contests)))
  yield* q(tx.update(t.gradeContests).set({ body: null, reply: null, erasedAt }).where(theirs(t.gradeContests)))
  yield* q(
    tx
      .update(t.grades)
      .set({ comment: null, erasedAt })
      .where(and(theirs(t.grades), isNull(t.grades.erasedAt))),
  )
  yield* q(
    tx
      .update(t.gradeComments)
      .set({ words: null, comment: null, erasedAt })
      .where(and(theirs(t.gradeComments), isNull(t.gradeComments.erasedAt))),
  )
  yield* q(tx.delete(t.setAside).where(theirs(t.setAside)))
  yield* q(
    tx
      .update(t.exerciseAnswers)
      .set({ body: null, erasedAt })
      .where(and(theirs(t.exerciseAnswers), isNull(t.exerciseAnswers.erasedAt))),
  )
  yield* q(
    tx
      .update(t.replies)
      .set({ body: null, erasedAt })
      .where(and(theirs(t.replies), isNull(t.replies.erasedAt))),
  )
  yield* q(
    tx
      .update(t.pollAnswers)
      .set({ choice: null, erasedAt })
      .where(and(theirs(t.pollAnswers), isNull(t.pollAnswers.erasedAt))),
  )
  yield* q(
    tx
      .update(t.rivalReadings)
      .set({ body: null, erasedAt })
      .where(and(theirs(t.rivalReadings), isNull(t.rivalReadings.erasedAt))),
  )
  yield* q(
    tx
      .update(t.sampleScores)
      .set({ levels: null, erasedAt })
      .where(and(theirs(t.sampleScores), isNull(t.sampleScores.erasedAt))),
  )
  // A comment is the reviewer's words about the author's.
  yield* q(
    tx.update(t.peerReviews).set({ comment: null, erasedAt }).where(orTheirs(t.peerReviews, t.peerReviews.authorId)),
  )
  yield* q(tx.update(t.reports).set({ reason: null, erasedAt }).where(theirs(t.reports)))
  // A reason is words about the author and words of whoever hid it.
  yield* q(tx.update(t.hidings).set({ reason: null, erasedAt }).where(orTheirs(t.hidings, t.hidings.hiddenBy)))
  yield* q(tx.update(t.posts).set({ draft: null, erasedAt }).where(theirs(t.posts)))
  yield* q(tx.update(t.lateSaves).set({ body: null, erasedAt }).where(theirs(t.lateSaves)))
  yield* q(tx.update(t.notes).set({ body: null, ownTag: null, words: null, erasedAt }).where(theirs(t.notes)))
  yield* q(tx.update(t.citations).set({ quote: null, erasedAt }).where(theirs(t.citations)))
  yield* q(tx.delete(t.picks).where(theirs(t.picks)))
  // What came back was the person's alone and is in no count.
  yield* q(tx.delete(t.practice).where(theirs(t.practice)))
  yield* q(tx.delete(t.checks).where(theirs(t.checks)))
  yield* q(tx.delete(t.links).where(theirs(t.links)))
  yield* q(tx.delete(t.inbox).where(theirs(t.inbox)))
  yield* q(tx.delete(t.rosterImports).where(theirs(t.rosterImports)))
  // A school's system keeps what it was told; here nothing says any more who its person was.
  yield* q(tx.delete(t.platformMembers).where(theirs(t.platformMembers)))
  yield* q(tx.delete(t.platformScores).where(theirs(t.platformScores)))
  yield* q(tx.delete(t.platformRosters).where(theirs(t.platformRosters)))
}

/** What an account holds besides its classes, and the account itself: a tombstone takes its place, and no session opens it. */
export function* eraseAccounts(db: Db, tx: Executor, people: readonly string[], at: Date): Steps<void> {
  const { t } = db
  const theirs = (column: AnyColumn) => inArray(column, [...people])
  // What was given to a class stays with the class, as content; the bank it came from goes.
  yield* q(
    tx
      .update(t.ownQuizVersions)
      .set({ body: null, erasedAt: at })
      .where(and(theirs(t.ownQuizVersions.ownerId), isNull(t.ownQuizVersions.erasedAt))),
  )
  yield* q(
    tx.update(t.ownQuizzes).set({ draft: null, shareCode: null, erasedAt: at }).where(theirs(t.ownQuizzes.ownerId)),
  )
  yield* q(tx.delete(t.commentBank).where(theirs(t.commentBank.ownerId)))
  yield* q(tx.delete(t.quizImports).where(theirs(t.quizImports.ownerId)))
  yield* q(tx.delete(t.idempotency).where(theirs(t.idempotency.userId)))
  yield* q(tx.delete(t.identities).where(theirs(t.identities.userId)))
  yield* q(tx.delete(t.platformLaunches).where(theirs(t.platformLaunches.userId)))
  // A link of the operator's, or in a letter, names no class.
  yield* q(tx.delete(t.links).where(theirs(t.links.userId)))
  yield* q(tx.delete(t.outbox).where(theirs(t.outbox.userId)))
  yield* q(tx.delete(t.mailSettings).where(theirs(t.mailSettings.userId)))
  yield* q(
    tx
      .update(t.users)
      .set({ name: TOMBSTONE_NAME, email: null, passphraseHash: null, mayTeach: false, erasedAt: at })
      .where(theirs(t.users.id)),
  )
  yield* q(
    tx
      .update(t.sessions)
      .set({ endedAt: at })
      .where(and(theirs(t.sessions.userId), isNull(t.sessions.endedAt))),
  )
}

/** Erases a person (rule 14); `classIds` are those in which they are, or were, a member. */
export function* erasePerson(
  db: Db,
  tx: Executor,
  { userId, email, classIds }: { userId: string; email: string | null; classIds: readonly string[] },
  at: Date,
): Steps<void> {
  const { t } = db
  yield* eraseWords(db, tx, { userId }, at)
  yield* q(
    tx
      .update(t.memberships)
      .set({ displayName: TOMBSTONE_NAME, loginName: tombstoneLogin(userId), state: 'removed' })
      .where(eq(t.memberships.userId, userId)),
  )
  // An invitation names its address and no account.
  if (email) yield* q(tx.delete(t.links).where(eq(t.links.email, email)))
  // A list that somebody is looking at may hold the name; asking for it again takes a moment.
  for (const classId of classIds) yield* q(tx.delete(t.platformRosters).where(eq(t.platformRosters.classId, classId)))
  yield* eraseAccounts(db, tx, [userId], at)
  yield* record(db, tx, { classId: null, actorId: userId, action: 'account.erase', object: `users/${userId}`, now: at })
}

/**
 * Everything in a class that is a name or somebody's words. Its rows stay for their counts; nobody is in it any more, and
 * no code leads to it. What staff wrote for the class goes with what students wrote in it: title, sections, questions
 * asked of the class, reasons, rubrics of its own.
 */
export function* eraseClassWords(db: Db, tx: Executor, classId: string, at: Date): Steps<void> {
  const { t } = db
  yield* eraseWords(db, tx, { classId }, at)
  yield* q(tx.delete(t.commentBank).where(eq(t.commentBank.classId, classId)))
  yield* q(tx.delete(t.gradingPlans).where(eq(t.gradingPlans.classId, classId)))
  yield* q(tx.delete(t.gradebookRules).where(eq(t.gradebookRules.classId, classId)))
  yield* q(tx.delete(t.platformCourses).where(eq(t.platformCourses.classId, classId)))
  yield* q(tx.update(t.reScores).set({ reason: '' }).where(eq(t.reScores.classId, classId)))
  yield* q(tx.update(t.assignments).set({ title: TOMBSTONE_NAME }).where(eq(t.assignments.classId, classId)))
  for (const { id, options } of yield* q(
    tx.select({ id: t.polls.id, options: t.polls.options }).from(t.polls).where(eq(t.polls.classId, classId)),
  ))
    yield* q(
      tx
        .update(t.polls)
        .set({ ask: TOMBSTONE_NAME, options: options.map((option) => ({ id: option.id, text: '' })) })
        .where(eq(t.polls.id, id)),
    )
  for (const { id } of yield* q(
    tx.select({ id: t.sections.id }).from(t.sections).where(eq(t.sections.classId, classId)),
  ))
    yield* q(tx.update(t.sections).set({ name: id }).where(eq(t.sections.id, id)))
  const m = t.memberships
  for (const { userId } of yield* q(tx.select({ userId: m.userId }).from(m).where(eq(m.classId, classId))))
    yield* q(
      tx
        .update(m)
        .set({ displayName: TOMBSTONE_NAME, loginName: tombstoneLogin(userId), state: 'removed' })
        .where(and(eq(m.classId, classId), eq(m.userId, userId))),
    )
  yield* q(tx.update(t.classCodes).set({ joins: false }).where(eq(t.classCodes.classId, classId)))
  yield* q(tx.update(t.classes).set({ title: TOMBSTONE_NAME }).where(eq(t.classes.id, classId)))
}

/**
 * Of the people of a class that is erased, those whose account nothing opens any more: it has no address, no sign-in of a
 * school, and no other class through whose code it could be entered. Nobody could erase them later. Whoever may teach is
 * never among them.
 */
export function* whoIsShutOut(db: Db, tx: Executor, classId: string): Steps<string[]> {
  const { memberships: m, users, identities } = db.t
  const people = yield* q(
    tx
      .select({ id: users.id, email: users.email, mayTeach: users.mayTeach, erasedAt: users.erasedAt })
      .from(m)
      .innerJoin(users, eq(users.id, m.userId))
      .where(eq(m.classId, classId)),
  )
  const out = new Set(people.filter((one) => one.email === null && !one.mayTeach && !one.erasedAt).map(({ id }) => id))
  for (const part of inParts([...out])) {
    const elsewhere = yield* q(
      tx.select({ userId: m.userId, classId: m.classId }).from(m).where(inArray(m.userId, part)),
    )
    for (const row of elsewhere) if (row.classId !== classId) out.delete(row.userId)
    for (const { userId } of yield* q(
      tx.select({ userId: identities.userId }).from(identities).where(inArray(identities.userId, part)),
    ))
      out.delete(userId)
  }
  return [...out]
}
