/**
 * Seeds the demo class through the same door as everybody: each person acts as themselves, at their own time. Dates
 * hang on the day of seeding, everything else is the same at every run. A database that has the class is left alone.
 */
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { edition } from '#lib/content/edition.ts'
import { openDb } from '#lib/db/client.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { hashPassphrase } from '#lib/db/passphrase.ts'
import { findClassByCode } from '#lib/db/queries/classes.ts'
import { contextFor, type Context } from '#lib/door/context.ts'
import { postAnswer, saveDraft } from '#lib/features/answer-question/answer-question.ts'
import { linkNotes, writeNote } from '#lib/features/annotate/write-note.ts'
import { assignWork } from '#lib/features/assign-work/assign-work.ts'
import { answerContest, contestScore, listContests } from '#lib/features/contest-score/contest-score.ts'
import { answerAgain, viewComeback } from '#lib/features/come-back/come-back.ts'
import { createClass } from '#lib/features/create-class/create-class.ts'
import { exerciseHalves } from '#lib/features/assign-work/freeze-exercise.ts'
import { handInExercise, saveExercise } from '#lib/features/do-exercise/do-exercise.ts'
import { joinClass } from '#lib/features/join-class/join-class.ts'
import { addItem, saveItem } from '#lib/features/keep-bank/own-item.ts'
import { keepVersion, makeQuiz, shareQuiz } from '#lib/features/keep-bank/own-quiz.ts'
import { hide, reportToStaff } from '#lib/features/moderate/moderate.ts'
import { replyTo } from '#lib/features/answer-question/reply.ts'
import { changeRole, setExtraTime } from '#lib/features/manage-roster/manage-roster.ts'
import { pickAnswer } from '#lib/features/review-class/one-page.ts'
import { remind } from '#lib/features/review-class/remind.ts'
import { postReading } from '#lib/features/read-otherwise/read-otherwise.ts'
import { savePlace } from '#lib/features/read-along/read-along.ts'
import { giveOut, scoreSample, viewMyReviews, writeReview } from '#lib/features/review-peers/review-peers.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { CODE_ALPHABET } from '#lib/domain/names.ts'
import type { Item } from '#lib/domain/item.ts'
import type { Role, Viewer } from '#lib/domain/viewer.ts'
import { wallOf } from '#lib/domain/zone.ts'
import { LINKS, NOTES, PROMPTS, RIVAL } from './demo-notes.ts'
import { askAboutGrades, gradePosts, gradeWritten } from './demo-grades.ts'
import {
  DEMO,
  DRAFT_TEXT,
  FORECAST_LEAN,
  NAMELESS,
  PICKED,
  POSTS,
  REPLIES,
  STUDENTS,
  studentEmail,
} from './demo-class.ts'
import { carryDemoMessage } from './demo-cables.ts'
import { askDemoClass } from './demo-polls.ts'
import { CONTROVERSY, demoBoxes, demoParts, EXERCISES } from './demo-exercises.ts'

const DEMO_ESSAY = 'how-albania-left-the-bloc'
/** A quiz with a written answer, taken before reading and graded by now. */
const HEADER_QUIZ = 'before-reading'
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** mulberry32: small, seeded, good enough to spread a class of 24. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export async function seedDemo(db: Db, anchor: Date): Promise<'seeded' | 'already there'> {
  if (await findClassByCode(db, DEMO.code)) return 'already there'
  const chance = randomFrom(19610821)
  const bytes = (n: number): Uint8Array => Uint8Array.from({ length: n }, () => Math.floor(chance() * 256))
  let clock = anchor
  const at = (daysBefore: number, hour = 12): Date =>
    (clock = new Date(anchor.getTime() - daysBefore * DAY + (hour - 12) * HOUR))
  const newId = (): string => v7({ msecs: clock.getTime(), random: bytes(16), seq: Math.floor(chance() * 2 ** 31) })
  const as = (viewer: Viewer | null, more: Partial<Context> = {}): Context => ({
    ...contextFor(viewer, { db, now: () => clock, newId, random: bytes }),
    ...more,
  })
  const viewerOf = (
    userId: string,
    name: string,
    role: Role,
    classId: string | null,
    sectionId: string | null = null,
  ): Viewer => ({
    userId,
    name,
    sessionId: 'seed',
    mayTeach: role === 'instructor',
    memberships: classId ? [{ classId, role, sectionId }] : [],
  })
  const wall = (days: number): string =>
    `${wallOf(new Date(anchor.getTime() + days * DAY), DEMO.zone).slice(0, 10)}T17:00`

  at(14, 9)
  const teacherId = newId()
  const passphraseHash = await hashPassphrase(DEMO.instructor.passphrase)
  await db.atomically(function* (tx) {
    yield* q(
      tx.insert(db.t.users).values({
        id: teacherId,
        name: DEMO.instructor.name,
        email: DEMO.instructor.email,
        passphraseHash,
        mayTeach: true,
        createdAt: clock,
        erasedAt: null,
      }),
    )
  })
  // The join code is chosen: the random bytes that spell it are handed to the feature that would draw them.
  const spelled = Uint8Array.from(DEMO.code.split('').map((letter) => CODE_ALPHABET.indexOf(letter)))
  const { class: classId } = await createClass(
    as(viewerOf(teacherId, DEMO.instructor.name, 'instructor', null), { random: () => spelled }),
    { title: DEMO.title, zone: DEMO.zone },
  )
  const teacher = viewerOf(teacherId, DEMO.instructor.name, 'instructor', classId)
  const sectionIds = DEMO.sections.map(() => newId())
  await db.atomically(function* (tx) {
    for (const [index, name] of DEMO.sections.entries())
      yield* q(tx.insert(db.t.sections).values({ id: sectionIds[index]!, classId, name }))
  })

  const enroll = async (name: string, email: string, passphrase: string, sectionId: string): Promise<string> => {
    await joinClass(as(null), { code: DEMO.code, name, passphrase })
    const [row] = await db
      .select({ userId: db.t.memberships.userId })
      .from(db.t.memberships)
      .where(eq(db.t.memberships.displayName, name))
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.users).set({ email }).where(eq(db.t.users.id, row!.userId)))
      yield* q(tx.update(db.t.memberships).set({ sectionId }).where(eq(db.t.memberships.userId, row!.userId)))
    })
    return row!.userId
  }
  at(13, 10)
  const assistantId = await enroll(DEMO.assistant.name, DEMO.assistant.email, DEMO.assistant.passphrase, sectionIds[0]!)
  await changeRole(as(teacher), { class: classId, member: assistantId, role: 'assistant' })
  const ids: string[] = []
  for (const [index, student] of STUDENTS.entries()) {
    at(13, 10 + index / 60)
    ids.push(await enroll(student.name, studentEmail(index), DEMO.passphrase, sectionIds[index % 2]!))
    if (student.extraTime)
      await setExtraTime(as(teacher), { class: classId, member: ids[index]!, percent: student.extraTime })
  }

  at(13, 14)
  const give = async (input: Parameters<typeof assignWork>[1]): Promise<string> =>
    (await assignWork(as(teacher), input)).assignment
  const reading = await give({ class: classId, kind: 'reading', target: 'transcript', due: wall(-2) })
  const essay = await give({ class: classId, kind: 'essay', target: DEMO_ESSAY, due: wall(-1) })
  const quiz = await give({
    class: classId,
    kind: 'quiz',
    target: 'comprehension',
    points: 8,
    due: wall(1),
    closes: wall(3),
  })
  const question = await give({
    class: classId,
    kind: 'question',
    target: 'telegrams',
    citations: 2,
    points: 15,
    due: wall(2),
  })
  const exercise = await give({
    class: classId,
    kind: 'exercise',
    target: 'before-the-outcome',
    due: wall(2),
    closes: wall(4),
  })
  const exercises: string[] = []
  for (const { id, due, closes } of EXERCISES)
    exercises.push(
      await give({
        class: classId,
        kind: 'exercise',
        target: id,
        due: wall(due),
        ...(closes === null ? {} : { closes: wall(closes) }),
      }),
    )
  await give({ class: classId, kind: 'question', target: 'uncle-ho', points: 15, opens: wall(3), due: wall(8) })
  const nameless = await give({
    class: classId,
    kind: 'question',
    target: NAMELESS.question,
    title: NAMELESS.title,
    due: wall(4),
    names: 'hidden',
    citations: 1,
    reviews: 2,
  })

  // A quiz of the instructor's own: a copy with a question changed, kept and shared, and one more begun since.
  at(12, 20)
  const { quiz: own } = await makeQuiz(as(teacher), { copy: 'edition/before-reading', title: DEMO.ownQuiz.title })
  await keepVersion(as(teacher), { quiz: own, seq: 1 })
  await shareQuiz(as(teacher), { quiz: own, shared: 'yes' })
  at(10, 20)
  const { item: begun } = await addItem(as(teacher), { quiz: own, seq: 2, kind: 'written' })
  await saveItem(as(teacher), { quiz: own, item: begun, seq: 3, stem: DEMO.ownQuiz.begun, skill: 'sourcing' })

  const items = edition().quizzes.find((one) => one.id === 'comprehension')!.items
  const headerQuiz = edition().quizzes.find((one) => one.id === HEADER_QUIZ)!
  const paragraphs = edition().essays.find((one) => one.slug === DEMO_ESSAY)!.paragraphs
  const person = (index: number): Context =>
    as(viewerOf(ids[index]!, STUDENTS[index]!.name, 'student', classId, sectionIds[index % 2]!))
  const posted = new Map<number, string>()
  let looks = 0
  let sided = 0
  for (const [index, student] of STUDENTS.entries()) {
    const own = person(index)
    const lag = student.isQuiet ? 8 : 0
    if (student.reading) {
      at(lag || 4, 9 + (index % 8))
      await savePlace(own, { assignment: reading, at: student.reading })
    }
    if (student.essay !== null) {
      at(lag || 3, 9 + (index % 8))
      await savePlace(own, {
        assignment: essay,
        at: paragraphs[Math.max(0, Math.ceil(student.essay * paragraphs.length) - 1)]!,
      })
    }
    if (student.quiz) {
      at(2, 9 + (index % 8))
      const attempt = await startAttempt(own, { assignment: quiz })
      const asked = items.filter(({ id }) => attempt.items.some((one) => one.id === id))
      const answered = student.quiz === 'open' ? asked.slice(0, 3 + (index % 4)) : asked
      for (const item of answered) {
        clock = new Date(clock.getTime() + 60_000)
        const isRight = chance() < student.ability
        await saveAnswer(own, {
          attempt: attempt.id,
          item: item.id,
          seq: 1,
          answer: pick(item, isRight, chance),
          confidence: isRight || chance() < 0.4 ? 3 : 2,
        })
      }
      if (student.quiz === 'handed-in') {
        const { verdicts } = await submitAttempt(own, { attempt: attempt.id })
        const wrong = new Set(verdicts?.flatMap((one) => (one.correct === false ? [one.item] : [])))
        const missed = items.find((item) => item.kind === 'single' && wrong.has(item.id))
        const look = DEMO.secondLooks[looks]
        if (missed && look) {
          looks++
          await contestScore(own, {
            attempt: attempt.id,
            item: missed.id,
            from: missed.passage.from,
            text: look.words,
          })
          if (look.reply) {
            const { open } = await listContests(as(teacher), { class: classId })
            await answerContest(as(teacher), { contest: open.at(-1)!.id, outcome: 'upheld', text: look.reply })
          }
        }
      }
      // What was missed is back the next evening; about half of the class answers the first of it.
      at(1, 20)
      const [back] = index % 2 === 0 ? (await viewComeback(own, { class: classId })).asked : []
      const item = items.find(({ id }) => id === back?.item.id)
      if (item) await answerAgain(own, { class: classId, item: item.id, answer: pick(item, index % 4 === 0, chance) })
    }
    if (student.quiz) {
      at(1, 8 + (index % 8))
      const given = Object.fromEntries(
        Object.entries(FORECAST_LEAN).map(([id, lean]) => [
          id,
          String(5 * Math.round((lean + (chance() - 0.5) * 60) / 5)),
        ]),
      )
      if (student.quiz === 'open')
        await saveExercise(own, {
          assignment: exercise,
          seq: 1,
          answers: Object.fromEntries(Object.entries(given).slice(0, 3 + (index % 5))),
        })
      else await handInExercise(own, { assignment: exercise, answers: given })
    }
    for (const [which, { id, begin }] of EXERCISES.entries()) {
      if (student.quiz !== 'handed-in' || index >= begin) continue
      at(3, 8 + (index % 8) + which / 10)
      if (id === CONTROVERSY) {
        // Sides go to those who begin in turn, so the number among them tells the side.
        const side = sided++ % 2 === 0 ? 'it-did' : 'it-did-not'
        for (const [part, answers] of demoParts(index, side)
          .slice(0, index < 3 ? 7 : 2 + (index % 4))
          .entries()) {
          at(3 - part / 3, 8 + (index % 8) / 10)
          await handInExercise(own, { assignment: exercises[which]!, answers })
        }
        continue
      }
      const { shown, kept } = exerciseHalves(edition().exercises.find((one) => one.id === id)!)
      const answers = demoBoxes(shown.fields, kept, { index, ability: student.ability }, chance)
      await handInExercise(own, { assignment: exercises[which]!, answers })
    }
    if (student.post === 'draft') {
      at(1, 9 + (index % 8))
      await saveDraft(own, { assignment: question, seq: 1, text: DRAFT_TEXT, citations: [{ at: 's145' }] })
    } else if (student.post !== null) {
      const post = POSTS[student.post]!
      at(1, 9 + (index % 8))
      const { post: id } = await postAnswer(own, { assignment: question, text: post.text, citations: post.citations })
      posted.set(student.post, id)
      if (post.revised) {
        at(0, 8)
        await postAnswer(own, { assignment: question, text: post.revised.text, citations: post.revised.citations })
      }
    }
  }

  // The talk under the answers, in the order of the list; an answer's first reply may itself be answered.
  const said: string[] = []
  for (const [index, one] of REPLIES.entries()) {
    at(0, 9 + index / 10)
    const by = one.by === 'instructor' ? as(teacher) : person(one.by)
    const { reply } = await replyTo(by, {
      post: posted.get(one.under)!,
      text: one.text,
      citations: one.citations ?? [],
      ...(one.to === undefined ? {} : { to: said[one.to]! }),
    })
    said.push(reply)
    if (one.hidden) await hide(as(teacher), { kind: 'reply', remark: reply, reason: one.hidden })
    if (one.reported)
      await reportToStaff(person(one.reported.by), { kind: 'reply', remark: reply, reason: one.reported.reason })
  }
  for (const one of PICKED) await pickAnswer(as(teacher), { post: posted.get(one)! })
  for (const [index, one] of NAMELESS.posts.entries()) {
    at(0, 10 + index / 10)
    await postAnswer(person(one.by), { assignment: nameless, text: one.text, citations: one.citations })
  }
  const asked = edition().questions.find(({ id }) => id === NAMELESS.question)!
  for (const [index, { by, off, reviews }] of NAMELESS.reviewers.entries()) {
    at(0, 11 + index / 10)
    const { samples, rubric } = await viewMyReviews(person(by), { assignment: nameless })
    const near = (level: number | undefined): number => Math.max(0, Math.min(3, (level ?? 1) + off))
    const levelsBy = (given: Readonly<Record<string, number>>) =>
      Object.fromEntries(rubric!.rows.map(({ id }, row) => [id, row % 2 === 0 ? near(given[id]) : (given[id] ?? 1)]))
    for (const { sample } of samples)
      await scoreSample(person(by), {
        assignment: nameless,
        sample: String(sample),
        levels: levelsBy(asked.samples[sample]!.scores),
      })
    for (let n = 0; n < reviews; n++) {
      await giveOut(person(by), { assignment: nameless })
      const { open } = await viewMyReviews(person(by), { assignment: nameless })
      const which = NAMELESS.posts.findIndex(({ text }) => text === open!.text)
      const text = NAMELESS.told[which]![index]!
      await writeReview(person(by), { review: open!.review, version: 1, levels: levelsBy({}), text })
    }
  }
  const studentAt = (index: number): Viewer =>
    viewerOf(ids[index]!, STUDENTS[index]!.name, 'student', classId, sectionIds[index % 2]!)
  at(5, 10)
  const prompts: string[] = []
  for (const one of PROMPTS)
    prompts.push((await writeNote(as(teacher), { class: classId, assignment: reading, kind: 'prompt', ...one })).id)
  const noted: string[] = []
  const toReport: { id: string; by: number; reason: string }[] = []
  for (const [index, { by, prompt, answers: _answers, hidden, reported, ...note }] of NOTES.entries()) {
    at(3, 9 + index / 8)
    const thread = prompt === undefined ? {} : { thread: prompts[prompt]! }
    const input = { class: classId, assignment: reading, ...note, ...thread }
    const { id } = await writeNote(as(studentAt(by)), input as Parameters<typeof writeNote>[1])
    noted.push(id)
    if (hidden) await hide(as(teacher), { kind: 'note', remark: id, reason: hidden })
    if (reported) toReport.push({ id, ...reported })
  }
  for (const [index, { answers = [] }] of NOTES.entries())
    for (const answer of answers) {
      at(2, 10 + index / 8)
      await writeNote(as(answer.by === 'instructor' ? teacher : studentAt(answer.by)), {
        class: classId,
        assignment: reading,
        thread: noted[index]!,
        text: answer.text,
      })
    }
  // Once all have written, so that whoever reports may read it.
  for (const { id, by, reason } of toReport)
    await reportToStaff(as(studentAt(by)), { kind: 'note', remark: id, reason })
  for (const { by, note, other, kind } of LINKS)
    await linkNotes(as(studentAt(by)), { note: noted[note]!, other: noted[other]!, kind })
  at(1, 18)
  const { claim, by, text, citations: cited, answers: answered } = RIVAL
  const { reading: rival } = await postReading(as(studentAt(by)), { class: classId, claim, text, citations: cited })
  for (const [index, answer] of answered.entries()) {
    at(1, 19 + index)
    await postReading(as(answer.by === 'instructor' ? teacher : studentAt(answer.by)), {
      class: classId,
      claim,
      text: answer.text,
      answers: rival,
      citations: [],
    })
  }
  // After everything else, so that what stands above comes out the same with it and without it.
  at(13, 15)
  const header = await give({
    class: classId,
    kind: 'quiz',
    target: HEADER_QUIZ,
    points: 10,
    due: wall(-4),
    closes: wall(-3),
  })
  for (const [index, student] of STUDENTS.entries()) {
    if (student.essay !== 1) continue
    const own = as(viewerOf(ids[index]!, student.name, 'student', classId, sectionIds[index % 2]!))
    at(6, 9 + (index % 8))
    const attempt = await startAttempt(own, { assignment: header })
    for (const item of headerQuiz.items) {
      clock = new Date(clock.getTime() + 60_000)
      const answer = pick(item, chance() < student.ability, chance)
      await saveAnswer(own, { attempt: attempt.id, item: item.id, seq: 1, answer })
    }
    await submitAttempt(own, { attempt: attempt.id })
  }
  at(0, 7)
  await gradePosts(as(teacher), classId, question, (member) => {
    const { post } = STUDENTS[ids.indexOf(member)]!
    return typeof post === 'number' ? post : null
  })
  at(2, 19)
  const written = headerQuiz.items.find((item) => item.kind === 'written')!
  const ranked = await gradeWritten(as(teacher), header, written.id, (text) =>
    written.samples.findIndex((sample) => sample.text === text),
  )
  at(1, 9)
  await remind(as(teacher), { assignment: essay })
  const minutes = (n: number) => {
    at(1, 10)
    clock = new Date(clock.getTime() + n * 60_000)
  }
  await askDemoClass(classId, STUDENTS.length, {
    teacher: (n) => (minutes(n), as(teacher)),
    student: (i, n) => (minutes(n), as(viewerOf(ids[i]!, STUDENTS[i]!.name, 'student', classId, sectionIds[i % 2]!))),
  })
  at(1, 20)
  const studentOf = (member: string) => as(studentAt(ids.indexOf(member)))
  await askAboutGrades(as(teacher), studentOf, { classId, quiz: header, part: written.id, ranked })
  const evening = (n: number) => {
    at(1, 20.5)
    clock = new Date(clock.getTime() + n * 60_000)
  }
  await carryDemoMessage(
    classId,
    wall(5),
    { teacher: () => (evening(0), as(teacher)), student: (i, n) => (evening(n), as(studentAt(i))) },
    (item) => pick(item, true, chance),
  )
  return 'seeded'
}

/** The right answer, or one that leans to the first wrong reading, so that the class shares misreadings. */
function pick(item: Item, isRight: boolean, chance: () => number): string[] {
  if (item.kind === 'select') {
    const near = item.near.flatMap((one) => one.at)
    return [isRight || near.length === 0 ? item.accept[0]! : near[Math.floor(chance() * chance() * near.length)]!]
  }
  if (item.kind === 'written') return [item.samples[isRight ? 0 : Math.floor(chance() * item.samples.length)]!.text]
  if ('rows' in item) {
    const key = item.rows.map((row) => row.id + row.key)
    if (isRight) return key
    const near = item.near[Math.floor(chance() * chance() * item.near.length)]!.answers
    return key.map((token) => near.find((one) => one.charAt(0) === token.charAt(0)) ?? token)
  }
  const right = item.options.filter((option) => option.correct).map((option) => option.id)
  if (isRight) return right
  const wrong = item.options.filter((option) => !option.correct).map((option) => option.id)
  const tempting = wrong[Math.floor(chance() * chance() * wrong.length)]!
  return item.kind === 'several' ? [...right.slice(1), tempting] : [tempting]
}

if (import.meta.main) {
  const db = await openDb({ migrate: false })
  console.log(`Demo class ${DEMO.code}: ${await seedDemo(db, new Date())}`)
  await db.close()
}
