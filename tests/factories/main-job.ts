/** The main job of the product, start to end, through every feature: invitation, class, work, desk, export, erasure. */
import { and, eq } from 'drizzle-orm'
import { q, type Db } from '#lib/db/atomically.ts'
import { edition } from '#lib/content/edition.ts'
import { postAnswer, saveDraft } from '#lib/features/answer-question/answer-question.ts'
import { listPosts, viewQuestion } from '#lib/features/answer-question/read-posts.ts'
import { replyTo } from '#lib/features/answer-question/reply.ts'
import { archiveClass } from '#lib/features/archive-class/archive-class.ts'
import { viewDeskNotes } from '#lib/features/annotate/desk-notes.ts'
import { exportAnnotations, exportNotesCsv } from '#lib/features/annotate/export-notes.ts'
import { bringNotes, lookAtNotes } from '#lib/features/annotate/bring-notes.ts'
import { allowHypothesis, readPlainly } from '#lib/features/annotate/open-to-hypothesis.ts'
import { copyPrompts, setOwnFirst, viewNoteRules } from '#lib/features/annotate/guide-notes.ts'
import { viewStrip } from '#lib/features/see-strip/see-strip.ts'
import { readNotes, viewLayer } from '#lib/features/annotate/read-notes.ts'
import { changeNote, linkNotes, removeNote, unlinkNotes, writeNote } from '#lib/features/annotate/write-note.ts'
import {
  assignWork,
  changeAssignment,
  getAssignment,
  listAssignable,
  previewAssignment,
  readNotes as readQuestionNotes,
  removeAssignment,
} from '#lib/features/assign-work/assign-work.ts'
import { setOverride } from '#lib/features/assign-work/overrides.ts'
import { startWarmUp, viewWarmUp } from '#lib/features/assign-work/warm-up.ts'
import { confirmBringing, dropBringing, startBringing, viewBrought } from '#lib/features/bring-quiz/bring-quiz.ts'
import { carryCourse } from '#lib/features/carry-quiz/carry-course.ts'
import { carryEdition, carryOwn, lookAtEdition, lookAtOwn } from '#lib/features/carry-quiz/carry-quiz.ts'
import { acceptInvitation, inviteInstructor, readInvitation, redeemReset } from '#lib/features/claim-link/claim-link.ts'
import { answerAgain, viewComeback } from '#lib/features/come-back/come-back.ts'
import { createClass } from '#lib/features/create-class/create-class.ts'
import { changeClass } from '#lib/features/keep-class/change-class.ts'
import { eraseClass } from '#lib/features/keep-class/erase-class.ts'
import { closeClass, openAgain, viewClosing } from '#lib/features/keep-class/close-class.ts'
import { bankComment, commentOnWords, removeWordComment, unbankComment } from '#lib/features/grade-answers/comments.ts'
import { proposeRubric, setGraders, settleRubric, viewRubric } from '#lib/features/grade-answers/plan.ts'
import { listGrading, readAnswer, viewQueue } from '#lib/features/grade-answers/queue.ts'
import { setRelease } from '#lib/features/grade-answers/release.ts'
import { decideGrade, putAside, saveGrade, undoGrade } from '#lib/features/grade-answers/save.ts'
import { viewStudentGrades } from '#lib/features/grade-answers/student-grades.ts'
import { viewWaiting } from '#lib/features/grade-answers/waiting.ts'
import { joinClass, lookUpCode } from '#lib/features/join-class/join-class.ts'
import { exportBrightspace, exportCanvas, exportMoodle } from '#lib/features/keep-gradebook/gradebook-files.ts'
import { takeCalendar } from '#lib/features/take-calendar/take-calendar.ts'
import { setEntry, setRules, viewEntry, viewGradebook } from '#lib/features/keep-gradebook/keep-gradebook.ts'
import { eraseMe } from '#lib/features/manage-account/erase-me.ts'
import { getMe, rename, signOut } from '#lib/features/manage-account/my-account.ts'
import { changePassphrase } from '#lib/features/manage-account/passphrase.ts'
import { takeMyData } from '#lib/features/manage-account/take-my-data.ts'
import {
  changeRole,
  letBackIn,
  listRoster,
  removeMember,
  resetPassphrase,
  rotateCode,
  setExtraTime,
  setJoining,
} from '#lib/features/manage-roster/manage-roster.ts'
import { hide, leaveAsItIs, reportToStaff, showAgain, viewReports } from '#lib/features/moderate/moderate.ts'
import { postPredictions } from '#lib/features/read-along/predict.ts'
import { savePlace, viewReading } from '#lib/features/read-along/read-along.ts'
import { analyseQuiz, exportMatrix } from '#lib/features/review-class/analyse-quiz.ts'
import { exportCsv } from '#lib/features/review-class/export-csv.ts'
import { exportTrail } from '#lib/features/review-class/export-trail.ts'
import { viewPacket } from '#lib/features/assign-work/packet.ts'
import { listWorkDone, viewDesk } from '#lib/features/review-class/desk.ts'
import { countArrivals } from '#lib/features/review-class/count-arrivals.ts'
import { remind } from '#lib/features/review-class/remind.ts'
import { viewAnswers, viewStudent } from '#lib/features/review-class/review-class.ts'
import { applyNewVersion, correctQuiz, viewNewVersion } from '#lib/features/assign-work/new-version.ts'
import { answerGradeContest, contestGrade, listContestedGrades } from '#lib/features/contest-score/contest-grade.ts'
import { answerContest, contestScore, listContests } from '#lib/features/contest-score/contest-score.ts'
import { addItem, moveItem, removeItem, saveItem, viewItemDraft } from '#lib/features/keep-bank/own-item.ts'
import {
  changeQuiz,
  keepVersion,
  makeQuiz,
  previewQuiz,
  putAway,
  rollBack,
  shareQuiz,
  viewQuizDraft,
  viewShared,
} from '#lib/features/keep-bank/own-quiz.ts'
import { searchBank } from '#lib/features/keep-bank/search-bank.ts'
import { pickAnswer, takeOff, viewOnePage } from '#lib/features/review-class/one-page.ts'
import { viewTalk } from '#lib/features/review-class/view-talk.ts'
import { markRead, readInbox } from '#lib/features/read-inbox/read-inbox.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { seeMyGrades } from '#lib/features/see-my-grades/see-my-grades.ts'
import { selfCheck } from '#lib/features/self-check/self-check.ts'
import { setUp, viewSetUp } from '#lib/features/set-up/set-up.ts'
import { countLate } from '#lib/features/take-quiz/count-late.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { checkAnswer } from '#lib/features/take-quiz/check-answer.ts'
import { startAttempt, submitAttempt, viewQuiz } from '#lib/features/take-quiz/take-quiz.ts'
import { rightAnswer } from './answers.ts'
import { playAmongClassmates } from './among-classmates.ts'
import { playSecondAct } from './second-act.ts'
import { PREDICTED, TARGET } from './work.ts'
import { SETUP_TOKEN, type Stage } from './stage.ts'

const PASSPHRASE = 'quiet bamboo grove'

/** Plays everything; what each step gave stands in `stage.steps`. */
export async function playMainJob(db: Db, on: Stage): Promise<void> {
  const { play, refused, as, visitor, system, goTo } = on
  const item = edition().quizzes.find(({ id }) => id === TARGET.quiz)!.items
  const right = (id: string): string[] => {
    const one = item.find((each) => each.id === id)!
    return rightAnswer(one)
  }
  const publicQuiz = edition().quizzes.find((quiz) => quiz.audience === 'public')!

  const opening = { token: SETUP_TOKEN, name: 'The first', email: 'first@school.test', passphrase: PASSPHRASE }
  await play('nobody has an account', viewSetUp, visitor(), { token: SETUP_TOKEN })
  await refused('whoever guesses', setUp, visitor(), { ...opening, token: 'guessed' })
  await play('the first one is made', setUp, visitor(), opening)
  await refused('and no second', viewSetUp, visitor(), { token: SETUP_TOKEN })

  const invited = await play('the operator invites', inviteInstructor, system(), { email: 'Teacher@School.test' })
  await play('the invitation is opened', readInvitation, visitor(), { token: invited.secret })
  const { session: teacher } = await play('the invitation is accepted', acceptInvitation, visitor(), {
    token: invited.secret,
    name: 'Dr. Nguyễn',
    passphrase: PASSPHRASE,
  })
  await refused('the invitation is spent', acceptInvitation, visitor(), {
    token: invited.secret,
    name: 'Again',
    passphrase: PASSPHRASE,
  })
  const made = await play('a class is made', createClass, await as(teacher, 'key-1'), {
    title: 'HIST 214',
    zone: 'America/New_York',
    seats: 4,
  })
  await play('the same request again', createClass, await as(teacher, 'key-1'), {
    title: 'HIST 214',
    zone: 'America/New_York',
    seats: 4,
  })
  const inClass = { class: made.class }
  await play('joining is closed', setJoining, await as(teacher), { ...inClass, open: false })
  await refused('nobody joins a closed class', joinClass, visitor(), {
    code: made.code,
    name: 'Early Bird',
    passphrase: PASSPHRASE,
  })
  await play('joining is open', setJoining, await as(teacher), { ...inClass, open: true })
  await play('the code is looked up', lookUpCode, visitor(), { code: made.code.toLowerCase() })
  await refused('a wrong code', lookUpCode, visitor(), { code: 'AAAAAAAA' })

  const join = async (name: string): Promise<string> =>
    (await play(`${name} joins`, joinClass, visitor(), { code: made.code, name, passphrase: PASSPHRASE })).session!
  const anna = await join('Anna Lee')
  await refused('a second Anna Lee', joinClass, visitor(), {
    code: made.code,
    name: 'ANNA  LEE',
    passphrase: PASSPHRASE,
  })
  const ben = await join('Bến Hồ')
  const cam = await join('Cẩm Tú')
  const dee = await join('Dee')
  await refused('the class is full', joinClass, visitor(), { code: made.code, name: 'Fifth', passphrase: PASSPHRASE })
  const idOf = async (secret: string): Promise<string> => (await as(secret)).viewer!.userId
  const section = on.newId()
  const [annaId, benId, deeId] = [await idOf(anna), await idOf(ben), await idOf(dee)]
  await db.atomically(function* (tx) {
    yield* q(tx.insert(db.t.sections).values({ id: section, classId: made.class, name: 'Friday' }))
    for (const userId of [annaId, deeId])
      yield* q(
        tx
          .update(db.t.memberships)
          .set({ sectionId: section })
          .where(and(eq(db.t.memberships.classId, made.class), eq(db.t.memberships.userId, userId))),
      )
  })
  await play('Dee assists', changeRole, await as(teacher), { ...inClass, member: deeId, role: 'assistant' })
  await play('Bến has extra time', setExtraTime, await as(teacher), { ...inClass, member: benId, percent: 50 })

  goTo('2026-09-02T12:00:00.000Z')
  const give = async (step: string, input: Record<string, unknown>): Promise<string> =>
    (await play(step, assignWork, await as(teacher), { ...inClass, ...input } as never)).assignment
  const reading = await give('a reading is assigned', {
    kind: 'reading',
    target: TARGET.reading,
    from: 's73',
    to: 's90',
    due: '2026-09-04T17:00',
    points: 5,
  })
  const gated = await give('a reading begins with its header', {
    kind: 'reading',
    target: TARGET.reading,
    from: 's73',
    to: 's90',
    gate: 'predictions',
  })
  const essay = await give('an essay is assigned', { kind: 'essay', target: TARGET.essay })
  const quiz = await give('a quiz is assigned', {
    kind: 'quiz',
    target: TARGET.quiz,
    attempts: 2,
    timeLimit: 20,
    due: '2026-09-04T17:00',
    closes: '2026-09-05T17:00',
    points: 20,
  })
  const practice = await give('a practice is assigned', {
    kind: 'quiz',
    target: TARGET.quiz,
    feedback: 'each',
    title: 'Practice',
  })
  const question = await give('a question is assigned', {
    kind: 'question',
    target: TARGET.question,
    citations: 1,
    due: '2026-09-04T17:00',
  })
  const later = await give('something for the section, later', {
    kind: 'question',
    target: 'uncle-ho',
    section,
    opens: '2026-11-01T00:30',
  })
  await refused('an hour that happens twice', assignWork, await as(teacher), {
    ...inClass,
    kind: 'reading',
    target: 'transcript',
    due: '2026-11-01T01:30',
  })
  await play('what can be assigned', listAssignable, await as(teacher), inClass)
  await play('one assignment', getAssignment, await as(teacher), { assignment: quiz })
  await play('as a student sees it', previewAssignment, await as(teacher), { assignment: quiz })
  await play('the notes', readQuestionNotes, await as(teacher), { assignment: question })
  await play('an exception', setOverride, await as(teacher), {
    assignment: quiz,
    member: await idOf(cam),
    closes: '2026-09-20T17:00',
    attempts: 1,
  })
  await play('a change', changeAssignment, await as(teacher), {
    assignment: later,
    feedback: 'hand-in',
    title: 'Uncle Ho, later',
    opens: '2026-10-01T09:00',
  })
  await play('the roster', listRoster, await as(teacher), inClass)

  const bank = await play('the bank', searchBank, await as(teacher), { kind: 'single', words: 'zhou' })
  const { quiz: ownQuiz } = await play('a copy', makeQuiz, await as(teacher), { copy: 'edition/comprehension' })
  await play('one more item', addItem, await as(teacher), { quiz: ownQuiz, seq: 1, copy: bank.found[0]!.from })
  const { item: written } = await play('one of her own', addItem, await as(teacher), { quiz: ownQuiz, seq: 2, kind: 'written' }) // prettier-ignore
  await play('half of it', saveItem, await as(teacher), { quiz: ownQuiz, item: written, seq: 3, stem: 'Why?' })
  await play('what it lacks', viewItemDraft, await as(teacher), { quiz: ownQuiz, item: written })
  await refused('not to be kept', keepVersion, await as(teacher), { quiz: ownQuiz, seq: 4 })
  await play('it moves', moveItem, await as(teacher), { quiz: ownQuiz, item: written, seq: 4, to: 'up' })
  await play('it goes', removeItem, await as(teacher), { quiz: ownQuiz, item: written, seq: 5 })
  const named = { title: 'My quiz', summary: 'A copy.', minutes: 7 }
  await play('its title', changeQuiz, await as(teacher), { quiz: ownQuiz, seq: 6, ...named })
  await refused('from a stale window', changeQuiz, await as(teacher), { quiz: ownQuiz, seq: 6, ...named })
  await play('as a student has it', previewQuiz, await as(teacher), { quiz: ownQuiz })
  await play('a version', keepVersion, await as(teacher), { quiz: ownQuiz, seq: 7 })
  await play('a change since', changeQuiz, await as(teacher), { quiz: ownQuiz, seq: 8, ...named, title: 'Else' })
  await play('and back', rollBack, await as(teacher), { quiz: ownQuiz, seq: 9, version: 1 })
  await play('shared', shareQuiz, await as(teacher), { quiz: ownQuiz, shared: 'yes' })
  const { shareCode } = await play('her quiz', viewQuizDraft, await as(teacher), { quiz: ownQuiz })
  await play('what a file would lose of it', lookAtOwn, await as(teacher), { quiz: ownQuiz })
  const file = await play('as a file for another system', carryOwn, await as(teacher), {
    quiz: ownQuiz,
    format: 'gift',
  })
  await play('the same of the edition', lookAtEdition, await as(teacher), { quiz: TARGET.quiz })
  await play('the edition as a course', carryCourse, await as(teacher), {})
  await play('and its file', carryEdition, await as(teacher), { quiz: TARGET.quiz, format: 'moodle' })
  const text = 'text' in file ? file.text : ''
  const { list } = await play('a file comes in', startBringing, await as(teacher), { text })
  await play('it is looked at', viewBrought, await as(teacher), { list })
  await play('and taken', confirmBringing, await as(teacher), { list, title: 'Back again' })
  const twice = await play('once more', startBringing, await as(teacher), { text })
  await play('and thrown away', dropBringing, await as(teacher), twice)
  await play('what a colleague sees', viewShared, await as(teacher), { code: shareCode! })
  await refused('students have no bank', viewShared, await as(anna), { code: shareCode! })
  await play('off her list', putAway, await as(teacher), { quiz: ownQuiz, away: 'yes' })

  goTo('2026-09-03T12:00:00.000Z')
  await play('Anna’s account', getMe, await as(anna), {})
  await play('Anna’s list', seeMyWork, await as(anna), inClass)
  await play('Anna’s inbox', readInbox, await as(anna), inClass)
  await play('Anna has read it', markRead, await as(anna), inClass)
  await play('Anna reads', viewReading, await as(anna), { assignment: reading })
  await play('Anna’s place', savePlace, await as(anna), { assignment: reading, at: 's80' })
  await play('Anna has read it', savePlace, await as(anna), { assignment: reading, at: 's90' })
  await refused('a place outside', savePlace, await as(anna), { assignment: reading, at: 's300' })
  await play('the header alone', viewReading, await as(anna), { assignment: gated })
  await refused('no place before the predictions', savePlace, await as(anna), { assignment: gated, at: 's80' })
  await refused('one box is empty', postPredictions, await as(anna), { assignment: gated, ...PREDICTED, aims: ' ' })
  await play('Anna predicts', postPredictions, await as(anna), { assignment: gated, ...PREDICTED })
  await play('and again, the reply was lost', postPredictions, await as(anna), { assignment: gated, ...PREDICTED })
  await refused('a second thought', postPredictions, await as(anna), { assignment: gated, ...PREDICTED, aims: 'Else' })
  await refused('nothing to predict here', postPredictions, await as(anna), { assignment: reading, ...PREDICTED })
  await play('the text is open', viewReading, await as(anna), { assignment: gated })
  await play('Bến has read the essay', savePlace, await as(ben), { assignment: essay, done: true })
  await play('the quiz before it is begun', viewQuiz, await as(anna), { assignment: quiz })
  const attempt = await play('Anna begins', startAttempt, await as(anna), { assignment: quiz })
  for (const [index, one] of attempt.items.entries()) {
    await play(`Anna answers ${one.id}`, saveAnswer, await as(anna), {
      attempt: attempt.id,
      item: one.id,
      answer: right(one.id),
      seq: 1,
      confidence: 1 + (index % 3),
    })
  }
  // Whatever the order that was drawn: two questions with one right answer each, which is not the first option.
  const [first, second] = attempt.items.filter(({ id, kind }) => kind === 'single' && right(id)[0] !== 'a')
  await play('a lost reply is asked again', saveAnswer, await as(anna), {
    attempt: attempt.id,
    item: first!.id,
    answer: right(first!.id),
    seq: 1,
    confidence: 1 + (attempt.items.indexOf(first!) % 3),
  })
  await refused('a stale seq', saveAnswer, await as(anna), {
    attempt: attempt.id,
    item: first!.id,
    answer: ['a'],
    seq: 1,
  })
  await play('she thinks again', saveAnswer, await as(anna), {
    attempt: attempt.id,
    item: first!.id,
    answer: ['a'],
    seq: 2,
  })
  await play('she resumes', startAttempt, await as(anna), { assignment: quiz })
  await refused('not everything has arrived', submitAttempt, await as(anna), {
    attempt: attempt.id,
    last: { [first!.id]: 3 },
  })
  await play('she hands in', submitAttempt, await as(anna), { attempt: attempt.id })
  await play('and again', submitAttempt, await as(anna), { attempt: attempt.id })
  await refused('a save after hand-in', saveAnswer, await as(anna), {
    attempt: attempt.id,
    item: first!.id,
    answer: ['c'],
    seq: 3,
  })
  await play('the quiz after hand-in', viewQuiz, await as(anna), { assignment: quiz })

  const benAttempt = await play('Bến begins and leaves', startAttempt, await as(ben), { assignment: quiz })
  await play('Bến answers one', saveAnswer, await as(ben), {
    attempt: benAttempt.id,
    item: second!.id,
    answer: right(second!.id),
    seq: 1,
  })
  const trial = await play('Cẩm Tú practises', startAttempt, await as(cam), { assignment: practice })
  await play('one answer', saveAnswer, await as(cam), { attempt: trial.id, item: first!.id, answer: ['a'], seq: 1 })
  await play('is explained at once', checkAnswer, await as(cam), { attempt: trial.id, item: first!.id })

  await play('the question', viewQuestion, await as(anna), { assignment: question })
  await play('a draft', saveDraft, await as(anna), {
    assignment: question,
    seq: 1,
    text: 'Two accounts',
    citations: [],
  })
  await refused('a draft of another tab', saveDraft, await as(anna), {
    assignment: question,
    seq: 1,
    text: 'Other',
    citations: [],
  })
  await play('locked before her own', listPosts, await as(anna), { assignment: question })
  await refused('nothing is cited', postAnswer, await as(anna), {
    assignment: question,
    text: 'Two accounts differ.',
    citations: [],
  })
  await refused('words that do not stand there', postAnswer, await as(anna), {
    assignment: question,
    text: 'Two accounts differ.',
    citations: [{ at: 's114', quote: 'quite calm' }],
  })
  await play('Anna posts', postAnswer, await as(anna), {
    assignment: question,
    text: 'Two accounts differ.',
    citations: [{ at: 's114', quote: 'very nervous' }, { at: 's110' }],
  })
  await play('Bến posts', postAnswer, await as(ben), {
    assignment: question,
    text: '=1+1 is not a formula.',
    citations: [{ at: 's175' }],
  })
  await play('Anna revises', postAnswer, await as(anna), {
    assignment: question,
    text: 'Two accounts differ, and both may hold.',
    citations: [{ at: 's114' }],
  })
  await play('she reads the others', listPosts, await as(anna), { assignment: question })
  await play('the question page', viewQuestion, await as(anna), { assignment: question })
  const { own, others } = await play('Bến reads', listPosts, await as(ben), { assignment: question })
  const post = others[0]!.post
  const answer = { post, text: 'Whose word is it?', citations: [{ at: 's108' }] }
  const { reply } = await play('Bến replies', replyTo, await as(ben, 'key-2'), answer)
  await play('and again, the reply was lost', replyTo, await as(ben, 'key-2'), answer)
  await play('Anna answers him', replyTo, await as(anna), { post, to: reply, text: 'The envoy’s.', citations: [] })
  await play('the teacher joins in', replyTo, await as(teacher), {
    post,
    text: 'And who wrote it down?',
    citations: [],
  })
  await refused('who has posted nothing cannot', replyTo, await as(cam), { post, text: 'Me too.', citations: [] })
  await refused('nor report', reportToStaff, await as(cam), { kind: 'reply', remark: reply })
  await play('Anna reports', reportToStaff, await as(anna), { kind: 'reply', remark: reply, reason: 'Off the point' })
  await play('it waits', viewReports, await as(teacher), inClass)
  await play('the assistant has none of another section', viewReports, await as(dee), inClass)
  await refused('and hides none', hide, await as(dee), { kind: 'reply', remark: reply, reason: 'No' })
  await play('it stays', leaveAsItIs, await as(teacher), { kind: 'reply', remark: reply })
  await play('a post is hidden', hide, await as(teacher), { kind: 'post', remark: own!.post, reason: 'A formula' })
  await refused('it takes no reply', replyTo, await as(anna), { post: own!.post, text: 'Why?', citations: [] })
  await play('Anna no longer reads it', listPosts, await as(anna), { assignment: question })
  await play('Bến reads why', listPosts, await as(ben), { assignment: question })
  await play('the talk', viewTalk, await as(teacher), {
    assignment: question,
    posts: [post, own!.post],
  })
  await play('it is shown again', showAgain, await as(teacher), { kind: 'post', remark: own!.post })

  const beside = { ...inClass, assignment: reading }
  await play('a prompt is pinned', writeNote, await as(teacher), {
    ...inClass,
    kind: 'prompt',
    from: 's80',
    text: 'Who told him?',
  })
  const hers = await play('Anna notes', writeNote, await as(anna), {
    ...beside,
    from: 's79',
    to: 's80',
    text: 'By s114.',
  })
  const his = await play('Bến asks', writeNote, await as(ben), {
    ...beside,
    kind: 'question',
    from: 's81',
    text: 'Since when?',
  })
  await play('Anna answers Bến', writeNote, await as(anna), { ...beside, thread: his.id, text: 'Since 1960.' })
  const linked = await play('and says what it is to hers', linkNotes, await as(anna), {
    note: hers.id,
    other: his.id,
    kind: 'explains',
  })
  await play('which she takes back', unlinkNotes, await as(anna), { link: linked.links[0]!.id })
  await play('she finds other words', changeNote, await as(anna), { note: hers.id, seq: 2, text: 'By s115.' })
  await play('Bến reads along', viewLayer, await as(ben), { assignment: reading, at: 's81' })
  await play('one note of one’s own first', setOwnFirst, await as(teacher), { ...inClass, ownFirst: '1' })
  await play('Hypothesis is allowed', allowHypothesis, await as(teacher), { ...inClass, allowed: true })
  await play('Anna takes it to the reading', readPlainly, await as(anna), { assignment: reading })
  await play('and no longer', allowHypothesis, await as(teacher), { ...inClass, allowed: false })
  await play('the rules of notes', viewNoteRules, await as(teacher), inClass)
  await play('the desk of notes', viewDeskNotes, await as(teacher), inClass)
  await play('the strip', viewStrip, await as(teacher), inClass)
  await play('notes as a table', exportNotesCsv, await as(teacher), inClass)
  await play('notes as annotations', exportAnnotations, await as(anna), inClass)
  await refused('prompts of the same class', copyPrompts, await as(teacher), { ...inClass, from: made.class })
  const fromElsewhere = {
    ...beside,
    file: JSON.stringify({
      id: 'urn:example:1',
      target: {
        source: 'https://elsewhere.test/transcript',
        selector: { type: 'TextQuoteSelector', exact: edition().transcript.units.get('s82')!.text },
      },
    }),
  }
  await play('Anna looks at what she marked elsewhere', lookAtNotes, await as(anna), fromElsewhere)
  await play('and brings it', bringNotes, await as(anna), fromElsewhere)
  await play('twice is once', bringNotes, await as(anna), fromElsewhere)
  await play('the instructor reads', readNotes, await as(teacher), { ...inClass, at: 's81' })
  await play('Bến takes his question back', removeNote, await as(ben), { note: his.id })
  await playAmongClassmates(on, { classId: made.class, teacher, anna, ben })

  goTo('2026-09-06T12:00:00.000Z')
  await refused('a start after closing', startAttempt, await as(anna), { assignment: quiz })
  const back = await play('what Anna missed is back', viewComeback, await as(anna), inClass)
  const again = back.asked[0]!.item.id
  await play('she answers it again', answerAgain, await as(anna), { ...inClass, item: again, answer: right(again) })
  await play('Bến’s list: what ran out counts', seeMyWork, await as(ben), inClass)
  await play('Bến’s quiz', viewQuiz, await as(ben), { assignment: quiz })
  await play('Cẩm Tú has until the 20th', startAttempt, await as(cam), { assignment: quiz })
  await play('a packet to print', viewPacket, await as(teacher), { ...inClass, key: true })
  await refused('an answer key, to an assistant', viewPacket, await as(dee), { ...inClass, key: true })
  await play('the desk', viewDesk, await as(teacher), inClass)
  await play('what is done, as a list', listWorkDone, await as(teacher), inClass)
  await play('the assistant’s desk', viewDesk, await as(dee), inClass)
  for (const assignment of [reading, gated, quiz, question])
    await play('answers', viewAnswers, await as(teacher), { assignment })
  await play('one student', viewStudent, await as(teacher), { ...inClass, member: annaId })
  await refused('an assistant, another section', viewStudent, await as(dee), { ...inClass, member: benId })
  for (const assignment of [reading, essay, quiz, question])
    await play('done since the term began', countArrivals, await as(teacher), {
      assignment,
      since: '2026-09-01T12:00:00.000Z',
    })
  await play('those who have not begun are reminded', remind, await as(teacher), { assignment: essay })
  await refused('once a day', remind, await as(teacher), { assignment: essay })
  await refused('not by an assistant', remind, await as(dee), { assignment: essay })
  await play('what waits for grading', listGrading, await as(teacher), inClass)
  await play('the desk says so', viewWaiting, await as(teacher), inClass)
  await play('nothing of it is the assistant’s', viewWaiting, await as(dee), inClass)
  const screen = await play('the grading screen', viewQueue, await as(teacher), { assignment: question, names: false })
  const toGrade = screen.answer!
  const graded = { assignment: question, part: 'post', member: toGrade.member }
  const version = { source: toGrade.source, version: toGrade.version }
  const given = Object.fromEntries(screen.rubric.map((row) => [`level:${row.id}`, 2]))
  await play('a grade', saveGrade, await as(teacher), {
    ...graded,
    ...version,
    text: 'Who told him?',
    ...given,
  } as never)
  await play('taken back', undoGrade, await as(teacher), { assignment: question, part: 'post' })
  await play('put aside', putAside, await as(teacher), { ...graded, aside: true })
  await play('two graders', setGraders, await as(teacher), { assignment: question, graders: 2 })
  await play('given again', saveGrade, await as(teacher), { ...graded, ...version, ...given } as never)
  await refused('nothing to decide', decideGrade, await as(teacher), { ...graded, ...version, ...given } as never)
  await play('one grader', setGraders, await as(teacher), { assignment: question, graders: 1 })
  const onWords = await play('a comment on words', commentOnWords, await as(teacher), {
    ...graded,
    ...version,
    words: toGrade.text.slice(0, 3),
    text: 'Which?',
  })
  await play('and back', removeWordComment, await as(teacher), { comment: onWords.comment })
  const banked = await play('kept in the bank', bankComment, await as(teacher), { ...inClass, text: 'Which?' })
  await play('and out', unbankComment, await as(teacher), { comment: banked.comment })
  await play('the answer again', readAnswer, await as(teacher), graded)
  await play('another rubric', proposeRubric, await as(teacher), {
    assignment: question,
    part: 'post',
    [`weight:${screen.rubric[0]!.id}`]: 2,
  } as never)
  const { proposal } = await play('what it changes', viewRubric, await as(teacher), { assignment: question })
  const use = { assignment: question, part: 'post', use: true }
  await refused('what nobody looked at is not', settleRubric, await as(teacher), { ...use, expect: 'nothing' })
  await play('it is used', settleRubric, await as(teacher), { ...use, expect: proposal!.expect })
  await play('released', setRelease, await as(teacher), { assignment: question, released: true })
  await play('she asks about her grade', contestGrade, await as(anna), {
    assignment: question,
    part: 'post',
    from: '73',
    text: 'It stands here.',
  })
  await refused('once', contestGrade, await as(anna), {
    assignment: question,
    part: 'post',
    from: '73',
    text: 'Again.',
  })
  const [aboutGrade] = (
    await play('what is asked', listContestedGrades, await as(teacher), { ...inClass, names: true })
  ).open
  await play('it stands', answerGradeContest, await as(teacher), {
    contest: aboutGrade!.id,
    outcome: 'kept',
    text: 'I read it so again.',
  })
  await play('Anna’s grades beside her work', viewStudentGrades, await as(teacher), { ...inClass, member: annaId })
  await play('rules of the gradebook', setRules, await as(teacher), { ...inClass, drop_quiz: 1, unfinished: 'zero' })
  await play('excused', setEntry, await as(teacher), { assignment: quiz, member: benId, excused: true })
  await play('one cell', viewEntry, await as(teacher), { assignment: quiz, member: benId })
  await play('the gradebook', viewGradebook, await as(teacher), inClass)
  await play('for Canvas', exportCanvas, await as(teacher), inClass)
  await play('for Moodle', exportMoodle, await as(teacher), inClass)
  await play('for Brightspace', exportBrightspace, await as(teacher), inClass)
  await play('Anna’s calendar', takeCalendar, await as(anna), inClass)
  await play('the class’s', takeCalendar, await as(teacher), inClass)
  await play('Anna’s grades', seeMyGrades, await as(anna), inClass)
  await play('an answer is chosen', pickAnswer, await as(teacher), { post })
  await play('and again', pickAnswer, await as(teacher), { post })
  await play('the class in one page', viewOnePage, await as(teacher), inClass)
  await play('the assistant’s', viewOnePage, await as(dee), inClass)
  await play('taken off', takeOff, await as(teacher), { post })
  await play('the export', exportCsv, await as(teacher), inClass)
  await play('the record of changes', exportTrail, await as(teacher), inClass)
  await play('the archive', archiveClass, await as(teacher), inClass)
  const newer = await play('nothing newer', viewNewVersion, await as(teacher), { assignment: quiz })
  const kept = { assignment: quiz, expect: newer.expect!, scores: 'keep' as const }
  await play('the same version again', applyNewVersion, await as(teacher), kept)
  await play('hers to correct', correctQuiz, await as(teacher), { assignment: quiz })
  const look = { attempt: attempt.id, item: first!.id, from: '73', text: 'I read it otherwise.' }
  await play('Anna asks for a second look', contestScore, await as(anna), look)
  const looks = await play('second looks', listContests, await as(teacher), inClass)
  const accepted = { contest: looks.open[0]!.id, outcome: 'accepted' as const, text: 'That can be read so.' }
  await play('her answer counts', answerContest, await as(teacher), accepted)
  const after = await play('what came after closing', viewAnswers, await as(teacher), { assignment: quiz })
  await play('it counts', countLate, await as(teacher), { late: after.late[0]!.id })
  await play('the quiz with its new score', viewQuiz, await as(anna), { assignment: quiz })
  await play('the item statistics', analyseQuiz, await as(teacher), { assignment: quiz })
  await play('the matrix', exportMatrix, await as(teacher), { assignment: quiz })
  await refused('work stands in the way', removeAssignment, await as(teacher), { assignment: quiz })
  const missed = await play('what the class missed', viewWarmUp, await as(teacher), inClass)
  await play('a warm-up of it', startWarmUp, await as(teacher), { ...inClass, item: [missed.items[0]!.id] })
  await play('nobody has begun this', removeAssignment, await as(teacher), { assignment: later })

  await play('Anna has a new name', rename, await as(anna), { name: 'Anna B. Lee' })
  await play('and a new passphrase', changePassphrase, await as(anna), {
    current: PASSPHRASE,
    passphrase: 'another bamboo grove',
  })
  const reset = await play('Bến forgot his', resetPassphrase, await as(teacher), { ...inClass, member: benId })
  const { session: benAgain } = await play('Bến is back', redeemReset, visitor(), {
    class: made.code,
    name: 'bến hồ',
    code: reset.code,
    passphrase: PASSPHRASE,
  })
  const settings = { ...inClass, title: 'HIST 214, fall', zone: 'America/Los_Angeles', seats: 40 }
  await play('its settings', changeClass, await as(teacher), settings)
  await play('the class is closed', closeClass, await as(teacher), { ...inClass, confirm: 'close this class' })
  await play('since when', viewClosing, await as(teacher), inClass)
  await refused('but not erased yet', eraseClass, await as(teacher), { ...inClass, confirm: 'erase this class' })
  await play('and opened again', openAgain, await as(teacher), inClass)
  await play('a new code', rotateCode, await as(teacher), inClass)
  await refused('the old one joins no more', lookUpCode, visitor(), { code: made.code })
  await play('Cẩm Tú is removed', removeMember, await as(teacher), { ...inClass, member: await idOf(cam) })
  await refused('and sees nothing', seeMyWork, await as(cam), inClass)
  await play('a slip: she is back', letBackIn, await as(teacher), { ...inClass, member: await idOf(cam) })
  await play('with her work', seeMyWork, await as(cam), inClass)
  await play('and is removed again', removeMember, await as(teacher), { ...inClass, member: await idOf(cam) })
  await play('self-check', selfCheck, visitor(), { quiz: publicQuiz.id, item: publicQuiz.items[0]!.id, answer: ['a'] })
  await play('a colleague is invited', inviteInstructor, await as(teacher), { email: 'colleague@school.test' })
  await playSecondAct(on, { classId: made.class, teacher, student: benAgain, studentId: benId })
  await play('Anna takes her data', takeMyData, await as(anna), {})
  await play('Anna is erased', eraseMe, await as(anna), { passphrase: 'another bamboo grove', confirm: 'erase me' })
  await play('the desk without Anna', viewDesk, await as(teacher), inClass)
  await play('Bến signs out', signOut, await as(benAgain), {})
}
