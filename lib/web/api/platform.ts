/** A school’s system: launches, what is picked for a course, its roster, and grades that go there. */
import { IS_SECURE } from '#lib/auth/session.ts'
import { giveToPlatform, lookAtPicks } from '#lib/features/assign-work/pick-for-platform.ts'
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
import { sendAgain } from '#lib/features/connect-platform/scores.ts'
import { disconnectCourse } from '#lib/features/connect-platform/view-connection.ts'
import { seeOther } from '../http.ts'
import {
  handBackPage,
  pickFields,
  picksPage,
  refusedPage,
  registeredPage,
  registerPage,
  windowPage,
} from '../platform-pages.ts'
import { desk, settings } from './addresses.ts'
import { line, type Line } from './line.ts'

const platformPage = (p: Record<string, string>): string => `${desk(p)}/platform`
const connectPage = (p: { launch?: string }): string => `/classes/connect?launch=${p.launch ?? ''}`
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

export const PLATFORM: readonly Line[] = [
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
]
