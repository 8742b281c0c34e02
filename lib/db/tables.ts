import type { Citation } from '#lib/domain/citation.ts'
import type { FeedbackRule } from '#lib/domain/availability.ts'
import type { ContestOutcome } from '#lib/domain/re-score.ts'
import type { ExerciseAnswers } from '#lib/domain/exercise.ts'
import type { Tiding, TidingKind } from '#lib/domain/inbox.ts'
import type { Brought } from '#lib/domain/brought.ts'
import type { DraftQuiz } from '#lib/domain/draft-item.ts'
import type { ItemAnswer, Quiz } from '#lib/domain/item.ts'
import type { Audience, LinkKind, NoteKind, NoteTag } from '#lib/domain/note.ts'
import type { Predictions } from '#lib/domain/prediction.ts'
import type { Option, Round } from '#lib/domain/poll.ts'
import type { NamesRule, RemarkKind } from '#lib/domain/remark.ts'
import type { RosterReading } from '#lib/domain/roster-file.ts'
import type { Levels } from '#lib/domain/rubric.ts'
import type { Role } from '#lib/domain/viewer.ts'
import { belonging, type Named } from './belonging.ts'
import { defineGradingTables } from './grading-tables.ts'
import type { Kit } from './kit.ts'
import { defineMailTables } from './mail-tables.ts'
import { definePlatformTables } from './platform-tables.ts'

export type PostBody = { text: string; citations: Citation[] }
export type LateBody = {
  seq?: number
  answer?: ItemAnswer
  confidence?: number | null
  post?: PostBody
  predictions?: Predictions
  exercise?: ExerciseAnswers
}

/**
 * Every table, once. Each row about a student carries `classId` and `userId`, so that class deletion, erasure and
 * sharding follow one column. `docs/data-map.md` says of each column why it is kept, who sees it and how long.
 */
export function defineTables(k: Kit) {
  const { ofUser, ofClass, ofAssignment } = belonging(k, {
    user: (): Named => users,
    class: (): Named => classes,
    assignment: (): Named => assignments,
  })
  const users = k.table(
    'users',
    {
      id: k.id(),
      name: k.text().notNull(),
      /** Canonical form: NFKC, lower case; null for students who never gave one. */
      email: k.text(),
      passphraseHash: k.text(),
      mayTeach: k.bool().notNull(),
      createdAt: k.instant().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [k.unique('users_email').on(t.email)],
  )

  const sessions = k.table(
    'sessions',
    {
      /** SHA-256 of the secret in the cookie. */
      id: k.id(),
      userId: ofUser(),
      createdAt: k.instant().notNull(),
      lastSeenAt: k.instant().notNull(),
      expiresAt: k.instant().notNull(),
      endedAt: k.instant(),
    },
    (t) => [k.index('sessions_user').on(t.userId)],
  )

  const classes = k.table('classes', {
    id: k.id(),
    title: k.text().notNull(),
    zone: k.text().notNull(),
    seats: k.int().notNull(),
    createdAt: k.instant().notNull(),
    archivedAt: k.instant(),
    /** Since when readings have a page that the Hypothesis client may work on; null where an instructor has not allowed it. */
    hypothesisAt: k.instant(),
  })

  const classCodes = k.table(
    'class_codes',
    {
      /** Upper case; a code is never given twice, and every code a class has had signs its members in. */
      code: k.id(),
      classId: ofClass(),
      joins: k.bool().notNull(),
      createdAt: k.instant().notNull(),
    },
    (t) => [k.index('class_codes_class').on(t.classId)],
  )

  const sections = k.table(
    'sections',
    {
      id: k.id(),
      classId: ofClass(),
      name: k.text().notNull(),
    },
    (t) => [k.unique('sections_name').on(t.classId, t.name)],
  )

  const memberships = k.table(
    'memberships',
    {
      classId: ofClass(),
      userId: ofUser(),
      role: k.text().$type<Role>().notNull(),
      sectionId: k.text().references(() => sections.id, { onDelete: 'set null' }),
      /** NFKC and case-folded display name; unique in the class. */
      loginName: k.text().notNull(),
      displayName: k.text().notNull(),
      extraTimePercent: k.int().notNull(),
      state: k.text().$type<'active' | 'removed'>().notNull(),
      joinedAt: k.instant().notNull(),
      /** Of a student who joined twice: the entry that goes on and for which this one counts. */
      countsFor: k.text().references(() => users.id, { onDelete: 'set null' }),
    },
    (t) => [
      k.primaryKey({ columns: [t.classId, t.userId] }),
      k.unique('memberships_login').on(t.classId, t.loginName),
      k.index('memberships_user').on(t.userId),
    ],
  )

  const rosterImports = k.table(
    'roster_imports',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      rows: k.json<string[][]>().notNull(),
      reading: k.json<RosterReading>().notNull(),
      pseudonyms: k.bool().notNull(),
      createdAt: k.instant().notNull(),
    },
    (t) => [k.index('roster_imports_class').on(t.classId)],
  )

  const links = k.table('links', {
    /** SHA-256 of the secret in the link or of the reset code; of what is only asked for, nobody's secret. */
    id: k.id(),
    purpose: k.text().$type<'instructor' | 'colleague' | 'reset' | 'first' | 'asked' | 'forgotten'>().notNull(),
    userId: k.text().references(() => users.id, { onDelete: 'cascade' }),
    classId: k.text().references(() => classes.id, { onDelete: 'cascade' }),
    email: k.text(),
    createdAt: k.instant().notNull(),
    expiresAt: k.instant().notNull(),
    usedAt: k.instant(),
  })

  const contentRevisions = k.table('content_revisions', {
    /** SHA-256 of the whole frozen body: what was asked stays readable whatever the files say today. */
    hash: k.id(),
    kind: k.text().$type<'quiz' | 'question' | 'reading' | 'essay' | 'exercise'>().notNull(),
    targetId: k.text().notNull(),
    origin: k.text().$type<'edition' | 'instructor'>().notNull(),
    /** What a student's screen gets. */
    shown: k.json<unknown>().notNull(),
    /** Keys, reasons and notes: read only where feedback is due, never on the way that saves an answer. */
    kept: k.json<unknown>(),
    createdAt: k.instant().notNull(),
  })

  const assignments = k.table(
    'assignments',
    {
      id: k.id(),
      classId: ofClass(),
      sectionId: k.text().references(() => sections.id, { onDelete: 'set null' }),
      kind: k.text().$type<'reading' | 'essay' | 'quiz' | 'question' | 'exercise'>().notNull(),
      targetId: k.text().notNull(),
      title: k.text().notNull(),
      minutes: k.int().notNull(),
      revisionHash: k
        .text()
        .notNull()
        .references(() => contentRevisions.hash),
      rangeFrom: k.text(),
      rangeTo: k.text(),
      points: k.int().notNull(),
      attemptsAllowed: k.int(),
      timeLimitMinutes: k.int(),
      zone: k.text().notNull(),
      opensAt: k.instant(),
      opensWall: k.text(),
      dueAt: k.instant(),
      dueWall: k.text(),
      closesAt: k.instant(),
      closesWall: k.text(),
      feedback: k.text().$type<FeedbackRule>().notNull(),
      /** Questions and options in an order of each attempt's own. */
      shuffled: k.bool().notNull().default(false),
      asksConfidence: k.bool().notNull().default(true),
      oneAtATime: k.bool().notNull().default(false),
      position: k.int().notNull(),
      createdAt: k.instant().notNull(),
      /** Whether classmates see names under a question. */
      names: k.text().$type<NamesRule>().notNull().default('shown'),
      /** How many sentences a post under a question has to cite. */
      citations: k.int().notNull().default(1),
      /** How many answers of classmates each student is to review under a question; 0 is none. */
      reviews: k.int().notNull().default(0),
    },
    (t) => [k.index('assignments_class').on(t.classId, t.position)],
  )

  const overrides = k.table(
    'overrides',
    {
      id: k.id(),
      classId: ofClass(),
      assignmentId: ofAssignment(),
      userId: k.text().references(() => users.id, { onDelete: 'cascade' }),
      sectionId: k.text().references(() => sections.id, { onDelete: 'cascade' }),
      opensAt: k.instant(),
      opensWall: k.text(),
      dueAt: k.instant(),
      dueWall: k.text(),
      closesAt: k.instant(),
      closesWall: k.text(),
      attemptsAllowed: k.int(),
      timeLimitMinutes: k.int(),
    },
    (t) => [
      k.unique('overrides_student').on(t.assignmentId, t.userId),
      k.unique('overrides_section').on(t.assignmentId, t.sectionId),
    ],
  )

  const readingPlaces = k.table(
    'reading_places',
    {
      assignmentId: ofAssignment(),
      userId: ofUser(),
      classId: k.text().notNull(),
      /** Last sentence or essay paragraph saved. */
      at: k.text().notNull(),
      startedAt: k.instant().notNull(),
      savedAt: k.instant().notNull(),
      finishedAt: k.instant(),
    },
    (t) => [k.primaryKey({ columns: [t.assignmentId, t.userId] }), k.index('reading_places_class').on(t.classId)],
  )

  const predictions = k.table(
    'predictions',
    {
      assignmentId: ofAssignment(),
      userId: ofUser(),
      classId: ofClass(),
      body: k.json<Predictions>(),
      digest: k.text().notNull(),
      postedAt: k.instant().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [k.primaryKey({ columns: [t.assignmentId, t.userId] }), k.index('predictions_class').on(t.classId)],
  )

  const exerciseAnswers = k.table(
    'exercise_answers',
    {
      assignmentId: ofAssignment(),
      userId: ofUser(),
      classId: ofClass(),
      body: k.json<ExerciseAnswers>(),
      seq: k.int().notNull(),
      startedAt: k.instant().notNull(),
      savedAt: k.instant().notNull(),
      /** From then on the row stays as it is: what opened afterwards can change nothing in it. */
      handedInAt: k.instant(),
      digest: k.text(),
      erasedAt: k.instant(),
    },
    (t) => [
      k.primaryKey({ columns: [t.assignmentId, t.userId] }),
      k.index('exercise_answers_class').on(t.classId, t.userId),
    ],
  )

  const attempts = k.table(
    'attempts',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      assignmentId: ofAssignment(),
      /** What it asked: an assignment that moves to another version leaves begun attempts with theirs. */
      revisionHash: k.text().references(() => contentRevisions.hash),
      ordinal: k.int().notNull(),
      state: k.text().$type<'open' | 'submitted'>().notNull(),
      seed: k.text().notNull(),
      startedAt: k.instant().notNull(),
      submittedAt: k.instant(),
      earned: k.int(),
      total: k.int(),
    },
    (t) => [
      k.unique('attempts_ordinal').on(t.assignmentId, t.userId, t.ordinal),
      k.index('attempts_class').on(t.classId),
    ],
  )

  const answers = k.table(
    'answers',
    {
      attemptId: k
        .text()
        .notNull()
        .references(() => attempts.id, { onDelete: 'cascade' }),
      item: k.text().notNull(),
      seq: k.int().notNull(),
      classId: k.text().notNull(),
      userId: k.text().notNull(),
      body: k.json<ItemAnswer>(),
      confidence: k.int(),
      savedAt: k.instant().notNull(),
      digest: k.text().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [
      k.primaryKey({ columns: [t.attemptId, t.item, t.seq] }),
      k.index('answers_class').on(t.classId),
      k.index('answers_user').on(t.userId),
    ],
  )

  const reScores = k.table(
    're_scores',
    {
      id: k.id(),
      classId: ofClass(),
      assignmentId: ofAssignment(),
      /** The version by whose keys every attempt begun before is judged from then on. */
      toHash: k
        .text()
        .notNull()
        .references(() => contentRevisions.hash),
      reason: k.text().notNull(),
      createdAt: k.instant().notNull(),
    },
    (t) => [k.index('re_scores_assignment').on(t.assignmentId, t.createdAt)],
  )

  const scoreChanges = k.table(
    'score_changes',
    {
      attemptId: k
        .text()
        .notNull()
        .references(() => attempts.id, { onDelete: 'cascade' }),
      n: k.int().notNull(),
      classId: k.text().notNull(),
      userId: k.text().notNull(),
      earned: k.int().notNull(),
      total: k.int().notNull(),
      cause: k.text().$type<'re-score' | 'contest' | 'late'>().notNull(),
      causeId: k.text().notNull(),
      createdAt: k.instant().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.attemptId, t.n] }),
      k.index('score_changes_class').on(t.classId),
      k.index('score_changes_user').on(t.userId),
    ],
  )

  const contests = k.table(
    'contests',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      assignmentId: ofAssignment(),
      attemptId: k
        .text()
        .notNull()
        .references(() => attempts.id, { onDelete: 'cascade' }),
      item: k.text().notNull(),
      passageFrom: k.text().notNull(),
      passageTo: k.text().notNull(),
      body: k.text(),
      createdAt: k.instant().notNull(),
      outcome: k.text().$type<ContestOutcome>(),
      reply: k.text(),
      answeredBy: k.text(),
      answeredAt: k.instant(),
      erasedAt: k.instant(),
    },
    (t) => [
      k.unique('contests_once').on(t.assignmentId, t.userId, t.item),
      k.index('contests_class').on(t.classId),
      k.index('contests_attempt').on(t.attemptId),
    ],
  )

  const checks = k.table(
    'checks',
    {
      attemptId: k
        .text()
        .notNull()
        .references(() => attempts.id, { onDelete: 'cascade' }),
      item: k.text().notNull(),
      /** The saved answer that was checked. */
      seq: k.int().notNull(),
      classId: k.text().notNull(),
      userId: k.text().notNull(),
      checkedAt: k.instant().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.attemptId, t.item, t.seq] }),
      k.index('checks_class').on(t.classId),
      k.index('checks_user').on(t.userId),
    ],
  )

  const practice = k.table(
    'practice',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      item: k.text().notNull(),
      revisionHash: k
        .text()
        .notNull()
        .references(() => contentRevisions.hash),
      body: k.json<ItemAnswer>().notNull(),
      correct: k.bool().notNull(),
      answeredAt: k.instant().notNull(),
    },
    (t) => [k.index('practice_class').on(t.classId, t.userId), k.index('practice_user').on(t.userId)],
  )

  const lateSaves = k.table(
    'late_saves',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      assignmentId: ofAssignment(),
      attemptId: k.text(),
      item: k.text(),
      body: k.json<LateBody>(),
      receivedAt: k.instant().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [k.index('late_saves_class').on(t.classId)],
  )

  const posts = k.table(
    'posts',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      assignmentId: ofAssignment(),
      state: k.text().$type<'draft' | 'posted'>().notNull(),
      draft: k.json<PostBody>(),
      draftSeq: k.int().notNull(),
      startedAt: k.instant().notNull(),
      savedAt: k.instant().notNull(),
      postedAt: k.instant(),
      erasedAt: k.instant(),
      /** Fixed when it is first posted: what was written without a name is never shown with one. Replies follow it. */
      nameless: k.bool().notNull().default(false),
      /** What classmates call a nameless author under this question. */
      alias: k.int(),
    },
    (t) => [
      k.unique('posts_once').on(t.assignmentId, t.userId),
      k.index('posts_class').on(t.classId),
      k.index('posts_newest').on(t.assignmentId, t.postedAt, t.id),
    ],
  )

  const postVersions = k.table(
    'post_versions',
    {
      postId: k
        .text()
        .notNull()
        .references(() => posts.id, { onDelete: 'cascade' }),
      ordinal: k.int().notNull(),
      classId: k.text().notNull(),
      userId: k.text().notNull(),
      body: k.json<PostBody>(),
      digest: k.text().notNull(),
      createdAt: k.instant().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [k.primaryKey({ columns: [t.postId, t.ordinal] })],
  )

  const replies = k.table(
    'replies',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      assignmentId: ofAssignment(),
      postId: k
        .text()
        .notNull()
        .references(() => posts.id, { onDelete: 'cascade' }),
      /** The reply that this one answers; null where it answers the post itself. */
      toReply: k.text(),
      body: k.json<PostBody>(),
      digest: k.text().notNull(),
      createdAt: k.instant().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [k.index('replies_post').on(t.postId, t.id), k.index('replies_class').on(t.classId)],
  )

  const reports = k.table(
    'reports',
    {
      id: k.id(),
      classId: ofClass(),
      /** Who reports. */
      userId: ofUser(),
      kind: k.text().$type<RemarkKind>().notNull(),
      remarkId: k.text().notNull(),
      reason: k.text(),
      createdAt: k.instant().notNull(),
      settledAt: k.instant(),
      settledBy: k.text(),
      erasedAt: k.instant(),
    },
    (t) => [
      k.unique('reports_once').on(t.kind, t.remarkId, t.userId),
      k.index('reports_class').on(t.classId, t.settledAt),
    ],
  )

  const hidings = k.table(
    'hidings',
    {
      id: k.id(),
      classId: ofClass(),
      /** Whose words are hidden. */
      userId: ofUser(),
      kind: k.text().$type<RemarkKind>().notNull(),
      remarkId: k.text().notNull(),
      reason: k.text(),
      hiddenBy: k.text().notNull(),
      hiddenAt: k.instant().notNull(),
      shownBy: k.text(),
      shownAt: k.instant(),
      erasedAt: k.instant(),
    },
    (t) => [k.index('hidings_remark').on(t.kind, t.remarkId), k.index('hidings_class').on(t.classId)],
  )

  const notes = k.table(
    'notes',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      /** The reading in which it was written; null for a prompt that is pinned for the whole class, and what staff say to it. */
      assignmentId: k.text().references(() => assignments.id, { onDelete: 'cascade' }),
      rangeFrom: k.text().notNull(),
      rangeTo: k.text().notNull(),
      /** The same two as numbers in document order, for lists and for finding what stands on a sentence. */
      orderFrom: k.int().notNull(),
      orderTo: k.int().notNull(),
      /** The words of the document as they stood: with the ids, the anchor. */
      words: k.text(),
      kind: k.text().$type<NoteKind>().notNull(),
      tag: k.text().$type<NoteTag>(),
      ownTag: k.text(),
      body: k.text(),
      /** A reply and its note always have the same audience, section, reading and owner. */
      audience: k.text().$type<Audience>().notNull(),
      /** Whose section "group" means: that of the note's author when it was written. */
      sectionId: k.text().references(() => sections.id, { onDelete: 'set null' }),
      /** The note that this one answers; null for a note of its own. */
      threadId: k.text(),
      /** Who began the thread. */
      ownerId: k.text().notNull(),
      /** How many answer it: what is taken back leaves a place while somebody's answer stands under it. */
      replies: k.int().notNull(),
      seq: k.int().notNull(),
      createdAt: k.instant().notNull(),
      editedAt: k.instant(),
      deletedAt: k.instant(),
      erasedAt: k.instant(),
    },
    (t) => [
      k.index('notes_place').on(t.classId, t.orderFrom, t.id),
      k.index('notes_thread').on(t.threadId, t.id),
      k.index('notes_user').on(t.userId, t.classId),
    ],
  )

  const noteLinks = k.table(
    'note_links',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      noteId: k
        .text()
        .notNull()
        .references(() => notes.id, { onDelete: 'cascade' }),
      otherId: k
        .text()
        .notNull()
        .references(() => notes.id, { onDelete: 'cascade' }),
      kind: k.text().$type<LinkKind>().notNull(),
      createdAt: k.instant().notNull(),
    },
    (t) => [
      k.unique('note_links_once').on(t.noteId, t.otherId, t.kind, t.userId),
      k.index('note_links_other').on(t.otherId),
      k.index('note_links_class').on(t.classId),
    ],
  )

  const noteRules = k.table(
    'note_rules',
    {
      /** A class, or one of its readings. */
      scope: k.id(),
      classId: ofClass(),
      /** Own notes that come before classmates'. */
      ownFirst: k.int().notNull(),
      changedAt: k.instant().notNull(),
    },
    (t) => [k.index('note_rules_class').on(t.classId)],
  )

  const picks = k.table(
    'picks',
    {
      postId: k
        .text()
        .primaryKey()
        .references(() => posts.id, { onDelete: 'cascade' }),
      classId: ofClass(),
      /** Whose answer it is. */
      userId: ofUser(),
      pickedBy: k.text().notNull(),
      pickedAt: k.instant().notNull(),
    },
    (t) => [k.index('picks_class').on(t.classId)],
  )

  const polls = k.table(
    'polls',
    {
      id: k.id(),
      classId: ofClass(),
      /** The crux or the controversy of the edition that it asks; null for a question of the instructor's own. */
      origin: k.text(),
      ask: k.text().notNull(),
      options: k.json<Option[]>().notNull(),
      /** The sentences in question, or none. */
      at: k.json<string[]>().notNull(),
      askedBy: k.text().notNull(),
      askedAt: k.instant().notNull(),
      closedAt: k.instant(),
      againAt: k.instant(),
      endedAt: k.instant(),
      shownAt: k.instant(),
    },
    (t) => [k.index('polls_class').on(t.classId, t.askedAt)],
  )

  const pollAnswers = k.table(
    'poll_answers',
    {
      pollId: k
        .text()
        .notNull()
        .references(() => polls.id, { onDelete: 'cascade' }),
      userId: ofUser(),
      round: k.text().$type<Round>().notNull(),
      classId: ofClass(),
      choice: k.text(),
      answeredAt: k.instant().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [
      k.primaryKey({ columns: [t.pollId, t.userId, t.round] }),
      k.index('poll_answers_class').on(t.classId),
      k.index('poll_answers_user').on(t.userId),
    ],
  )

  const rivalReadings = k.table(
    'rival_readings',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      /** The claim of the edition that is read otherwise. */
      claim: k.text().notNull(),
      /** The rival reading that this one answers; null for a rival reading itself. */
      answers: k.text(),
      body: k.json<PostBody>(),
      digest: k.text().notNull(),
      createdAt: k.instant().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [k.index('rival_readings_claim').on(t.classId, t.claim, t.id), k.index('rival_readings_user').on(t.userId)],
  )

  const sampleScores = k.table(
    'sample_scores',
    {
      assignmentId: ofAssignment(),
      userId: ofUser(),
      /** Its place among the samples that were frozen with the question. */
      sample: k.int().notNull(),
      classId: ofClass(),
      levels: k.json<Levels>(),
      scoredAt: k.instant().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [
      k.primaryKey({ columns: [t.assignmentId, t.userId, t.sample] }),
      k.index('sample_scores_class').on(t.classId, t.userId),
    ],
  )

  const peerReviews = k.table(
    'peer_reviews',
    {
      id: k.id(),
      classId: ofClass(),
      /** Who reviews. */
      userId: ofUser(),
      /** Whose answer it is. */
      authorId: ofUser(),
      assignmentId: ofAssignment(),
      postId: k
        .text()
        .notNull()
        .references(() => posts.id, { onDelete: 'cascade' }),
      givenOutAt: k.instant().notNull(),
      /** The version that was read, and what was said of it; from then on the row stays as it is. */
      version: k.int(),
      levels: k.json<Levels>(),
      comment: k.text(),
      digest: k.text(),
      reviewedAt: k.instant(),
      erasedAt: k.instant(),
    },
    (t) => [
      k.unique('peer_reviews_once').on(t.postId, t.userId),
      k.index('peer_reviews_of').on(t.assignmentId, t.userId),
      k.index('peer_reviews_class').on(t.classId),
    ],
  )

  const citations = k.table(
    'citations',
    {
      id: k.id(),
      classId: ofClass(),
      userId: k.text().notNull(),
      assignmentId: k.text().notNull(),
      source: k.text().$type<'post' | 'reply' | 'note'>().notNull(),
      sourceId: k.text().notNull(),
      ordinal: k.int().notNull(),
      at: k.text().notNull(),
      quote: k.text(),
      erasedAt: k.instant(),
    },
    (t) => [k.index('citations_class').on(t.classId, t.at)],
  )

  const ownQuizzes = k.table(
    'own_quizzes',
    {
      id: k.id(),
      ownerId: ofUser(),
      /** As last saved, finished or not. */
      draft: k.json<DraftQuiz>(),
      /** Counts the saves: two windows never overwrite each other unseen. */
      seq: k.int().notNull(),
      /** In the address by which colleagues see the newest version and adopt it; null while it is not shared. */
      shareCode: k.text(),
      createdAt: k.instant().notNull(),
      savedAt: k.instant().notNull(),
      /** Taken off the owner's list; what was assigned stays. */
      putAwayAt: k.instant(),
      erasedAt: k.instant(),
    },
    (t) => [k.index('own_quizzes_owner').on(t.ownerId), k.unique('own_quizzes_share').on(t.shareCode)],
  )

  /** Questions that came from elsewhere, while they are looked at. */
  const quizImports = k.table(
    'quiz_imports',
    {
      id: k.id(),
      ownerId: ofUser(),
      found: k.json<Brought[]>().notNull(),
      createdAt: k.instant().notNull(),
    },
    (t) => [k.index('quiz_imports_owner').on(t.ownerId)],
  )

  const ownQuizVersions = k.table(
    'own_quiz_versions',
    {
      quizId: k
        .text()
        .notNull()
        .references(() => ownQuizzes.id, { onDelete: 'cascade' }),
      n: k.int().notNull(),
      ownerId: k.text().notNull(),
      body: k.json<Quiz>(),
      digest: k.text().notNull(),
      createdAt: k.instant().notNull(),
      erasedAt: k.instant(),
    },
    (t) => [k.primaryKey({ columns: [t.quizId, t.n] }), k.index('own_quiz_versions_owner').on(t.ownerId)],
  )

  const inbox = k.table(
    'inbox',
    {
      id: k.id(),
      classId: ofClass(),
      userId: ofUser(),
      kind: k.text().$type<TidingKind>().notNull(),
      /** What it is about: an assignment. */
      about: k.text().notNull(),
      /** The facts as they were then, from which the screen makes words. */
      body: k.json<Tiding['facts']>().notNull(),
      createdAt: k.instant().notNull(),
      readAt: k.instant(),
    },
    (t) => [k.index('inbox_user').on(t.userId, t.classId, t.createdAt), k.index('inbox_about').on(t.about)],
  )

  const audit = k.table(
    'audit',
    {
      /** A class id, or `site` for what belongs to no class: each chain is its own. */
      chain: k.text().notNull(),
      n: k.int().notNull(),
      actorId: k.text(),
      action: k.text().notNull(),
      object: k.text().notNull(),
      before: k.text(),
      after: k.text(),
      at: k.instant().notNull(),
      previous: k.text().notNull(),
      digest: k.text().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.chain, t.n] })],
  )

  const idempotency = k.table('idempotency', {
    /** SHA-256 of user, route and the client's Idempotency-Key. */
    key: k.id(),
    userId: ofUser(),
    result: k.json<unknown>().notNull(),
    createdAt: k.instant().notNull(),
  })

  const throttles = k.table('throttles', {
    /** SHA-256 of what is counted (an account, a class, an address) and the kind of failure. */
    key: k.id(),
    failures: k.int().notNull(),
    windowEndsAt: k.instant().notNull(),
  })

  return {
    users,
    sessions,
    classes,
    classCodes,
    sections,
    memberships,
    rosterImports,
    links,
    contentRevisions,
    assignments,
    overrides,
    readingPlaces,
    predictions,
    exerciseAnswers,
    attempts,
    answers,
    reScores,
    scoreChanges,
    contests,
    checks,
    practice,
    lateSaves,
    posts,
    postVersions,
    replies,
    reports,
    hidings,
    notes,
    noteLinks,
    noteRules,
    picks,
    polls,
    pollAnswers,
    rivalReadings,
    sampleScores,
    peerReviews,
    citations,
    ownQuizzes,
    quizImports,
    ownQuizVersions,
    ...defineGradingTables(k, { users, classes, ofUser, ofClass, ofAssignment }),
    ...definePlatformTables(k, { ofUser, ofClass, ofAssignment }),
    inbox,
    ...defineMailTables(k, ofUser),
    audit,
    idempotency,
    throttles,
  }
}
export type Tables = ReturnType<typeof defineTables>
