/** Erasing a person (rule 14): a tombstone takes their place, free text goes, counts and digests stay. */
import { and, eq, isNull, or } from 'drizzle-orm'
import { q, type Db, type Executor, type Steps } from './atomically.ts'
import { record } from './queries/audit.ts'
import { endMail } from './queries/mail.ts'
import { endSessionsOf } from './queries/sessions.ts'

const TOMBSTONE_NAME = 'Erased'

/** `classIds` are those in which the person is, or was, a member. */
export function* erasePerson(
  db: Db,
  tx: Executor,
  { userId: mine, email, classIds }: { userId: string; email: string | null; classIds: readonly string[] },
  at: Date,
): Steps<void> {
  const { t } = db
  yield* q(
    tx
      .update(t.answers)
      .set({ body: null, confidence: null, erasedAt: at })
      .where(and(eq(t.answers.userId, mine), isNull(t.answers.erasedAt))),
  )
  yield* q(
    tx
      .update(t.postVersions)
      .set({ body: null, erasedAt: at })
      .where(and(eq(t.postVersions.userId, mine), isNull(t.postVersions.erasedAt))),
  )
  yield* q(
    tx
      .update(t.predictions)
      .set({ body: null, erasedAt: at })
      .where(and(eq(t.predictions.userId, mine), isNull(t.predictions.erasedAt))),
  )
  yield* q(tx.update(t.contests).set({ body: null, reply: null, erasedAt: at }).where(eq(t.contests.userId, mine)))
  yield* q(
    tx.update(t.gradeContests).set({ body: null, reply: null, erasedAt: at }).where(eq(t.gradeContests.userId, mine)),
  )
  // What was given to a class stays with the class, as content; the bank it came from goes.
  yield* q(
    tx
      .update(t.ownQuizVersions)
      .set({ body: null, erasedAt: at })
      .where(and(eq(t.ownQuizVersions.ownerId, mine), isNull(t.ownQuizVersions.erasedAt))),
  )
  yield* q(
    tx.update(t.ownQuizzes).set({ draft: null, shareCode: null, erasedAt: at }).where(eq(t.ownQuizzes.ownerId, mine)),
  )
  yield* q(
    tx
      .update(t.grades)
      .set({ comment: null, erasedAt: at })
      .where(and(eq(t.grades.userId, mine), isNull(t.grades.erasedAt))),
  )
  yield* q(
    tx
      .update(t.gradeComments)
      .set({ words: null, comment: null, erasedAt: at })
      .where(and(eq(t.gradeComments.userId, mine), isNull(t.gradeComments.erasedAt))),
  )
  yield* q(tx.delete(t.setAside).where(eq(t.setAside.userId, mine)))
  yield* q(tx.delete(t.commentBank).where(eq(t.commentBank.ownerId, mine)))
  yield* q(
    tx
      .update(t.exerciseAnswers)
      .set({ body: null, erasedAt: at })
      .where(and(eq(t.exerciseAnswers.userId, mine), isNull(t.exerciseAnswers.erasedAt))),
  )
  yield* q(
    tx
      .update(t.replies)
      .set({ body: null, erasedAt: at })
      .where(and(eq(t.replies.userId, mine), isNull(t.replies.erasedAt))),
  )
  yield* q(
    tx
      .update(t.pollAnswers)
      .set({ choice: null, erasedAt: at })
      .where(and(eq(t.pollAnswers.userId, mine), isNull(t.pollAnswers.erasedAt))),
  )
  yield* q(
    tx
      .update(t.rivalReadings)
      .set({ body: null, erasedAt: at })
      .where(and(eq(t.rivalReadings.userId, mine), isNull(t.rivalReadings.erasedAt))),
  )
  yield* q(
    tx
      .update(t.sampleScores)
      .set({ levels: null, erasedAt: at })
      .where(and(eq(t.sampleScores.userId, mine), isNull(t.sampleScores.erasedAt))),
  )
  // A comment is the reviewer's words about the author's.
  yield* q(
    tx
      .update(t.peerReviews)
      .set({ comment: null, erasedAt: at })
      .where(or(eq(t.peerReviews.userId, mine), eq(t.peerReviews.authorId, mine))),
  )
  yield* q(tx.update(t.reports).set({ reason: null, erasedAt: at }).where(eq(t.reports.userId, mine)))
  // A reason is words about the author and words of whoever hid it.
  yield* q(
    tx
      .update(t.hidings)
      .set({ reason: null, erasedAt: at })
      .where(or(eq(t.hidings.userId, mine), eq(t.hidings.hiddenBy, mine))),
  )
  yield* q(tx.update(t.posts).set({ draft: null, erasedAt: at }).where(eq(t.posts.userId, mine)))
  yield* q(tx.update(t.lateSaves).set({ body: null, erasedAt: at }).where(eq(t.lateSaves.userId, mine)))
  yield* q(
    tx.update(t.notes).set({ body: null, ownTag: null, words: null, erasedAt: at }).where(eq(t.notes.userId, mine)),
  )
  yield* q(tx.update(t.citations).set({ quote: null, erasedAt: at }).where(eq(t.citations.userId, mine)))
  yield* q(
    tx
      .update(t.memberships)
      .set({ displayName: TOMBSTONE_NAME, loginName: `erased-${mine}`, state: 'removed' })
      .where(eq(t.memberships.userId, mine)),
  )
  yield* q(tx.delete(t.rosterImports).where(eq(t.rosterImports.userId, mine)))
  yield* q(tx.delete(t.quizImports).where(eq(t.quizImports.ownerId, mine)))
  yield* q(tx.delete(t.picks).where(eq(t.picks.userId, mine)))
  // What came back was the person's alone and is in no count.
  yield* q(tx.delete(t.practice).where(eq(t.practice.userId, mine)))
  yield* q(tx.delete(t.checks).where(eq(t.checks.userId, mine)))
  yield* q(tx.delete(t.links).where(eq(t.links.userId, mine)))
  // An invitation names its address and no account.
  if (email) yield* q(tx.delete(t.links).where(eq(t.links.email, email)))
  yield* q(tx.delete(t.idempotency).where(eq(t.idempotency.userId, mine)))
  // The platform keeps what it was told; here nothing says any more who its person was.
  yield* q(tx.delete(t.identities).where(eq(t.identities.userId, mine)))
  yield* q(tx.delete(t.platformMembers).where(eq(t.platformMembers.userId, mine)))
  yield* q(tx.delete(t.platformScores).where(eq(t.platformScores.userId, mine)))
  yield* q(tx.delete(t.platformLaunches).where(eq(t.platformLaunches.userId, mine)))
  yield* q(tx.delete(t.platformRosters).where(eq(t.platformRosters.userId, mine)))
  // A list that somebody is looking at may hold the name; asking for it again takes a moment.
  for (const classId of classIds) yield* q(tx.delete(t.platformRosters).where(eq(t.platformRosters.classId, classId)))
  yield* q(tx.delete(t.inbox).where(eq(t.inbox.userId, mine)))
  yield* endMail(db, tx, mine)
  yield* q(
    tx
      .update(t.users)
      .set({ name: TOMBSTONE_NAME, email: null, passphraseHash: null, mayTeach: false, erasedAt: at })
      .where(eq(t.users.id, mine)),
  )
  yield* endSessionsOf(db, tx, mine, at)
  yield* record(db, tx, { classId: null, actorId: mine, action: 'account.erase', object: `users/${mine}`, now: at })
}
