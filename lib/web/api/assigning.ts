/** Work that is given: dates, plans, versions, reminders. */
import { assignWork, changeAssignment, removeAssignment } from '#lib/features/assign-work/assign-work.ts'
import { applyNewVersion, correctQuiz } from '#lib/features/assign-work/new-version.ts'
import { setOverride, setSectionOverride } from '#lib/features/assign-work/overrides.ts'
import { assignPlan } from '#lib/features/assign-work/plans.ts'
import { assignSharedPlan } from '#lib/features/assign-work/share-plan.ts'
import { startWarmUp } from '#lib/features/assign-work/warm-up.ts'
import { exportMatrix } from '#lib/features/review-class/analyse-quiz.ts'
import { countArrivals } from '#lib/features/review-class/count-arrivals.ts'
import { remind } from '#lib/features/review-class/remind.ts'
import { download } from '../http.ts'
import { desk } from './addresses.ts'
import { line, type Line } from './line.ts'

const sharedPlan = (p: Record<string, string>): string =>
  `/bank/plan?${new URLSearchParams({ of: p.plan ?? '', class: p.class ?? '', start: p.start ?? '' }).toString()}`
const answersPage = (p: Record<string, string>): string => `/classes/${p.in}/desk/answers/${p.assignment}`
const reminding = (p: Record<string, string>): string => `${answersPage(p)}#remind`

export const ASSIGNING: readonly Line[] = [
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
    'GET',
    '/api/assignments/{assignment}/matrix.csv',
    'Who got which item of a quiz right, first attempts',
    exportMatrix,
    {
      file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
    },
  ),
]
