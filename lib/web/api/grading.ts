/** Levels and comments, second looks, and the gradebook. */
import { answerGradeContest } from '#lib/features/contest-score/contest-grade.ts'
import { answerContest } from '#lib/features/contest-score/contest-score.ts'
import { bankComment, commentOnWords, removeWordComment, unbankComment } from '#lib/features/grade-answers/comments.ts'
import { proposeRubric, setGraders, settleRubric } from '#lib/features/grade-answers/plan.ts'
import { readAnswer } from '#lib/features/grade-answers/queue.ts'
import { setRelease } from '#lib/features/grade-answers/release.ts'
import { decideGrade, putAside, saveGrade, undoGrade } from '#lib/features/grade-answers/save.ts'
import { exportBrightspace, exportCanvas, exportMoodle } from '#lib/features/keep-gradebook/gradebook-files.ts'
import { setEntry, setRules, viewGradebook } from '#lib/features/keep-gradebook/keep-gradebook.ts'
import { exportOneRoster } from '#lib/features/keep-gradebook/one-roster-file.ts'
import { countLate } from '#lib/features/take-quiz/count-late.ts'
import { download } from '../http.ts'
import { zipOf } from '../zip.ts'
import { line, type Line } from './line.ts'

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
/** The page of the desk on which a late answer stands: of the work, or of its student. */
const latePage =
  (done: string) =>
  (p: Record<string, string>): string =>
    `/classes/${p.in}/desk/answers/${p.whose ? `students/${p.whose}` : p.work}${done && `?done=${done}`}${p.whose ? `#late-${p.work}` : '#late'}`
const gradebook = (p: Record<string, string>): string => `/classes/${p.in ?? p.class}/desk/gradebook`

export const GRADING: readonly Line[] = [
  line('POST', '/api/contests/{contest}', 'Answers a contest of a score', answerContest, {
    form: {
      back: (p) => `/classes/${p.in}/desk/contests`,
      onward: (p) => `/classes/${p.in}/desk/contests?done=${p.outcome}`,
    },
  }),
  line('POST', '/api/late-saves/{late}/count', 'Counts an answer that came after closing', countLate, {
    form: { back: latePage(''), onward: latePage('counted') },
  }),
  line('POST', '/api/grade-contests/{contest}', 'Answers a second look at a grade', answerGradeContest, {
    form: {
      back: (p) => `/classes/${p.in}/desk/contests${p.as ? `?names=${p.as}` : ''}`,
      onward: (p) => `/classes/${p.in}/desk/contests?done=${p.outcome}${p.as ? `&names=${p.as}` : ''}`,
    },
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
  line(
    'GET',
    '/api/classes/{class}/gradebook/brightspace.csv',
    'The gradebook as Brightspace imports it',
    exportBrightspace,
    { file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text) },
  ),
  line('GET', '/api/classes/{class}/one-roster.zip', 'Roster and gradebook as a OneRoster 1.2 set', exportOneRoster, {
    file: (out) => download(out.name, 'application/zip', zipOf(out.files)),
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
]
