/**
 * The one route table: every write, every download and every JSON read, a line each. OpenAPI, the guard, the
 * authorization matrix and the fuzzer read it, so nothing can be mounted beside it. Runs in native Node: in production
 * the front door dispatches to it before Next is asked; in tests it is called without a server.
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { getCookie } from 'hono/cookie'
import { forget, IS_SECURE, issue, SESSION_COOKIE, viewerFromCookie } from '#lib/auth/session.ts'
import { db } from '#lib/db/client.ts'
import { mapDriverError } from '#lib/db/errors.ts'
import { doesAnswer } from '#lib/db/queries/health.ts'
import { asSystem, contextFor, type Context } from '#lib/door/context.ts'
import type { Feature } from '#lib/door/feature.ts'
import { postAnswer, saveDraft } from '#lib/features/answer-question/answer-question.ts'
import { listPosts } from '#lib/features/answer-question/read-posts.ts'
import { replyTo } from '#lib/features/answer-question/reply.ts'
import { answerPoll, askClass, listAsked, moveOn, viewMyPoll, viewPoll } from '#lib/features/ask-class/ask-class.ts'
import { archiveClass } from '#lib/features/archive-class/archive-class.ts'
import { annotationPage, type NoteOut } from '#lib/domain/annotation.ts'
import type { ErrorCode } from '#lib/domain/errors.ts'
import { env } from '#lib/env.ts'
import { applyNewVersion, correctQuiz } from '#lib/features/assign-work/new-version.ts'
import { assignWork, changeAssignment, removeAssignment } from '#lib/features/assign-work/assign-work.ts'
import { copyClass } from '#lib/features/assign-work/copy-class.ts'
import { setOverride, setSectionOverride } from '#lib/features/assign-work/overrides.ts'
import { giveToPlatform, lookAtPicks } from '#lib/features/assign-work/pick-for-platform.ts'
import { assignPlan } from '#lib/features/assign-work/plans.ts'
import { assignSharedPlan } from '#lib/features/assign-work/share-plan.ts'
import { startWarmUp } from '#lib/features/assign-work/warm-up.ts'
import { confirmBringing, dropBringing, startBringing } from '#lib/features/bring-quiz/bring-quiz.ts'
import { carryEdition, carryOwn } from '#lib/features/carry-quiz/carry-quiz.ts'
import {
  acceptInvitation,
  inviteColleague,
  inviteInstructor,
  joinAsColleague,
  redeemReset,
} from '#lib/features/claim-link/claim-link.ts'
import {
  linkCourse,
  makeClassForPick,
  makeClassOfCourse,
  takeIdentity,
} from '#lib/features/connect-platform/choose-class.ts'
import { launch } from '#lib/features/connect-platform/launch.ts'
import { startLogin } from '#lib/features/connect-platform/login.ts'
import { acceptRegistration, lookAtRegistration, showKeys } from '#lib/features/connect-platform/register.ts'
import { askForRoster, dropRoster, takeRoster } from '#lib/features/connect-platform/roster.ts'
import { queueChanges, sendAgain, sendDue } from '#lib/features/connect-platform/scores.ts'
import { disconnectCourse } from '#lib/features/connect-platform/view-connection.ts'
import { answerContest, contestScore } from '#lib/features/contest-score/contest-score.ts'
import { answerAgain } from '#lib/features/come-back/come-back.ts'
import { createClass } from '#lib/features/create-class/create-class.ts'
import { handInExercise, saveExercise } from '#lib/features/do-exercise/do-exercise.ts'
import { bankComment, commentOnWords, removeWordComment, unbankComment } from '#lib/features/grade-answers/comments.ts'
import { proposeRubric, setGraders, settleRubric } from '#lib/features/grade-answers/plan.ts'
import { readAnswer } from '#lib/features/grade-answers/queue.ts'
import { setRelease } from '#lib/features/grade-answers/release.ts'
import { decideGrade, putAside, saveGrade, undoGrade } from '#lib/features/grade-answers/save.ts'
import { changeReading, confirmImport, dropImport, startImport } from '#lib/features/import-roster/import-roster.ts'
import { exportAnnotations, exportNotesCsv } from '#lib/features/annotate/export-notes.ts'
import { copyPrompts, setOwnFirst } from '#lib/features/annotate/guide-notes.ts'
import { allowHypothesis, readPlainly } from '#lib/features/annotate/open-to-hypothesis.ts'
import { readNotes } from '#lib/features/annotate/read-notes.ts'
import { changeNote, linkNotes, removeNote, unlinkNotes, writeNote } from '#lib/features/annotate/write-note.ts'
import { joinClass } from '#lib/features/join-class/join-class.ts'
import { addItem, moveItem, removeItem, saveItem } from '#lib/features/keep-bank/own-item.ts'
import {
  changeQuiz,
  keepVersion,
  makeQuiz,
  putAway,
  rollBack,
  shareQuiz,
  viewQuizDraft,
} from '#lib/features/keep-bank/own-quiz.ts'
import { searchBank } from '#lib/features/keep-bank/search-bank.ts'
import { exportCanvas, exportMoodle } from '#lib/features/keep-gradebook/gradebook-files.ts'
import { setEntry, setRules, viewGradebook } from '#lib/features/keep-gradebook/keep-gradebook.ts'
import {
  changePassphrase,
  eraseMe,
  getMe,
  rename,
  signOut,
  takeMyData,
} from '#lib/features/manage-account/manage-account.ts'
import { giveFirstCodes } from '#lib/features/manage-roster/first-codes.ts'
import {
  changeRole,
  putInSection,
  removeMember,
  renameMember,
  resetPassphrase,
  rotateCode,
  setExtraTime,
  setJoining,
} from '#lib/features/manage-roster/manage-roster.ts'
import { hide, leaveAsItIs, reportToStaff, showAgain } from '#lib/features/moderate/moderate.ts'
import { putTogether, takeApart } from '#lib/features/manage-roster/second-entry.ts'
import { makeSection, removeSection, renameSection } from '#lib/features/manage-roster/sections.ts'
import { listClaims, postReading, viewReadings } from '#lib/features/read-otherwise/read-otherwise.ts'
import { postPredictions } from '#lib/features/read-along/predict.ts'
import { savePlace } from '#lib/features/read-along/read-along.ts'
import { changeMail, confirmMail, stopMail } from '#lib/features/receive-mail/receive-mail.ts'
import { markRead, readInbox } from '#lib/features/read-inbox/read-inbox.ts'
import { viewReviews } from '#lib/features/review-peers/desk-reviews.ts'
import { giveOut, scoreSample, viewMyReviews, writeReview } from '#lib/features/review-peers/review-peers.ts'
import { countArrivals } from '#lib/features/review-class/count-arrivals.ts'
import { exportMatrix } from '#lib/features/review-class/analyse-quiz.ts'
import { pickAnswer, takeOff } from '#lib/features/review-class/one-page.ts'
import { exportCsv } from '#lib/features/review-class/export-csv.ts'
import { remind } from '#lib/features/review-class/remind.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { viewStrip } from '#lib/features/see-strip/see-strip.ts'
import { selfCheck } from '#lib/features/self-check/self-check.ts'
import { checkAnswer } from '#lib/features/take-quiz/check-answer.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import {
  backToForm,
  bodyOf,
  download,
  json,
  keepText,
  problem,
  refusalOf,
  seeOther,
  textIn,
  wouldLoseText,
  type Fields,
} from './http.ts'
import { hypothesisPage, noReading } from './hypothesis-page.ts'
import {
  handBackPage,
  pickFields,
  picksPage,
  refusedPage,
  registeredPage,
  registerPage,
  windowPage,
} from './platform-pages.ts'
import { zipOf } from './zip.ts'

type Written = { class: string; notes: readonly NoteOut[] }
const ANNOTATIONS = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
const annotations = (out: Written) => annotationPage(out.notes, env.publicUrl, `/api/classes/${out.class}/notes`)

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
/** Where a plain HTML form goes: back to its page when refused, on to the next when done. `p` are path parameters and fields. */
type Forms = {
  back: (p: Record<string, string>) => string
  onward: (p: Record<string, string>, out: never) => string
  /** What the next page shows once, and nobody's address keeps. */ flash?: (out: never) => unknown
}
type Line = {
  method: Method
  path: string
  does: string
  feature: Feature
  form?: Forms
  /** The secret of a session row that the feature wrote; it becomes the cookie and leaves the answer. */
  opensSession?: true
  endsSession?: true
  /** An answer of another form than JSON; `p` are path parameters, `query` what stood behind the question mark. */
  file?: (out: never, p: Record<string, string>, query: URLSearchParams) => Response
  /** What is input besides body and query, such as what the browser says of itself; it wins over both. */
  besides?: (request: Request, cookie: (name: string) => string | undefined) => Fields
  /** How the fields of a form become those of the feature, where one name chooses among several. */
  reads?: (fields: Fields) => Fields
  /** For people whom another site has sent here: a refusal in words, whatever was asked for. */
  refusal?: (code: ErrorCode, detail: Record<string, unknown>) => Response
  /** The same in another form, for whoever asks for its type by the Accept header. */
  otherwise?: { accept: string; feature: Feature; answer: (out: unknown) => Response }
  /** A list that is asked for in parts: what stands behind the question mark is input too. */
  asksByQuery?: true
}

const line = <Out>(
  method: Method,
  path: string,
  does: string,
  feature: Feature<z.ZodType, Out> | Feature<never, Out>,
  more: {
    form?: {
      back: Forms['back']
      onward: (p: Record<string, string>, out: Out) => string
      flash?: (out: Out) => unknown
    }
    opensSession?: true
    endsSession?: true
    file?: (out: Out, p: Record<string, string>, query: URLSearchParams) => Response
    besides?: Line['besides']
    reads?: Line['reads']
    refusal?: Line['refusal']
    asksByQuery?: true
    otherwise?: Line['otherwise']
  } = {},
): Line => ({ method, path, does, feature: feature as unknown as Feature, ...more }) as unknown as Line

const classPage = (p: Record<string, string>): string => `/classes/${p.class}`
const inbox = (p: Record<string, string>): string => `${classPage(p)}/inbox`
const desk = (p: Record<string, string>): string => `/classes/${p.class}/desk`
const polls = (p: Record<string, string>): string => `${desk(p)}/projector/polls`
/** The class travels in the form: the address of a poll alone does not say which one it is. */
const onePoll = (p: Record<string, string>): string => `${polls({ ...p, class: p.in! })}/${p.poll}`
const myPoll = (p: Record<string, string>): string => `/classes/${p.in}/polls/${p.poll}`
const roster = (p: Record<string, string>): string => `${desk(p)}/roster`
const importPage = (p: Record<string, string>): string => `${roster(p)}/import?list=${p.list ?? ''}`
const settings = (p: Record<string, string>): string => `${desk(p)}/settings`
const sharedPlan = (p: Record<string, string>): string =>
  `/bank/plan?${new URLSearchParams({ of: p.plan ?? '', class: p.class ?? '', start: p.start ?? '' }).toString()}`
const ownQuiz = (p: Record<string, string>): string => `/bank/quizzes/${p.quiz}`
const bringing = (p: Record<string, string>): string => `/bank/import?list=${p.list ?? ''}`
const ownItem = (p: Record<string, string>): string => `${ownQuiz(p)}/items/${p.item}`
/** After saving an item: on to the quiz, to the part that a button added, or back to the form. */
const afterItem = (p: Record<string, string>): string =>
  p.next ? `${ownQuiz(p)}#${p.item}` : p.more ? `${ownItem(p)}#new-${p.more}` : `${ownItem(p)}?done=saved`
/** Pages of one assignment live under its class, which a form names in `in`. */
const workPage =
  (kind: string) =>
  (p: Record<string, string>): string =>
    `/classes/${p.in}/${kind}/${p.assignment}`
/** A note is written in a reading; what staff write has no reading and goes back to the desk. */
const deskNotes = (p: Record<string, string>): string => `${desk(p)}/notes`
const notePage = (p: Record<string, string>): string =>
  p.work ? `/classes/${p.in ?? p.class}/reading/${p.work}` : `/classes/${p.in ?? p.class}/desk/notes`
/** The grading screen at one answer; `as` keeps names shown where they are. */
const gradingPage =
  (at: (p: Record<string, string>) => string | null | undefined) =>
  (p: Record<string, string>): string => {
    const query = new URLSearchParams({
      ...((p.part ?? p.whichPart) ? { part: (p.part ?? p.whichPart)! } : {}),
      ...(p.as ? { names: p.as } : {}),
    })
    const member = at(p)
    if (member) query.set('at', member)
    return `/classes/${p.in}/desk/grading/${p.assignment ?? p.work}?${query.toString()}`
  }
const thisAnswer = gradingPage((p) => p.member)
const rubricPage = (p: Record<string, string>): string =>
  `/classes/${p.in}/desk/grading/${p.assignment}/rubric${(p.part ?? p.whichPart) ? `?part=${p.part ?? p.whichPart}` : ''}`
const mailPage = (p: Record<string, string>): string => `/mail/${p.key}`
const gradebook = (p: Record<string, string>): string => `/classes/${p.in ?? p.class}/desk/gradebook`
const quizPage = (p: Record<string, string>): string => `/classes/${p.in}/quizzes/${p.work}`

/** Where a discussion is read: a student under the question, staff at the answers to it, which `next` says. */
const talkPage = (p: Record<string, string>, query = ''): string =>
  `/classes/${p.in}/${p.next === 'desk' ? 'desk/answers' : 'questions'}/${p.work}${query && `?${query}`}`
const pickedFrom = (p: Record<string, string>): string =>
  p.work ? talkPage({ ...p, next: 'desk' }) : `${desk({ class: p.in! })}/projector`
const reviewsPage = (p: Record<string, string>): string =>
  `/classes/${p.in}/questions/${p.assignment ?? p.work}/reviews`
/** Where a remark was read: on a page of reviews, beside its claim, in its reading or on the desk’s page of notes, else in its discussion. */
const remarkPage = (p: Record<string, string>, query = ''): string =>
  p.kind === 'review'
    ? `${p.next === 'desk' ? `${talkPage(p)}/reviews` : reviewsPage(p)}${query && `?${query}`}#${p.remark}`
    : p.kind === 'rival'
      ? `/classes/${p.in}/claims/${p.work}?holding=${p.remark}${query && `&${query}`}#${p.remark}`
      : p.kind === 'note'
        ? p.next === 'desk'
          ? `${notePage({ in: p.in! })}${query && `?${query}`}#n-${p.remark}`
          : `${notePage(p)}${query && `?${query}`}`
        : `${talkPage(p, query)}#${p.remark}`
const claimPage = (p: Record<string, string>): string => `${classPage(p)}/claims/${p.claim}`
/** The page that holds a rival reading, at it. */
const readingPage = (p: Record<string, string>, reading: string, query = ''): string => {
  const id = encodeURIComponent(reading)
  return `${claimPage(p)}?holding=${id}${query}#${id}`
}
/** A file of text as it is, several packed. */
const carried = (out: Awaited<ReturnType<typeof carryOwn>>): Response =>
  'files' in out ? download(out.name, 'application/zip', zipOf(out.files)) : download(out.name, out.type, out.text)
const answersPage = (p: Record<string, string>): string => `/classes/${p.in}/desk/answers/${p.assignment}`
const reminding = (p: Record<string, string>): string => `${answersPage(p)}#remind`
/** To the front page; or, for another account, to signing in and back to the page that asks which class a course is. */
const afterSignOut = (p: Record<string, string>): string =>
  /^\/classes\/connect\?launch=[\w-]{1,80}$/.test(p.next ?? '')
    ? `/sign-in?callbackUrl=${encodeURIComponent(p.next!)}`
    : '/'
const platformPage = (p: Record<string, string>): string => `${desk(p)}/platform`
const connectPage = (p: { launch?: string }): string => `/classes/connect?launch=${p.launch ?? ''}`
const reportsPage = (p: Record<string, string>): string => `/classes/${p.in}/desk/reports`

/**
 * Binds a launch to the browser that began it. It comes back in a form that the platform posts, which a browser sends no
 * lax cookie with; in a frame it is kept apart for that platform alone.
 */
const LOGIN_COOKIE = `${IS_SECURE ? '__Host-' : ''}xh-lti`
const toPlatform = (out: { to: string; browser: string; isFramed: boolean }): Response => {
  const response = seeOther(out.to)
  response.headers.append(
    'set-cookie',
    `${LOGIN_COOKIE}=${out.browser}; HttpOnly; Max-Age=600; Path=/; Secure; SameSite=None${out.isFramed ? '; Partitioned' : ''}`,
  )
  return response
}
const fromPlatform = {
  refusal: refusedPage,
  besides: ((request, cookie) => ({
    destination: request.headers.get('sec-fetch-dest') ?? '',
    browser: cookie(LOGIN_COOKIE),
  })) satisfies Line['besides'],
}
const login = {
  ...fromPlatform,
  file: (out: Awaited<ReturnType<typeof startLogin>>) =>
    out.kind === 'go' ? toPlatform(out) : windowPage(out.platform, out.asked),
}

const LINES: readonly Line[] = [
  line('GET', '/api/me', 'The viewer and their classes with role', getMe),
  line('GET', '/api/me/data', 'Everything stored about the viewer', takeMyData, {
    file: (out) => download('xihua-hall-my-data.json', 'application/json; charset=utf-8', JSON.stringify(out, null, 2)),
  }),
  line('POST', '/api/me/name', 'Changes the name', rename, {
    form: { back: () => '/me', onward: () => '/me?done=name' },
  }),
  line('POST', '/api/me/passphrase', 'Changes the passphrase; other sessions end', changePassphrase, {
    form: { back: () => '/me', onward: () => '/me?done=passphrase' },
  }),
  line('PUT', '/api/me/mail', 'Says how word of the inbox comes by mail, where the site sends any', changeMail, {
    form: { back: () => '/me#mail-head', onward: () => '/me?done=mail#mail-head' },
  }),
  line('POST', '/api/mail/{key}/confirmation', 'Says yes to mail at an address, by the link in a letter', confirmMail, {
    form: { back: mailPage, onward: (p) => `${mailPage(p)}?done=confirmed` },
  }),
  line('DELETE', '/api/mail/{key}', 'Ends mail to an address, by the link in a letter', stopMail, {
    form: { back: mailPage, onward: (p) => `${mailPage(p)}?done=ended` },
  }),
  line('POST', '/api/me/erasure', 'Erases the viewer', eraseMe, {
    endsSession: true,
    form: { back: () => '/me', onward: () => '/?done=erased' },
  }),
  line('POST', '/api/sign-out', 'Ends the session', signOut, {
    endsSession: true,
    form: { back: () => '/', onward: afterSignOut },
  }),

  line('POST', '/api/join', 'Joins a class by its code', joinClass, {
    opensSession: true,
    form: { back: (p) => `/join/${encodeURIComponent(p.code ?? '')}`, onward: (_p, out) => `/classes/${out.class}` },
  }),
  line('POST', '/api/reset', 'Sets a new passphrase with a one-time code', redeemReset, {
    opensSession: true,
    form: { back: () => '/reset', onward: (_p, out) => `/classes/${out.class}` },
  }),
  line('POST', '/api/invitations', 'Invites a colleague to teach', inviteInstructor, {
    form: { back: () => '/classes', onward: () => '/classes?done=invited', flash: (out) => out },
  }),
  line('POST', '/api/welcome', 'Accepts an invitation to teach', acceptInvitation, {
    opensSession: true,
    form: { back: (p) => `/welcome/${encodeURIComponent(p.token ?? '')}`, onward: () => '/classes' },
  }),
  line('POST', '/api/colleagues', 'Takes a link to teach a class together', joinAsColleague, {
    form: {
      back: (p) => `/welcome/${encodeURIComponent(p.token ?? '')}`,
      onward: (_p, out) => `/classes/${out.class}/desk`,
    },
  }),

  line('GET', '/api/lti/jwks', 'The keys by which platforms know messages from here', showKeys),
  line('GET', '/api/lti/login', 'A platform begins a launch', startLogin, { ...login, asksByQuery: true }),
  line('POST', '/api/lti/login', 'A platform begins a launch', startLogin, login),
  line('POST', '/api/lti/launch', 'A platform says who comes, and for what', launch, {
    ...fromPlatform,
    opensSession: true,
    file: (out) => seeOther(out.to),
  }),
  line('GET', '/api/lti/picks/{pick}', 'What may be put into a course', lookAtPicks, {
    refusal: refusedPage,
    file: (out, p, query) => picksPage(out, p.pick!, query.get('problem')),
  }),
  line('POST', '/api/lti/picks/{pick}', 'Puts what was picked into the course', giveToPlatform, {
    refusal: refusedPage,
    reads: pickFields,
    file: handBackPage,
    form: { back: (p) => `/api/lti/picks/${p.pick}`, onward: (p) => `/api/lti/picks/${p.pick}` },
  }),
  line('POST', '/api/lti/picks/{pick}/class', 'Makes the class that the course is', makeClassForPick, {
    form: { back: (p) => `/api/lti/picks/${p.pick}`, onward: (p) => `/api/lti/picks/${p.pick}` },
  }),
  line('GET', '/api/lti/register/{secret}', 'A platform that was invited asks to register', lookAtRegistration, {
    refusal: refusedPage,
    asksByQuery: true,
    file: (out, p) => registerPage(out, p.secret!),
  }),
  line('POST', '/api/lti/register/{secret}', 'Registers with the platform that was invited', acceptRegistration, {
    refusal: refusedPage,
    file: registeredPage,
  }),
  line('POST', '/api/courses', 'Makes the class that a course is', makeClassOfCourse, {
    form: { back: connectPage, onward: (_p, out) => `/classes/${out.class}/desk` },
  }),
  line('POST', '/api/classes/{class}/courses', 'Links a course with a class that there is', linkCourse, {
    form: { back: connectPage, onward: (_p, out) => `/classes/${out.class}/desk` },
  }),
  line('DELETE', '/api/classes/{class}/courses/{course}', 'Parts a course from its class', disconnectCourse, {
    form: { back: platformPage, onward: (p) => `${settings(p)}?done=parted` },
  }),
  line('POST', '/api/classes/{class}/courses/{course}/roster', 'Asks the platform who is in the course', askForRoster, {
    form: { back: platformPage, onward: (p, out) => `${platformPage(p)}/roster?list=${out.list}` },
  }),
  line('POST', '/api/classes/{class}/platform-rosters/{list}', 'Adds whoever is new on the list', takeRoster, {
    form: {
      back: (p) => `${platformPage(p)}/roster?list=${p.list}`,
      onward: (p, out) => `${platformPage(p)}?done=added&n=${out.added}`,
    },
  }),
  line('DELETE', '/api/classes/{class}/platform-rosters/{list}', 'Throws the list away', dropRoster, {
    form: { back: platformPage, onward: platformPage },
  }),
  line('POST', '/api/classes/{class}/platform-scores/{score}', 'Tries again to send a score', sendAgain, {
    form: { back: platformPage, onward: (p) => `${platformPage(p)}?done=again` },
  }),
  line('POST', '/api/me/identities', 'Takes the sign-in of a platform into one’s own account', takeIdentity, {
    form: { back: connectPage, onward: (_p, out) => connectPage(out) },
  }),

  line(
    'GET',
    '/api/bank',
    'Every item of the edition’s class quizzes and of one’s own kept ones, keys and all',
    searchBank,
  ),
  line('POST', '/api/bank/quizzes', 'Makes a quiz of one’s own, empty or as a copy', makeQuiz, {
    form: { back: () => '/bank', onward: (_p, out) => `/bank/quizzes/${out.quiz}` },
  }),
  line('GET', '/api/bank/quizzes/{quiz}', 'One’s own quiz as it is being written', viewQuizDraft),
  line('PUT', '/api/bank/quizzes/{quiz}', 'Changes title, summary and minutes of the draft', changeQuiz, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}?done=saved` },
  }),
  line('POST', '/api/bank/quizzes/{quiz}/versions', 'Keeps the draft as a version', keepVersion, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}?done=kept` },
  }),
  line('POST', '/api/bank/quizzes/{quiz}/rollback', 'Puts an earlier version back into the draft', rollBack, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}?done=rolled-back` },
  }),
  line('PUT', '/api/bank/quizzes/{quiz}/sharing', 'Begins or ends sharing by a link', shareQuiz, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}#sharing` },
  }),
  line('PUT', '/api/bank/quizzes/{quiz}/place', 'Takes a quiz off one’s list, or puts it back', putAway, {
    form: { back: ownQuiz, onward: (p) => (p.away === 'yes' ? '/bank?done=away' : ownQuiz(p)) },
  }),
  line('POST', '/api/bank/quizzes/{quiz}/items', 'Adds an item, empty or as a copy', addItem, {
    form: { back: ownQuiz, onward: (p, out) => ownItem({ ...p, item: out.item }) },
  }),
  line('PUT', '/api/bank/quizzes/{quiz}/items/{item}', 'Saves an item, finished or not', saveItem, {
    form: { back: ownItem, onward: afterItem },
  }),
  line('DELETE', '/api/bank/quizzes/{quiz}/items/{item}', 'Takes an item out of the draft', removeItem, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}?done=removed` },
  }),
  line('POST', '/api/bank/quizzes/{quiz}/items/{item}/move', 'Moves an item one place up or down', moveItem, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}#${p.item}` },
  }),
  line('POST', '/api/bank/imports', 'Keeps questions from elsewhere for a day, to be looked at first', startBringing, {
    form: { back: () => '/bank/import', onward: (_p, out) => bringing({ list: out.list }) },
  }),
  line('POST', '/api/bank/imports/{list}/confirm', 'Makes a quiz of what was looked at', confirmBringing, {
    form: { back: bringing, onward: (_p, out) => `/bank/quizzes/${out.quiz}?done=brought` },
  }),
  line('DELETE', '/api/bank/imports/{list}', 'Throws away what was looked at', dropBringing, {
    form: { back: bringing, onward: () => '/bank/import?done=dropped' },
  }),
  line('GET', '/api/bank/quizzes/{quiz}/files/{format}', 'One’s own quiz for another system, keys and all', carryOwn, {
    file: carried,
  }),
  line(
    'GET',
    '/api/bank/edition/{quiz}/files/{format}',
    'A quiz of the edition for another system, keys and all',
    carryEdition,
    { file: carried },
  ),

  line('POST', '/api/classes', 'Makes a class', createClass, {
    form: { back: () => '/classes', onward: (_p, out) => `/classes/${out.class}/desk?done=made` },
  }),
  line('GET', '/api/classes/{class}/assignments', 'What is assigned, availability and own state', seeMyWork),
  line('POST', '/api/classes/{class}/assignments', 'Assigns a reading, essay, quiz or question', assignWork, {
    form: { back: (p) => `${desk(p)}/assign`, onward: (p) => `${desk(p)}/assign?done=assigned` },
  }),
  line('POST', '/api/classes/{class}/warm-up', 'A short quiz of what the class missed, open at once', startWarmUp, {
    form: { back: (p) => `${desk(p)}/warm-up`, onward: (p, out) => `${desk(p)}/warm-up?given=${out.assignment}` },
  }),
  line('GET', '/api/assignments/{assignment}/arrivals', 'How many more are done since an instant', countArrivals, {
    asksByQuery: true,
  }),
  line('POST', '/api/assignments/{assignment}/reminders', 'Reminds those who have not begun, once a day', remind, {
    form: { back: reminding, onward: (p, out) => `${answersPage(p)}?done=reminded&n=${out.told}#remind` },
  }),
  line('GET', '/api/classes/{class}/inbox', 'What the viewer was told in the class, newest first', readInbox),
  line('POST', '/api/classes/{class}/inbox/read', 'Marks as read what had come by an instant', markRead, {
    form: { back: inbox, onward: inbox },
  }),
  line('GET', '/api/classes/{class}/export.csv', 'Every answer in the class', exportCsv, {
    file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
  }),
  line('GET', '/api/classes/{class}/archive.zip', 'Everything of the class as JSON, CSV and a README', archiveClass, {
    file: (out) => download(out.name, 'application/zip', zipOf(out.files)),
  }),
  line('POST', '/api/classes/{class}/codes', 'A new join code; the old ones no longer join', rotateCode, {
    form: { back: settings, onward: (p) => `${settings(p)}?done=code` },
  }),
  line('PUT', '/api/classes/{class}/joining', 'Opens or closes joining', setJoining, {
    form: { back: settings, onward: (p) => `${settings(p)}?done=joining` },
  }),
  line(
    'POST',
    '/api/classes/{class}/roster/{member}/reset',
    'A one-time code for a forgotten passphrase',
    resetPassphrase,
    { form: { back: roster, onward: (p) => `${roster(p)}?done=reset`, flash: (out) => out } },
  ),
  line('PUT', '/api/classes/{class}/roster/{member}/role', 'Changes a role', changeRole, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=role` },
  }),
  line('PUT', '/api/classes/{class}/roster/{member}/extra-time', 'Extra time in percent', setExtraTime, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=extra-time` },
  }),
  line('DELETE', '/api/classes/{class}/roster/{member}', 'Removes from the class', removeMember, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=removed` },
  }),

  line('PUT', '/api/classes/{class}/roster/{member}/name', 'Another name in the class', renameMember, {
    form: { back: (p) => `${roster(p)}?member=${p.member}`, onward: (p) => `${roster(p)}?done=renamed` },
  }),
  line(
    'PUT',
    '/api/classes/{class}/roster/{member}/together',
    'Lets the second entry of a student who joined twice count for this one; no row is moved',
    putTogether,
    {
      form: {
        back: (p) => `${roster(p)}/together?member=${p.member}&other=${p.other}`,
        onward: (p) => `${roster(p)}?done=together`,
      },
    },
  ),
  line(
    'DELETE',
    '/api/classes/{class}/roster/{member}/together',
    'Makes a second entry a student’s own again',
    takeApart,
    {
      form: { back: roster, onward: (p) => `${roster(p)}?done=apart` },
    },
  ),
  line('PUT', '/api/classes/{class}/roster/{member}/section', 'Puts a member into a section', putInSection, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=section` },
  }),
  line('POST', '/api/classes/{class}/first-codes', 'One-time codes for everybody who never signed in', giveFirstCodes, {
    form: { back: roster, onward: roster },
    file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
  }),
  line('POST', '/api/classes/{class}/colleagues', 'A one-time link to teach the class together', inviteColleague, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=colleague#staff`, flash: (out) => out },
  }),
  line('POST', '/api/classes/{class}/sections', 'Makes a section', makeSection, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=sections#sections` },
  }),
  line('PUT', '/api/classes/{class}/sections/{section}', 'Renames a section', renameSection, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=sections#sections` },
  }),
  line('DELETE', '/api/classes/{class}/sections/{section}', 'Takes a section away', removeSection, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=sections#sections` },
  }),
  line('POST', '/api/classes/{class}/imports', 'Keeps a pasted roster for a day, to be looked at first', startImport, {
    form: { back: (p) => `${roster(p)}/import`, onward: (p, out) => importPage({ ...p, list: out.list }) },
  }),
  line('PUT', '/api/classes/{class}/imports/{list}', 'Says which column of a pasted roster is which', changeReading, {
    form: { back: importPage, onward: importPage },
  }),
  line('POST', '/api/classes/{class}/imports/{list}/confirm', 'Adds everybody on a pasted roster', confirmImport, {
    form: { back: importPage, onward: (p, out) => `${roster(p)}?done=imported&added=${out.added}` },
  }),
  line('DELETE', '/api/classes/{class}/imports/{list}', 'Throws a pasted roster away', dropImport, {
    form: { back: importPage, onward: (p) => `${roster(p)}?done=dropped` },
  }),

  line('PUT', '/api/assignments/{assignment}', 'Changes dates and rules', changeAssignment, {
    form: {
      back: (p) => `/classes/${p.in}/desk/assign/${p.assignment}`,
      onward: (p) => `/classes/${p.in}/desk/assign/${p.assignment}?done=saved`,
    },
  }),
  line('DELETE', '/api/assignments/{assignment}', 'Takes an assignment back', removeAssignment, {
    form: {
      back: (p) => `/classes/${p.in}/desk/assign/${p.assignment}`,
      onward: (p) => `/classes/${p.in}/desk/assign?done=removed`,
    },
  }),
  line('PUT', '/api/assignments/{assignment}/overrides/{member}', 'One student’s own dates and time', setOverride, {
    form: {
      back: (p) => `/classes/${p.in}/desk/assign/${p.assignment}`,
      onward: (p) => `/classes/${p.in}/desk/assign/${p.assignment}?done=override`,
    },
  }),
  line(
    'POST',
    '/api/assignments/{assignment}/version',
    'Moves a quiz to its newest version, with or without its scores',
    applyNewVersion,
    {
      form: {
        back: (p) => `/classes/${p.in}/desk/assign/${p.assignment}/version`,
        onward: (p) => `/classes/${p.in}/desk/assign/${p.assignment}/version?done=${p.scores}`,
      },
    },
  ),
  line(
    'POST',
    '/api/assignments/{assignment}/correction',
    'Makes the assigned quiz one’s own, to correct it',
    correctQuiz,
    {
      form: {
        back: (p) => `/classes/${p.in}/desk/assign/${p.assignment}/version`,
        onward: (_p, out) => `/bank/quizzes/${out.quiz}`,
      },
    },
  ),
  line('POST', '/api/contests/{contest}', 'Answers a contest of a score', answerContest, {
    form: {
      back: (p) => `/classes/${p.in}/desk/contests`,
      onward: (p) => `/classes/${p.in}/desk/contests?done=${p.outcome}`,
    },
  }),
  line(
    'PUT',
    '/api/assignments/{assignment}/section-overrides/{section}',
    'A section’s own dates and time',
    setSectionOverride,
    {
      form: {
        back: (p) => `/classes/${p.in}/desk/assign/${p.assignment}`,
        onward: (p) => `/classes/${p.in}/desk/assign/${p.assignment}?done=override`,
      },
    },
  ),
  line('POST', '/api/classes/{class}/plans/{plan}', 'Assigns all that a plan gives', assignPlan, {
    form: {
      back: (p) => `${desk(p)}/assign/plans/${p.plan}`,
      onward: (p, out) => `${desk(p)}/assign?done=planned&n=${out.assignments.length}`,
    },
  }),
  line('POST', '/api/classes/{class}/shared-plans', 'Assigns what a colleague’s link gives', assignSharedPlan, {
    form: { back: sharedPlan, onward: (p, out) => `${desk(p)}/assign?done=planned&n=${out.assignments.length}` },
  }),
  line(
    'POST',
    '/api/classes/{class}/copies',
    'Makes the class of a new term: its work on later days, nobody in it',
    copyClass,
    {
      form: { back: (p) => `${settings(p)}/copy`, onward: (_p, out) => `/classes/${out.class}/desk?done=copied` },
    },
  ),
  line(
    'GET',
    '/api/assignments/{assignment}/matrix.csv',
    'Who got which item of a quiz right, first attempts',
    exportMatrix,
    {
      file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
    },
  ),
  line('PUT', '/api/assignments/{assignment}/place', 'Saves the place in a reading', savePlace, {
    form: { back: workPage('reading'), onward: (p) => (p.done ? classPage({ class: p.in! }) : workPage('reading')(p)) },
  }),

  line(
    'POST',
    '/api/assignments/{assignment}/predictions',
    'Posts the four predictions before a reading; its body opens',
    postPredictions,
    { form: { back: workPage('reading'), onward: (p) => `${workPage('reading')(p)}?done=predicted#document` } },
  ),

  line('POST', '/api/assignments/{assignment}/attempts', 'Starts or resumes the attempt', startAttempt, {
    form: { back: workPage('quizzes'), onward: workPage('quizzes') },
  }),
  line('PUT', '/api/attempts/{attempt}/answers/{item}', 'Saves one answer with its seq', saveAnswer, {
    form: {
      back: (p) => `${quizPage(p)}#${p.item}`,
      onward: (p) => `${quizPage(p)}?saved=${encodeURIComponent(p.item!)}#${p.next || p.item}`,
    },
  }),
  line(
    'POST',
    '/api/attempts/{attempt}/answers/{item}/check',
    'Feedback on one item, where the rule is each',
    checkAnswer,
    {
      form: {
        back: (p) => `${quizPage(p)}#${p.item}`,
        onward: (p) => `${quizPage(p)}?check=${encodeURIComponent(p.item!)}#${p.item}`,
      },
    },
  ),
  line(
    'POST',
    '/api/attempts/{attempt}/answers/{item}/contest',
    'Asks for a second look at a score, once',
    contestScore,
    {
      form: {
        back: (p) => `${quizPage(p)}#${p.item}`,
        onward: (p) => `${quizPage(p)}?contested=${encodeURIComponent(p.item!)}#${p.item}`,
      },
    },
  ),
  line('POST', '/api/attempts/{attempt}/submission', 'Hands in', submitAttempt, {
    form: { back: quizPage, onward: quizPage },
  }),

  line(
    'POST',
    '/api/classes/{class}/coming-back/{item}',
    'Answers a missed item that is back: judged at once, never counting',
    answerAgain,
    {
      form: {
        back: (p) => `/classes/${p.class}/coming-back#${p.item}`,
        onward: (p) => `/classes/${p.class}/coming-back#${p.item}`,
      },
    },
  ),

  line('PUT', '/api/assignments/{assignment}/draft', 'Saves the draft of a post', saveDraft, {
    form: { back: workPage('questions'), onward: (p) => `${workPage('questions')(p)}?done=draft` },
  }),
  line(
    'GET',
    '/api/assignments/{assignment}/posts',
    'Own post first; before it, locked and nothing of others',
    listPosts,
  ),
  line(
    'GET',
    '/api/assignments/{assignment}/posts/before/{before}',
    'The next page: posts older than this one',
    listPosts,
  ),
  line('GET', '/api/assignments/{assignment}/posts/{post}', 'One post with all its replies', listPosts),
  line('POST', '/api/assignments/{assignment}/posts', 'Posts, or adds a revised version', postAnswer, {
    form: { back: workPage('questions'), onward: (p) => `${workPage('questions')(p)}?done=posted#posts` },
  }),
  line('POST', '/api/posts/{post}/replies', 'Answers a post, or a reply under it', replyTo, {
    form: {
      back: (p) => `${talkPage(p, `of=${p.post}`)}#${p.next === 'desk' ? '' : 'say-'}${p.post}`,
      onward: (p, out) => `${talkPage(p, `done=replied&of=${p.post}`)}#${out.reply}`,
    },
  }),
  line('PUT', '/api/posts/{post}/pick', 'Chooses an answer for the page that is shown to the class', pickAnswer, {
    form: { back: pickedFrom, onward: (p) => `${pickedFrom(p)}?done=picked#${p.post}` },
  }),
  line('DELETE', '/api/posts/{post}/pick', 'Takes it off that page', takeOff, {
    form: { back: pickedFrom, onward: (p) => `${pickedFrom(p)}?done=unpicked#${p.post}` },
  }),
  line(
    'POST',
    '/api/remarks/{kind}/{remark}/reports',
    'Tells the staff that a remark should be looked at',
    reportToStaff,
    {
      form: { back: remarkPage, onward: (p) => remarkPage(p, 'done=reported') },
    },
  ),
  line('DELETE', '/api/remarks/{kind}/{remark}/reports', 'Leaves a reported remark as it is', leaveAsItIs, {
    form: { back: reportsPage, onward: (p) => `${reportsPage(p)}?done=left` },
  }),
  line('PUT', '/api/remarks/{kind}/{remark}/hiding', 'Hides a remark with a reason that its author reads', hide, {
    form: {
      back: (p) => (p.next === 'desk' ? remarkPage(p) : reportsPage(p)),
      onward: (p) => (p.next === 'desk' ? remarkPage(p, 'done=hidden') : `${reportsPage(p)}?done=hidden`),
    },
  }),
  line('DELETE', '/api/remarks/{kind}/{remark}/hiding', 'Shows a hidden remark again', showAgain, {
    form: {
      back: (p) => (p.next === 'desk' ? remarkPage(p) : reportsPage(p)),
      onward: (p) => (p.next === 'desk' ? remarkPage(p, 'done=shown') : `${reportsPage(p)}?done=shown`),
    },
  }),

  line(
    'GET',
    '/api/assignments/{assignment}/reviews',
    'Peer review: samples, the answer to review, what was written and received',
    viewMyReviews,
  ),
  line(
    'GET',
    '/api/assignments/{assignment}/reviews/desk',
    'Every review with both names, and who has done how much',
    viewReviews,
  ),
  line(
    'PUT',
    '/api/assignments/{assignment}/samples/{sample}',
    'Scores a sample, once; the edition’s own scores open',
    scoreSample,
    {
      form: {
        back: (p) => `${reviewsPage(p)}#sample-${p.sample}`,
        onward: (p) => `${reviewsPage(p)}?done=scored#sample-${p.sample}`,
      },
    },
  ),
  line(
    'POST',
    '/api/assignments/{assignment}/reviews',
    'Gives out the next answer to review, without its author',
    giveOut,
    {
      form: { back: reviewsPage, onward: (p, out) => `${reviewsPage(p)}?done=${out.review ? 'given' : 'none'}#review` },
    },
  ),
  line('PUT', '/api/reviews/{review}', 'Writes a review, once; it counts for nothing', writeReview, {
    form: { back: (p) => `${reviewsPage(p)}#review`, onward: (p) => `${reviewsPage(p)}?done=reviewed#review` },
  }),

  line(
    'POST',
    '/api/classes/{class}/polls',
    'Asks the class a question, before a discussion and again after it',
    askClass,
    {
      form: {
        back: (p) => `${polls(p)}${p.from ? '' : '#own'}`,
        onward: (p, out) => `${polls(p)}/${out.poll}`,
      },
    },
  ),
  line('GET', '/api/classes/{class}/polls', 'What was asked of the class, and whether one has answered it', listAsked),
  line('GET', '/api/polls/{poll}', 'For the wall: how many have answered and, once shown, how', viewPoll),
  line('PUT', '/api/polls/{poll}', 'Closes a round, asks again, ends, shows or hides the counts', moveOn, {
    form: { back: onePoll, onward: onePoll },
  }),
  line('GET', '/api/polls/{poll}/answer', 'What one chose oneself and, once shown, how the class did', viewMyPoll),
  line('PUT', '/api/polls/{poll}/answer', 'Answers the round that is open', answerPoll, {
    form: { back: myPoll, onward: (p) => `${myPoll(p)}?done=answered` },
  }),

  line(
    'GET',
    '/api/classes/{class}/claims',
    'The edition’s claims, with how many rival readings stand beside each',
    listClaims,
  ),
  line(
    'GET',
    '/api/classes/{class}/claims/{claim}/readings',
    'Rival readings of a claim with their answers, a page at a time',
    viewReadings,
    {
      asksByQuery: true,
    },
  ),
  line(
    'POST',
    '/api/classes/{class}/claims/{claim}/readings',
    'Puts a rival reading beside a claim, or answers one',
    postReading,
    {
      form: {
        back: (p) => (p.answers ? readingPage(p, p.answers) : `${claimPage(p)}#read-otherwise`),
        onward: (p, out) => readingPage(p, out.reading, p.answers ? `&done=answered&of=${p.answers}` : '&done=posted'),
      },
    },
  ),

  line('PUT', '/api/assignments/{assignment}/exercise', 'Saves the boxes of an exercise', saveExercise, {
    form: { back: workPage('exercises'), onward: (p) => `${workPage('exercises')(p)}?done=saved` },
  }),
  line(
    'POST',
    '/api/assignments/{assignment}/exercise',
    'Hands in an exercise, once; what it hides opens',
    handInExercise,
    { form: { back: workPage('exercises'), onward: (p) => `${workPage('exercises')(p)}?done=handed-in` } },
  ),
  line('GET', '/api/classes/{class}/notes', 'Notes on sentences that the viewer may see, a page at a time', readNotes, {
    asksByQuery: true,
    otherwise: {
      accept: 'application/ld+json',
      feature: exportAnnotations as unknown as Feature,
      answer: (out) => json(annotations(out as Written), { 'content-type': ANNOTATIONS }),
    },
  }),
  line(
    'GET',
    '/api/classes/{class}/notes.jsonld',
    'Notes as W3C Web Annotations: one’s own, or the class’s for staff',
    exportAnnotations,
    {
      file: (out) => download('xihua-hall-notes.jsonld', ANNOTATIONS, JSON.stringify(annotations(out), null, 2)),
    },
  ),
  line(
    'GET',
    '/api/classes/{class}/notes.csv',
    'Notes as a table: one’s own, or the class’s for staff',
    exportNotesCsv,
    {
      file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
    },
  ),
  line('PUT', '/api/classes/{class}/notes/rules', 'How many own notes come before classmates’', setOwnFirst, {
    form: { back: deskNotes, onward: (p) => `${deskNotes(p)}?done=rules#rules` },
  }),
  line('PUT', '/api/classes/{class}/notes/hypothesis', 'Allows Hypothesis beside the readings, or not', allowHypothesis, {
    form: { back: deskNotes, onward: (p) => `${deskNotes(p)}?done=hypothesis#hypothesis` },
  }),
  line('GET', '/api/assignments/{assignment}/for-hypothesis', 'A reading as a page for the Hypothesis client', readPlainly, {
    refusal: noReading,
    file: (out) => (out.kind === 'shut' ? seeOther(out.to) : hypothesisPage(out, env.publicUrl)),
  }),
  line('POST', '/api/classes/{class}/notes/copies', 'Copies the prompts of another class', copyPrompts, {
    form: { back: deskNotes, onward: (p, out) => `${deskNotes(p)}?done=copied&n=${out.copied}#prompts` },
  }),
  line('GET', '/api/classes/{class}/strip', 'What is cited, noted, disputed, found hard and never touched', viewStrip),
  line(
    'POST',
    '/api/classes/{class}/notes',
    'Writes a highlight, a note, a question, an answer or a prompt',
    writeNote,
    {
      form: { back: (p) => `${notePage(p)}#write`, onward: (p, out) => `${notePage(p)}?done=noted#n-${out.id}` },
    },
  ),
  line('PATCH', '/api/notes/{note}', 'Changes one’s own note', changeNote, {
    form: { back: (p) => `${notePage(p)}#n-${p.note}`, onward: (p, out) => `${notePage(p)}?done=changed#n-${out.id}` },
  }),
  line('DELETE', '/api/notes/{note}', 'Takes a note of one’s own back', removeNote, {
    form: { back: (p) => `${notePage(p)}#n-${p.note}`, onward: (p) => `${notePage(p)}?done=taken-back` },
  }),
  line('POST', '/api/notes/{note}/links', 'Says that a note contradicts, supports or explains another', linkNotes, {
    form: { back: (p) => `${notePage(p)}#n-${p.note}`, onward: (p) => `${notePage(p)}?done=linked#n-${p.note}` },
  }),
  line('DELETE', '/api/note-links/{link}', 'Takes a link of one’s own back', unlinkNotes, {
    form: { back: notePage, onward: (p) => `${notePage(p)}?done=unlinked` },
  }),

  line(
    'GET',
    '/api/assignments/{assignment}/grading/{part}/{member}',
    'One answer to grade, with what this grader has given it',
    readAnswer,
  ),
  line(
    'PUT',
    '/api/assignments/{assignment}/grading/{part}/{member}',
    'Saves levels and comment; the history is kept',
    saveGrade,
    {
      form: {
        back: thisAnswer,
        onward: (p, out) => gradingPage(() => (p.stay ? p.member : out.next))(p) + (out.next ? '' : '&done=all'),
      },
    },
  ),
  line(
    'PUT',
    '/api/assignments/{assignment}/grading/{part}/{member}/decision',
    'Decides where two graders differ',
    decideGrade,
    { form: { back: thisAnswer, onward: thisAnswer } },
  ),
  line(
    'PUT',
    '/api/assignments/{assignment}/grading/{part}/{member}/aside',
    'Puts an answer aside, or back into the queue',
    putAside,
    { form: { back: thisAnswer, onward: thisAnswer } },
  ),
  line(
    'POST',
    '/api/assignments/{assignment}/grading/{part}/{member}/comments',
    'A comment inside the words of an answer',
    commentOnWords,
    { form: { back: thisAnswer, onward: thisAnswer } },
  ),
  line('POST', '/api/assignments/{assignment}/grading/{part}/undo', 'Takes back this grader’s last save', undoGrade, {
    form: {
      back: gradingPage((p) => p.whose),
      onward: (p, out) => gradingPage(() => out.member)(p) + '&done=undone',
    },
  }),
  line('DELETE', '/api/grade-comments/{comment}', 'Takes back a comment inside words', removeWordComment, {
    form: { back: gradingPage((p) => p.whose), onward: gradingPage((p) => p.whose) },
  }),
  line('POST', '/api/classes/{class}/comment-bank', 'Keeps a comment for further use', bankComment, {
    form: { back: gradingPage((p) => p.whose), onward: gradingPage((p) => p.whose) },
  }),
  line('DELETE', '/api/comment-bank/{comment}', 'Takes a kept comment out of the bank', unbankComment, {
    form: { back: gradingPage((p) => p.whose), onward: gradingPage((p) => p.whose) },
  }),
  line('PUT', '/api/assignments/{assignment}/release', 'Releases grades to the students, or holds them', setRelease, {
    form: {
      back: (p) => (p.book ? gradebook(p) : gradingPage((one) => one.whose)(p)),
      onward: (p) => (p.book ? gradebook(p) : gradingPage((one) => one.whose)(p)),
    },
  }),
  line('PUT', '/api/assignments/{assignment}/graders', 'One grader an answer, or two', setGraders, {
    form: { back: rubricPage, onward: rubricPage },
  }),
  line(
    'PUT',
    '/api/assignments/{assignment}/rubric/{part}',
    'Proposes another rubric; its page shows what would change',
    proposeRubric,
    { form: { back: rubricPage, onward: (p) => `${rubricPage(p)}#preview` } },
  ),
  line(
    'POST',
    '/api/assignments/{assignment}/rubric/{part}',
    'Grades by the proposed rubric, or withdraws it',
    settleRubric,
    { form: { back: rubricPage, onward: (p) => rubricPage(p) + (p.use === 'true' ? '&done=used' : '') } },
  ),

  line('GET', '/api/classes/{class}/gradebook', 'The gradebook', viewGradebook),
  line('GET', '/api/classes/{class}/gradebook/canvas.csv', 'The gradebook as Canvas imports it', exportCanvas, {
    file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
  }),
  line('GET', '/api/classes/{class}/gradebook/moodle.csv', 'The gradebook as Moodle imports it', exportMoodle, {
    file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
  }),
  line('PUT', '/api/classes/{class}/gradebook/rules', 'Weights, drops and what counts', setRules, {
    form: { back: (p) => `${gradebook(p)}?rules=open`, onward: (p) => `${gradebook(p)}?done=rules` },
  }),
  line(
    'PUT',
    '/api/assignments/{assignment}/entries/{member}',
    'Excuses, sets points, or takes for lateness',
    setEntry,
    {
      form: {
        back: (p) => `${gradebook(p)}?cell=${p.assignment}.${p.member}#cell`,
        onward: (p) => `${gradebook(p)}?done=entry`,
      },
    },
  ),

  line('POST', '/api/self-check/{quiz}/{item}', 'Judges a public item; stores nothing', selfCheck, {
    form: {
      back: (p) => `/quizzes/${p.quiz}#${p.item}`,
      onward: (p) => `/quizzes/${p.quiz}/${p.item}?${answerQuery(p)}`,
    },
  }),
]

/** Fields that only tell a form where it stands; they never reach a feature. */
const FORM_ONLY = new Set(['in', 'work', 'next', 'once', 'as', 'whose', 'whichPart', 'stay', 'book'])
/** HTML forms know GET and POST: other methods take a POST at the same address with a word behind it. */
const FORM_SUFFIX: Partial<Record<Method, string>> = { PUT: '/save', PATCH: '/save', DELETE: '/delete' }
const FLASH_COOKIE = 'xh-flash'

function answerQuery(p: Record<string, string>): string {
  const query = new URLSearchParams()
  for (const one of (p.answer ?? '').split('\n').filter(Boolean)) query.append('answer', one)
  return query.toString()
}

const paramsIn = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
const textFields = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : Array.isArray(value) ? [[key, value.join('\n')]] : [],
    ),
  )

export const api = new OpenAPIHono()

/**
 * A form cannot send headers: its page writes a key of its own into it, so that two clicks make one thing. What was
 * typed belongs to the key, since a page kept by the Back button may be filled in again for another thing.
 */
const formKey = (fields: Fields): string | null => (fields.once ? JSON.stringify(fields) : null)

const queryOf = (line: Line, request: Request): Fields =>
  line.asksByQuery ? Object.fromEntries(new URL(request.url).searchParams) : {}

async function answer(
  line: Line,
  request: Request,
  params: Record<string, string>,
  cookie: (name: string) => string | undefined,
): Promise<Response> {
  const { fields, isForm } =
    line.method === 'GET' ? { fields: queryOf(line, request), isForm: false } : await bodyOf(request)
  const places = { ...textFields(fields), ...params }
  try {
    const viewer = await viewerFromCookie(cookie(SESSION_COOKIE), new Date())
    const ctx: Context = contextFor(viewer, {
      address: request.headers.get('x-client-address'),
      site: env.publicUrl,
      sendsMail: env.mail !== null,
      idempotencyKey: isForm ? formKey(fields) : (request.headers.get('idempotency-key')?.slice(0, 200) ?? null),
    })
    const own = Object.fromEntries(Object.entries(fields).filter(([key]) => !(isForm && FORM_ONLY.has(key))))
    const { otherwise } = line
    if (otherwise && request.headers.get('accept')?.includes(otherwise.accept))
      return otherwise.answer(await otherwise.feature(ctx, params))
    const besides = line.besides?.(request, cookie)
    const out = await line.feature(ctx, { ...(line.reads?.(own) ?? own), ...besides, ...params })
    const shown = line.opensSession ? withoutSession(out) : out
    const response = line.file
      ? line.file(out as never, places, new URL(request.url).searchParams)
      : isForm && line.form
        ? seeOther(line.form.onward(places, out as never))
        : json(shown)
    const secret = line.opensSession ? (out as { session: string | null }).session : null
    for (const one of secret ? await issue(secret) : line.endsSession ? forget() : [])
      response.headers.append('set-cookie', one)
    if (isForm && line.form?.flash)
      response.headers.append(
        'set-cookie',
        `${FLASH_COOKIE}=${encodeURIComponent(JSON.stringify(line.form.flash(out as never)))}; HttpOnly; Max-Age=90; Path=/classes; SameSite=Lax`,
      )
    return response
  } catch (error) {
    const { code, detail } = refusalOf(mapDriverError(error))
    if (code === 'internal') console.error(error)
    if (!isForm || !line.form) return (line.refusal ?? problem)(code, detail)
    const again = backToForm(line.form.back(places), code, detail, fields)
    const onward = code === 'sign-in-needed' ? `/sign-in?callbackUrl=${encodeURIComponent(again)}` : again
    return wouldLoseText(fields, detail) ? keepText(code, textIn(fields), onward) : seeOther(onward)
  }
}

const withoutSession = (out: unknown): unknown => {
  const { session: _session, ...shown } = out as Record<string, unknown>
  return shown
}

function mount(one: Line): void {
  const params = paramsIn(one.path)
  const described =
    one.feature.input instanceof z.ZodObject
      ? one.feature.input.omit(Object.fromEntries(params.map((param) => [param, true])) as never)
      : z.object({})
  const content = {
    'application/json': { schema: described },
    'application/x-www-form-urlencoded': { schema: described },
  }
  const output =
    one.opensSession && one.feature.output instanceof z.ZodObject
      ? one.feature.output.omit({ session: true })
      : (one.feature.output ?? z.unknown())
  const describe = (method: Method, path: string, isFormOnly: boolean) => {
    const route = createRoute({
      method: method.toLowerCase() as 'get',
      path,
      summary: one.does,
      request: {
        ...(params.length > 0
          ? { params: z.object(Object.fromEntries(params.map((param) => [param, z.string()]))) }
          : {}),
        ...(one.asksByQuery ? { query: described } : {}),
        ...(method === 'GET' || method === 'DELETE'
          ? {}
          : {
              body: { content: isFormOnly ? { 'application/x-www-form-urlencoded': { schema: described } } : content },
            }),
      },
      responses: {
        ...(isFormOnly
          ? {}
          : {
              200: {
                description: one.does,
                content: one.refusal
                  ? { 'text/html': { schema: z.string() } }
                  : one.file
                    ? { 'application/octet-stream': { schema: z.string() } }
                    : { 'application/json': { schema: output } },
              },
            }),
        ...(one.form ? { 303: { description: 'After a form: the page to go to' } } : {}),
        default: one.refusal
          ? { description: 'The same in words', content: { 'text/html': { schema: z.string() } } }
          : {
              description: 'A problem with a stable code',
              content: { 'application/problem+json': { schema: problemSchema } },
            },
      },
    })
    api.openAPIRegistry.registerPath(route)
    api.on(method, route.getRoutingPath(), (c) =>
      answer(one, c.req.raw, c.req.param() as Record<string, string>, (name) => getCookie(c, name)),
    )
    return { method, path, line: one }
  }
  mounted.push(describe(one.method, one.path, false))
  const suffix = one.form && FORM_SUFFIX[one.method]
  if (suffix) mounted.push(describe('POST', one.path + suffix, true))
}

const problemSchema = z.object({ type: z.string(), title: z.string(), status: z.int(), code: z.string() }).loose()
const mounted: { method: Method; path: string; line: Line }[] = []
for (const one of LINES) mount(one)

const VERSION = '0.1.0'
api.openAPIRegistry.registerPath(
  createRoute({
    method: 'get',
    path: '/api/health',
    summary: 'Whether the database answers',
    responses: {
      200: {
        description: 'It does',
        content: {
          'application/json': {
            schema: z.strictObject({
              status: z.literal('ok'),
              engine: z.enum(['sqlite', 'postgres']),
              version: z.string(),
            }),
          },
        },
      },
      default: {
        description: 'A problem with a stable code',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  }),
)
api.get('/api/health', async () =>
  (await doesAnswer(db())) ? json({ status: 'ok', engine: db().engine, version: VERSION }) : problem('unavailable'),
)
api.get('/api/openapi.json', () =>
  json(api.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Xihua Hall', version: VERSION } })),
)
api.notFound(() => problem('not-found'))
api.onError((error) => {
  const { code, detail } = refusalOf(mapDriverError(error))
  if (code === 'internal') console.error(error)
  return problem(code, detail)
})

/** What the process does by itself, round after round: released grades go to the platforms that want them. */
export async function sendGrades(): Promise<void> {
  const ctx = asSystem('grades')
  await queueChanges(ctx, {})
  for (let sent = -1; sent !== 0;) ({ sent } = await sendDue(ctx, {}))
}

/** Every method and path that answers, for the guard, the fuzzer and the matrix. */
export const routes: readonly { method: string; path: string; permission: string | null }[] = [
  ...mounted.map(({ method, path, line: { feature } }) => ({ method, path, permission: feature.permission })),
  { method: 'GET', path: '/api/health', permission: null },
  { method: 'GET', path: '/api/openapi.json', permission: null },
]
