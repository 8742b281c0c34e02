/** A course of a school's system and its class here: coming in, connecting, picking, rosters and grades. */
import { eq } from 'drizzle-orm'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { viewerFromCookie } from '#lib/auth/session.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { asSystem, contextFor } from '#lib/door/context.ts'
import { CLAIM } from '#lib/domain/platform.ts'
import { env } from '#lib/env.ts'
import { isPrivate } from '#lib/outbound/ask.ts'
import { addDeployment, endPlatform, inviteRegistration, rotateKeys } from '#lib/features/connect-platform/register.ts'
import { queueChanges, sendDue } from '#lib/features/connect-platform/scores.ts'
import { viewConnection } from '#lib/features/connect-platform/view-connection.ts'
import { api } from '#lib/web/api.ts'
import { call } from '../factories/call.ts'
import { makeClass, makeInstructor, makeStudent } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign } from '../factories/work.ts'
import {
  beginLogin,
  freshBrowser,
  open,
  openClass,
  pageOf,
  post,
  register,
  STUDENT,
  TEACHER,
} from '../platform/course.ts'
import { INSTRUCTOR, LEARNER, MEMBERSHIP, openPlatform, type TestPlatform } from '../platform/platform.ts'

let db: Db
let platform: TestPlatform
let platformId: string
/** The platform asks for our keys over the network, as every platform does. */
let keys: http.Server

beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  keys = http.createServer((_request, response) => {
    void Promise.resolve(api.request('/api/lti/jwks')).then(async (reply) => {
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(await reply.text())
    })
  })
  await new Promise<void>((ready) => keys.listen(0, '127.0.0.1', ready))
})
afterAll(async () => {
  keys.close()
  await db.close()
})
beforeEach(async () => {
  platform = await openPlatform(env.publicUrl, `http://127.0.0.1:${(keys.address() as AddressInfo).port}`)
  platformId = await register(db, platform)
  return () => platform.close()
})

const system = () => asSystem('test', { db })
const membersOf = async (classId: string) =>
  (await db.select().from(db.t.memberships).where(eq(db.t.memberships.classId, classId))).map((one) => ({
    name: one.displayName,
    role: one.role,
    state: one.state,
  }))
const launchIn = (location: string) => new URLSearchParams(location.split('?')[1]).get('launch')!
const later = async <T>(ms: number, run: () => Promise<T>): Promise<T> => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
  try {
    return await run()
  } finally {
    vi.useRealTimers()
  }
}

describe('coming in', () => {
  test('the browser is sent to its platform with what it has to bring back, and nothing else', async () => {
    for (const method of ['GET', 'POST'] as const) {
      const { reply, asked } = await beginLogin(platform, freshBrowser(), { method })
      expect(reply.status).toBe(303)
      expect(reply.location.startsWith(`${platform.origin}/auth?`)).toBe(true)
      expect([...asked.keys()].toSorted()).toEqual(
        [
          'client_id',
          'login_hint',
          'lti_message_hint',
          'nonce',
          'prompt',
          'redirect_uri',
          'response_mode',
          'response_type',
          'scope',
          'state',
        ].toSorted(),
      )
      expect(asked.get('redirect_uri')).toBe(`${env.publicUrl}/api/lti/launch`)
      const [cookie] = reply.headers.getSetCookie()
      expect(cookie).toMatch(/HttpOnly; Max-Age=600; Path=\/; Secure; SameSite=None$/)
    }
    // Where a platform is one client, its name may be left out.
    expect((await beginLogin(platform, freshBrowser(), { client: null })).reply.status).toBe(303)
  })

  test('in a frame there is a way to a window of its own, which that platform alone may frame', async () => {
    for (const destination of ['iframe', '']) {
      const { reply } = await beginLogin(platform, freshBrowser(), { destination })
      expect(reply.status).toBe(200)
      expect(reply.headers.getSetCookie()).toEqual([])
      expect(reply.headers.get('content-security-policy')).toContain(`frame-ancestors ${platform.host}`)
      const link = pageOf(reply).querySelector('a')!
      expect([link.target, link.rel]).toEqual(['_blank', 'noopener'])
      const again = await call('GET', link.getAttribute('href')!, { headers: { 'sec-fetch-dest': 'document' } })
      expect(again.location.startsWith(`${platform.origin}/auth?`)).toBe(true)
    }
  })

  test('a teacher makes the class, students come into it, and each comes back as themselves', async () => {
    const early = await open(platform, STUDENT)
    expect([early.reply.status, early.reply.text.includes('not connected yet')]).toEqual([409, true])
    const { classId } = await openClass(platform)
    const first = await open(platform, STUDENT)
    expect(first.reply.location).toBe(`/classes/${classId}`)
    const second = await open(platform, { ...STUDENT, name: 'Anna Lee-Park' })
    const idOf = async (cookie: string) => ((await call('GET', '/api/me', { cookie })).json as { id: string }).id
    expect(await idOf(second.browser.cookie)).toBe(await idOf(first.browser.cookie))
    // Another person of the same name, and one without any.
    await open(platform, { ...STUDENT, sub: '6' })
    await open(platform, { sub: '7', roles: ['Learner'] })
    await open(platform, {
      sub: '8',
      roles: [`${MEMBERSHIP}#Instructor`, `${MEMBERSHIP}/Instructor#TeachingAssistant`],
    })
    const back = await open(platform, TEACHER)
    expect(back.reply.location).toBe(`/classes/${classId}/desk`)
    expect(await membersOf(classId)).toEqual(
      expect.arrayContaining([
        { name: 'Ruth Adler', role: 'instructor', state: 'active' },
        { name: 'Anna Lee', role: 'student', state: 'active' },
        { name: 'Anna Lee (2)', role: 'student', state: 'active' },
        { name: 'Student 3', role: 'student', state: 'active' },
        { name: 'Assistant', role: 'assistant', state: 'active' },
      ]),
    )
    expect(await membersOf(classId)).toHaveLength(5)
  })

  test('a link of the course opens its work: a student the work, staff the answers to it', async () => {
    const { classId } = await openClass(platform)
    const quiz = await assign(db, classId, 'quiz')
    const elsewhere = await assign(db, (await makeClass(db)).id, 'quiz')
    const named = (id: string) => ({ [CLAIM.custom]: { assignment: id, section: '$CourseSection.label' } })
    expect((await open(platform, STUDENT, named(quiz.id))).reply.location).toBe(
      `/classes/${classId}/quizzes/${quiz.id}`,
    )
    expect((await open(platform, TEACHER, named(quiz.id))).reply.location).toBe(
      `/classes/${classId}/desk/answers/${quiz.id}`,
    )
    // A course that was copied names another class’s work: the class page, and nothing of the other.
    expect((await open(platform, STUDENT, named(elsewhere.id))).reply.location).toBe(`/classes/${classId}`)
    expect(await db.select().from(db.t.sections).where(eq(db.t.sections.classId, classId))).toEqual([])
  })

  test('sections come along, and a section of that name is one', async () => {
    const { classId } = await openClass(platform)
    await open(platform, STUDENT, { [CLAIM.custom]: { section: ' Friday  10am' } })
    await open(platform, { ...STUDENT, sub: '6' }, { [CLAIM.custom]: { section: 'friday 10AM' } })
    const sections = await db.select().from(db.t.sections).where(eq(db.t.sections.classId, classId))
    expect(sections.map(({ name }) => name)).toEqual(['Friday 10am'])
    const members = await db.select().from(db.t.memberships).where(eq(db.t.memberships.sectionId, sections[0]!.id))
    expect(members).toHaveLength(2)
    // Moodle fills the section in with the short name of the course, for everybody.
    await open(
      platform,
      { ...STUDENT, sub: '7' },
      {
        [CLAIM.context]: { id: 'course-1', label: 'CW1', title: 'Cold War in Asia' },
        [CLAIM.custom]: { section: 'CW1' },
      },
    )
    expect(await db.select().from(db.t.sections).where(eq(db.t.sections.classId, classId))).toHaveLength(1)
  })

  test('a section’s own id counts where the platform tells it from the course’s', async () => {
    const { classId } = await openClass(platform)
    const lis = (section: string, whole?: string) => ({
      [CLAIM.lis]: { course_section_sourcedid: section, ...(whole && { course_offering_sourcedid: whole }) },
    })
    await open(platform, STUDENT, lis('HIST214-F26-02', 'HIST214-F26'))
    await open(platform, { ...STUDENT, sub: '6' }, lis('HIST214-F26', 'HIST214-F26'))
    await open(platform, { ...STUDENT, sub: '7' }, lis('HIST214-F26'))
    const sections = await db.select().from(db.t.sections).where(eq(db.t.sections.classId, classId))
    expect(sections.map(({ name }) => name)).toEqual(['HIST214-F26-02'])
    const both = { ...lis('HIST214-F26-03', 'HIST214-F26'), [CLAIM.custom]: { section: 'HIST214-F26-02' } }
    await open(platform, { ...STUDENT, sub: '8' }, both)
    const members = await db.select().from(db.t.memberships).where(eq(db.t.memberships.sectionId, sections[0]!.id))
    expect(members).toHaveLength(2)
  })

  test('extra time comes along within its bounds, until the desk says otherwise, and leaves a trace', async () => {
    const { classId, browser: teacher } = await openClass(platform)
    const come = (said: string | undefined, who: object = STUDENT) =>
      open(platform, { ...STUDENT, ...who }, said === undefined ? {} : { [CLAIM.custom]: { extra_time: said } })
    const m = db.t.memberships
    const students = async () =>
      (await db.select().from(m).where(eq(m.classId, classId))).filter(({ role }) => role === 'student')
    const percent = async () => (await students()).map((one) => one.extraTimePercent)
    await come('50')
    expect(await percent()).toEqual([50])
    for (const said of [undefined, '$User.extraTime', '301', '-5', '1.5', 'much']) await come(said)
    expect(await percent()).toEqual([50])
    await come('25 %')
    expect(await percent()).toEqual([25])
    const [student] = await students()
    const path = `/api/classes/${classId}/roster/${student!.userId}/extra-time`
    expect((await call('PUT', path, { cookie: teacher.cookie, json: { percent: 0 } })).status).toBe(200)
    await come('100')
    expect(await percent()).toEqual([0])
    const { audit } = db.t
    const traces = await db
      .select()
      .from(audit)
      .where(eq(audit.object, `memberships/${student!.userId}`))
    expect(traces.filter(({ action }) => action === 'extra-time.change')).toHaveLength(3)
    expect(await findBrokenLink(db, classId)).toBeNull()
  })

  test('a role follows the platform for whom it brought, and never empties the desk', async () => {
    const { classId } = await openClass(platform)
    const roleOf = async (name: string) => (await membersOf(classId)).find((one) => one.name === name)!.role
    const helper = { sub: '9', name: 'Hana Helper' }
    await open(platform, { ...helper, roles: LEARNER })
    const up = await open(platform, { ...helper, roles: INSTRUCTOR })
    expect([up.reply.location, await roleOf(helper.name)]).toEqual([`/classes/${classId}/desk`, 'instructor'])
    const down = await open(platform, { ...helper, roles: LEARNER })
    expect([down.reply.location, await roleOf(helper.name)]).toEqual([`/classes/${classId}`, 'student'])
    // The one who connected the course keeps the desk, whatever they look at it as.
    const asStudent = await open(platform, { ...TEACHER, roles: LEARNER })
    expect([asStudent.reply.location, await roleOf(TEACHER.name!)]).toEqual([`/classes/${classId}/desk`, 'instructor'])
  })
})

describe('which class a course is', () => {
  test('one that there is, by an account of one’s own that is shown together with the launch', async () => {
    const klass = await makeClass(db, { title: 'Mine already' })
    const teacher = await makeInstructor(db, klass.id, { name: 'Ruth A.' })
    const { reply, browser } = await open(platform, TEACHER)
    const launch = launchIn(reply.location)
    const link = (cookie: string) => call('POST', `/api/classes/${klass.id}/courses`, { cookie, json: { launch } })
    // Neither the account of the launch, which teaches nothing, nor one that the launch was not for.
    expect((await link(browser.cookie)).status).toBe(404)
    expect((await link(teacher.cookie)).status).toBe(404)
    const take = await call('POST', '/api/me/identities', { cookie: teacher.cookie, json: { launch } })
    expect(take.status, take.text).toBe(200)
    expect((await call('GET', '/api/me', { cookie: browser.cookie })).status).toBe(401)
    expect((await link(teacher.cookie)).json).toEqual({ class: klass.id })
    const back = await open(platform, TEACHER)
    expect(back.reply.location).toBe(`/classes/${klass.id}/desk`)
    expect(((await call('GET', '/api/me', { cookie: back.browser.cookie })).json as { id: string }).id).toBe(
      teacher.userId,
    )
  })

  test('somebody’s account is never taken: a launch of a person who is known offers none', async () => {
    await openClass(platform)
    const other = await makeInstructor(db, (await makeClass(db)).id)
    const second = await open(platform, TEACHER, { [CLAIM.context]: { id: 'course-2' } })
    const launch = launchIn(second.reply.location)
    expect((await call('POST', '/api/me/identities', { cookie: other.cookie, json: { launch } })).status).toBe(404)
  })

  test('a course is one class, and a launch chooses once', async () => {
    const two = [await open(platform, TEACHER), await open(platform, TEACHER)]
    const make = (at: (typeof two)[number]) =>
      call('POST', '/api/courses', {
        cookie: at.browser.cookie,
        json: { launch: launchIn(at.reply.location), title: 'A class', zone: 'UTC' },
      })
    expect((await make(two[0]!)).status).toBe(200)
    expect((await make(two[0]!)).status).toBe(404)
    expect((await make(two[1]!)).code).toBe('course-connected')
  })
})

describe('picking what goes into a course', () => {
  const pickIn = (location: string) => location.replace('/api/lti/picks/', '')

  test('in the frame, without any cookie of a session: a class, then links with their columns of grades', async () => {
    const { reply } = await open(platform, TEACHER, platform.picking())
    expect(reply.status).toBe(303)
    expect(reply.headers.getSetCookie()).toEqual([])
    const page = await call('GET', reply.location)
    expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors ${platform.host}`)
    expect(pageOf(page).querySelector('h1')!.textContent).toBe('Which class is this course?')
    const made = await call('POST', `${reply.location}/class`, { form: { title: 'Cold War in Asia', zone: 'UTC' } })
    expect([made.status, made.location]).toEqual([303, reply.location])
    const choices = pageOf(await call('GET', reply.location))
    expect([...choices.querySelectorAll('input[name=give]')].map((one) => (one as HTMLInputElement).value)).toEqual(
      expect.arrayContaining(['reading/transcript', 'quiz/comprehension']),
    )
    const nothing = await call('POST', reply.location, { form: { points: '10' } })
    expect(nothing.location).toContain('problem=invalid')
    expect(pageOf(await call('GET', nothing.location)).querySelector('[role=alert]')!.textContent).toContain('Choose')

    const sent = await call('POST', reply.location, {
      form: { give: ['reading/transcript', 'quiz/comprehension'], points: '20' },
    })
    const form = pageOf(sent).querySelector('form')!
    expect(form.getAttribute('action')).toBe(`${platform.origin}/picked`)
    expect(sent.headers.get('content-security-policy')).toContain(`form-action 'self' ${platform.origin}`)
    const jwt = form.querySelector('input')!.value
    const keysOfTool = createRemoteJWKSet(new URL(`http://127.0.0.1:${(keys.address() as AddressInfo).port}/`))
    const { payload } = await jwtVerify(jwt, keysOfTool, { issuer: platform.state.clientId, audience: platform.origin })
    expect(payload.exp! - payload.iat!).toBe(300)
    expect(payload[CLAIM.data]).toBe('csrf:opaque, as sent')
    expect(payload[CLAIM.deployment]).toBe('d1')
    const [reading, quiz] = payload[CLAIM.items] as { title: string; custom: { assignment: string }; url: string }[]
    expect(quiz).toMatchObject({
      type: 'ltiResourceLink',
      url: `${env.publicUrl}/api/lti/launch`,
      lineItem: { scoreMaximum: 20, resourceId: quiz!.custom.assignment },
    })
    expect(reading!.title).toContain('transcript')
    const given = await db.select().from(db.t.assignments).where(eq(db.t.assignments.id, quiz!.custom.assignment))
    expect(given).toMatchObject([{ kind: 'quiz', points: 20, targetId: 'comprehension' }])
    // Going back in the browser gives nothing twice.
    expect((await call('POST', reply.location, { json: { give: 'quiz/comprehension' } })).status).toBe(404)
  })

  test('where the frame keeps no cookie, the frame itself says so', async () => {
    const target = `${env.publicUrl}/api/lti/pick`
    const { state } = await beginLogin(platform, freshBrowser(), { target, destination: 'iframe' })
    const reply = await post(freshBrowser(), { state, id_token: 'x' })
    expect([reply.status, pageOf(reply).body.textContent]).toEqual([401, expect.stringContaining('keeps no cookies')])
    expect(reply.headers.get('content-security-policy')).toContain(`frame-ancestors ${new URL(platform.origin).host}`)
  })

  test('a plan gives all it has, with its dates', async () => {
    await openClass(platform)
    const { reply } = await open(platform, TEACHER, platform.picking())
    const sent = await call('POST', reply.location, {
      form: { plan: 'one-week', start: '2026-12-07T09:00', points: '5' },
    })
    const items = decodeJwt(pageOf(sent).querySelector('input')!.value)[CLAIM.items] as object[]
    expect(items.length).toBeGreaterThan(2)
    expect(items[0]).toHaveProperty('submission.endDateTime')
  })

  test('one thing where the platform takes one, and no column where it takes none', async () => {
    const { classId } = await openClass(platform)
    const quiz = await assign(db, classId, 'quiz', { points: 12 })
    const one = platform.picking({ accept_multiple: false, accept_lineitem: false, data: undefined })
    const { reply } = await open(platform, TEACHER, one)
    const page = pageOf(await call('GET', reply.location))
    expect(page.querySelector('input[type=checkbox]')).toBeNull()
    const two = await call('POST', reply.location, { json: { give: ['quiz/comprehension', 'reading/transcript'] } })
    expect(two.status).toBe(422)
    const sent = await call('POST', reply.location, { form: { one: `assigned ${quiz.id}` } })
    const payload = decodeJwt(pageOf(sent).querySelector('input')!.value)
    expect(payload[CLAIM.items]).toEqual([
      {
        type: 'ltiResourceLink',
        title: quiz.title,
        url: `${env.publicUrl}/api/lti/launch`,
        custom: { assignment: quiz.id },
      },
    ])
    expect(CLAIM.data in payload).toBe(false)
  })

  test('nothing goes to another host, to another class’s work, or to who does not teach', async () => {
    const { classId } = await openClass(platform)
    for (const url of [
      'https://elsewhere.test/picked',
      `${platform.origin.replace('127.0.0.1', 'localhost')}/picked`,
      'javascript:alert(1)',
    ]) {
      const { reply } = await open(platform, TEACHER, platform.picking({ deep_link_return_url: url }))
      expect([reply.status, reply.text.includes('somebody else')]).toEqual([401, true])
    }
    expect((await open(platform, STUDENT, platform.picking())).reply.status).toBe(401)
    const { reply } = await open(platform, TEACHER, platform.picking())
    const elsewhere = await assign(db, (await makeClass(db)).id, 'quiz')
    expect((await call('POST', reply.location, { json: { assigned: elsewhere.id } })).status).toBe(404)
    expect((await call('GET', '/api/lti/picks/unknown')).status).toBe(404)
    // Whoever stops teaching the class while the page stands open picks nothing for it.
    const helper = await open(platform, { sub: '9', roles: INSTRUCTOR, name: 'Hana' }, platform.picking())
    const { memberships: m } = db.t
    await db.atomically(function* (tx) {
      yield* q(tx.update(m).set({ role: 'student' }).where(eq(m.displayName, 'Hana')))
    })
    expect((await call('POST', helper.reply.location, { json: { give: 'quiz/comprehension' } })).status).toBe(404)
    expect(pickIn(helper.reply.location)).not.toContain(classId)
  })
})

describe('who is in the course', () => {
  const PEOPLE = [
    { user_id: '5', roles: ['Learner'], name: 'Anna Lee' },
    { user_id: '6', roles: [`${MEMBERSHIP}#Learner`], given_name: 'Ben', family_name: 'Ode' },
    { user_id: '7', roles: ['Learner'], name: 'Gone Away', status: 'Inactive' },
    { user_id: '8', roles: ['Instructor'], name: 'Ruth Adler II' },
    { user_id: '9', roles: ['Mentor'], name: 'Mentor' },
    { user_id: '10', roles: ['Learner'] },
    { roles: ['Learner'], name: 'Nobody' },
  ]
  const connected = async () => {
    const { classId, browser } = await openClass(platform)
    platform.state.members = PEOPLE as never
    const [course] = await db.select().from(db.t.platformCourses).where(eq(db.t.platformCourses.classId, classId))
    const asking = () =>
      call('POST', `/api/classes/${classId}/courses/${course!.id}/roster`, { cookie: browser.cookie, json: {} })
    return { classId, cookie: browser.cookie, course: course!, asking }
  }

  test('is looked at first, page after page, and then added; nobody is taken out or taken for another', async () => {
    const { classId, cookie, asking } = await connected()
    await open(platform, STUDENT)
    await makeStudent(db, classId, { name: 'Ben Ode' })
    const before = await membersOf(classId)
    const { list } = (await asking()).json as { list: string }
    expect(platform.state.asked.filter((one) => one === 'GET /members').length).toBe(4)
    expect(await membersOf(classId)).toEqual(before)
    const taken = await call('POST', `/api/classes/${classId}/platform-rosters/${list}`, { cookie, json: {} })
    expect(taken.json).toEqual({ added: 3 })
    expect(await membersOf(classId)).toEqual(
      expect.arrayContaining([
        ...before,
        { name: 'Ben Ode (2)', role: 'student', state: 'active' },
        { name: 'Ruth Adler II', role: 'instructor', state: 'active' },
        { name: 'Student 4', role: 'student', state: 'active' },
      ]),
    )
    expect((await call('POST', `/api/classes/${classId}/platform-rosters/${list}`, { cookie, json: {} })).status).toBe(
      404,
    )
    // Whoever was on the list comes in as the one who was added.
    const ben = await open(platform, { sub: '6', roles: LEARNER, name: 'Ben Ode' })
    expect(ben.reply.location).toBe(`/classes/${classId}`)
    expect(await membersOf(classId)).toHaveLength(before.length + 3)
  })

  type Bad = { status: number; headers?: Record<string, string>; body?: string }
  test.each<[string, Bad]>([
    [
      'leads to another host',
      { status: 200, headers: { link: '<https://elsewhere.test/more>; rel="next"' }, body: '{"members":[]}' },
    ],
    [
      'leads to a private address',
      { status: 200, headers: { link: '<http://169.254.169.254/latest>; rel="next"' }, body: '{"members":[]}' },
    ],
    ['leads round in a circle', { status: 200, headers: { link: '<$/members>; rel="next"' }, body: '{"members":[]}' }],
    ['redirects', { status: 302, headers: { location: '/members' } }],
    [
      'is a megabyte',
      { status: 200, body: `{"members":[${'{"user_id":"x","roles":["Learner"]},'.repeat(40_000)}null]}` },
    ],
    ['is no list', { status: 200, body: '[]' }],
    ['is refused', { status: 403 }],
    ['is down', { status: 503 }],
  ])('a list that %s adds nobody and says so', async (_how, answer) => {
    const { classId, asking } = await connected()
    const own = {
      ...answer,
      headers: Object.fromEntries(
        Object.entries(answer.headers ?? {}).map(([name, value]) => [name, value.replace('$', platform.origin)]),
      ),
    }
    platform.state.instead.set('/members', () => own)
    expect((await asking()).code).toBe('platform-failed')
    expect(await db.select().from(db.t.platformRosters).where(eq(db.t.platformRosters.classId, classId))).toEqual([])
  })

  test('a token that has run out is asked for anew, once', async () => {
    const { asking } = await connected()
    await asking()
    platform.state.tokens.clear()
    expect((await asking()).status).toBe(200)
    platform.state.instead.set('/token', () => ({ status: 401, body: 'no' }))
    platform.state.tokens.clear()
    expect((await asking()).code).toBe('platform-failed')
  })

  test('an address of somebody else’s is not kept, so that nobody is asked there', async () => {
    const { classId, browser } = await openClass(platform, {
      [CLAIM.members]: { context_memberships_url: 'https://elsewhere.test/members' },
      [CLAIM.grades]: { scope: [], lineitems: 'https://elsewhere.test/items' },
    })
    const [course] = await db.select().from(db.t.platformCourses).where(eq(db.t.platformCourses.classId, classId))
    expect(course).toMatchObject({ membersUrl: null, lineItemsUrl: null })
    const asked = await call('POST', `/api/classes/${classId}/courses/${course!.id}/roster`, {
      cookie: browser.cookie,
      json: {},
    })
    expect(asked.code).toBe('platform-failed')
  })
})

describe('grades on their way', () => {
  /** A quiz with a column, handed in by the student. */
  async function graded(points = 10) {
    const { classId, browser } = await openClass(platform)
    const quiz = await assign(db, classId, 'quiz', { points })
    const column = (id = 'i1') => ({
      [CLAIM.custom]: { assignment: quiz.id },
      [CLAIM.grades]: { scope: [], lineitem: `${platform.origin}/items/${id}?type_id=1` },
    })
    const student = await open(platform, STUDENT, column())
    const me = (await call('GET', '/api/me', { cookie: student.browser.cookie })).json as { id: string }
    const setPoints = async (entry: Record<string, unknown>) => {
      const reply = await call('PUT', `/api/assignments/${quiz.id}/entries/${me.id}`, {
        cookie: browser.cookie,
        json: entry,
      })
      expect(reply.status, reply.text).toBe(200)
    }
    const release = (released: boolean) =>
      call('PUT', `/api/assignments/${quiz.id}/release`, {
        cookie: browser.cookie,
        json: { released },
      })
    return { classId, quiz, cookie: browser.cookie, student, userId: me.id, setPoints, release, column }
  }
  const round = async () => {
    await queueChanges(system(), {})
    await sendDue(system(), {})
  }
  const rowsOf = async (classId: string) =>
    db
      .select()
      .from(db.t.platformScores)
      .where(eq(db.t.platformScores.classId, classId))
      .orderBy(db.t.platformScores.id)

  test('what the student may see is sent, and nothing before; taken back, it is taken back there', async () => {
    const { classId, student, quiz, setPoints, release } = await graded()
    await round()
    expect(platform.state.scores).toEqual([])
    const begun = await call('POST', `/api/assignments/${quiz.id}/attempts`, {
      cookie: student.browser.cookie,
      json: {},
    })
    const { id } = begun.json as { id: string }
    await call('POST', `/api/attempts/${id}/submission`, { cookie: student.browser.cookie, json: {} })
    await round()
    expect(platform.state.scores).toMatchObject([
      { lineItem: 'i1', userId: '5', scoreGiven: 0, scoreMaximum: 10, gradingProgress: 'FullyGraded' },
    ])
    await round()
    expect(platform.state.scores).toHaveLength(1)
    // Set by hand, it is held until it is released, and until then the student sees none.
    await setPoints({ points: 7.5 })
    await round()
    expect(platform.state.scores.at(-1)).toMatchObject({ gradingProgress: 'NotReady' })
    expect(platform.state.scores.at(-1)).not.toHaveProperty('scoreGiven')
    await release(true)
    await round()
    expect(platform.state.scores.at(-1)).toMatchObject({ scoreGiven: 7.5, activityProgress: 'Completed' })
    const times = platform.state.scores.map(({ timestamp }) => timestamp)
    expect(times).toEqual(times.toSorted())
    expect(new Set(times).size).toBe(3)
    for (const time of times) expect(time).toMatch(/:\d\d\.000Z$/)
    expect((await rowsOf(classId)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
  })

  test('a comment that changes goes after the points, which stay; it is held and released with them', async () => {
    const { classId, browser } = await openClass(platform)
    const question = await assign(db, classId, 'question', { points: 15 })
    const student = await open(platform, STUDENT, {
      [CLAIM.custom]: { assignment: question.id },
      [CLAIM.grades]: { scope: [], lineitem: `${platform.origin}/items/i2` },
    })
    const posted = await call('POST', `/api/assignments/${question.id}/posts`, {
      cookie: student.browser.cookie,
      json: { text: 'Zhou was told it.', citations: [{ at: 's108' }] },
    })
    const { id: member } = (await call('GET', '/api/me', { cookie: student.browser.cookie })).json as { id: string }
    const grading = `/api/assignments/${question.id}/grading/post/${member}`
    const source = { source: (posted.json as { post: string }).post, version: 1 }
    const ask = async (method: 'PUT' | 'POST' | 'DELETE', path: string, json: Record<string, unknown> = {}) => {
      const reply = await call(method, path, { cookie: browser.cookie, json })
      expect(reply.status, reply.text).toBe(200)
      return reply.json
    }
    const told = () => platform.state.scores.map(({ scoreGiven, comment }) => [scoreGiven, comment?.split('\n').at(-1)])
    const rows = ['accuracy', 'evidence', 'sourcing', 'corroboration', 'contextualization']
    await ask('PUT', grading, {
      ...source,
      ...Object.fromEntries(rows.map((row) => [`level:${row}`, 3])),
      text: 'One.',
    })
    await round()
    expect(told()).toEqual([])
    await ask('PUT', `/api/assignments/${question.id}/release`, { released: true })
    await round()
    expect(told()).toEqual([[15, 'One.']])
    await ask('PUT', grading, { ...source, text: 'Two.' })
    await round()
    await round()
    expect(told()).toEqual([
      [15, 'One.'],
      [15, 'Two.'],
    ])
    await ask('POST', `${grading}/comments`, { ...source, words: 'told', text: 'By whom?' })
    await round()
    await round()
    expect(platform.state.scores).toHaveLength(3)
    expect(platform.state.scores.at(-1)!.comment).toContain('On “told”: By whom?')
    const times = platform.state.scores.map(({ timestamp }) => timestamp)
    expect(times).toEqual([...new Set(times)].toSorted())
    await ask('PUT', `/api/assignments/${question.id}/release`, { released: false })
    await ask('PUT', grading, { ...source, text: 'Three.' })
    await round()
    expect(platform.state.scores).toHaveLength(4)
    expect(platform.state.scores.at(-1)).not.toHaveProperty('comment')
  })

  test('two processes that send at once send each score once', async () => {
    const { setPoints, release } = await graded()
    await setPoints({ points: 4 })
    await release(true)
    await queueChanges(system(), {})
    const sent = await Promise.all(Array.from({ length: 6 }, () => sendDue(system(), {})))
    expect(sent.reduce((sum, one) => sum + one.sent, 0)).toBe(1)
    expect(platform.state.scores).toHaveLength(1)
  })

  test('a sender that died while it held a score leaves it to the next, a minute later', async () => {
    const { classId, setPoints, release } = await graded()
    await setPoints({ points: 4 })
    await release(true)
    await queueChanges(system(), {})
    await db.atomically(function* (tx) {
      const { platformScores: s } = db.t
      yield* q(
        tx
          .update(s)
          .set({ heldBy: 'dead', heldUntil: new Date(Date.now() + 60_000), toldAt: new Date(), tries: 1 })
          .where(eq(s.classId, classId)),
      )
    })
    await sendDue(system(), {})
    expect(platform.state.scores).toEqual([])
    await later(61_000, () => sendDue(system(), {}))
    expect(platform.state.scores).toHaveLength(1)
  })

  test('a platform that is down is asked again, later and later; what it refuses is kept with its words', async () => {
    const { classId, cookie, setPoints, release } = await graded()
    platform.state.instead.set('/items/i1/scores', () => ({ status: 503, body: 'Down for an hour' }))
    await setPoints({ points: 4 })
    await release(true)
    await round()
    expect(await rowsOf(classId)).toMatchObject([
      { state: 'waiting', tries: 1, status: 503, answer: 'Down for an hour' },
    ])
    await sendDue(system(), {})
    expect((await rowsOf(classId))[0]!.tries).toBe(1)
    await later(31_000, () => sendDue(system(), {}))
    await later(60_000, () => sendDue(system(), {}))
    expect((await rowsOf(classId))[0]!.tries).toBe(2)
    platform.state.instead.set('/items/i1/scores', () => ({ status: 403, body: 'Closed' }))
    await later(200_000, () => sendDue(system(), {}))
    const [row] = await rowsOf(classId)
    expect(row).toMatchObject({ state: 'given-up', status: 403, answer: 'Closed' })
    platform.state.instead.clear()
    await later(400_000, () => sendDue(system(), {}))
    expect(platform.state.scores).toEqual([])
    const again = await call('POST', `/api/classes/${classId}/platform-scores/${row!.id}`, { cookie, json: {} })
    expect(again.status).toBe(200)
    await later(410_000, () => sendDue(system(), {}))
    expect(platform.state.scores).toHaveLength(1)
  })

  test('a clash of times passes, since the next try is later; a changed score replaces one that waits', async () => {
    const { classId, setPoints, release } = await graded()
    platform.state.scores.push({
      lineItem: 'i1',
      userId: '5',
      timestamp: new Date(Date.now() + 20_000).toISOString(),
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
    })
    await setPoints({ points: 4 })
    await release(true)
    await round()
    expect(await rowsOf(classId)).toMatchObject([{ state: 'waiting', status: 409 }])
    await setPoints({ points: 5 })
    await queueChanges(system(), {})
    expect((await rowsOf(classId)).map(({ state }) => state)).toEqual(['replaced', 'waiting'])
    await later(40_000, () => sendDue(system(), {}))
    expect(platform.state.scores.at(-1)!.scoreGiven).toBe(5)
  })

  test('nothing goes to a column of another host, nor to a platform that has ended', async () => {
    const { classId, column, quiz, setPoints, release } = await graded()
    const evil = { ...column(), [CLAIM.grades]: { scope: [], lineitem: 'https://elsewhere.test/items/1' } }
    await open(platform, STUDENT, evil)
    const links = await db.select().from(db.t.platformLinks).where(eq(db.t.platformLinks.assignmentId, quiz.id))
    expect(links.map(({ lineItemUrl }) => lineItemUrl)).toEqual([`${platform.origin}/items/i1?type_id=1`])
    await setPoints({ points: 4 })
    await release(true)
    await queueChanges(system(), {})
    await endPlatform(system(), { platform: platformId })
    await sendDue(system(), {})
    expect(platform.state.scores).toEqual([])
    expect(await rowsOf(classId)).toMatchObject([{ state: 'given-up', status: 410 }])
    expect((await open(platform, STUDENT)).reply.status).not.toBe(303)
  })

  test('the desk says what was sent, when, and what was answered; nobody else is told', async () => {
    const { classId, cookie, student, setPoints, release } = await graded()
    await setPoints({ points: 4 })
    await release(true)
    await round()
    const seenBy = async (jar: string) => {
      const value = /next-auth\.session-token=([^;]+)/.exec(jar)![1]
      return viewConnection(contextFor(await viewerFromCookie(value, new Date()), { db }), { class: classId })
    }
    expect((await seenBy(cookie)).scores).toMatchObject([
      { student: 'Anna Lee', given: 4, of: 10, state: 'sent', status: 200 },
    ])
    await expect(seenBy(student.browser.cookie)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('registration', () => {
  test('by a platform that was invited: looked at, pressed, and once', async () => {
    const own = await openPlatform(env.publicUrl, `http://127.0.0.1:${(keys.address() as AddressInfo).port}`)
    try {
      const { secret } = await inviteRegistration(system(), { host: own.host, isInside: true })
      const query = new URLSearchParams({
        openid_configuration: `${own.origin}/.well-known/openid-configuration`,
        registration_token: 'once',
      })
      const page = await call('GET', `/api/lti/register/${secret}?${query.toString()}`)
      expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors ${own.host}`)
      expect(own.state.asked).toEqual([])
      const form = pageOf(page).querySelector('form')!
      const fields = Object.fromEntries([...form.querySelectorAll('input')].map((one) => [one.name, one.value]))
      const done = await call('POST', form.getAttribute('action')!, { form: fields })
      expect([done.status, done.text.includes('org.imsglobal.lti.close')]).toEqual([200, true])
      expect(own.state.registered).toMatchObject({
        initiate_login_uri: `${env.publicUrl}/api/lti/login`,
        redirect_uris: [`${env.publicUrl}/api/lti/launch`],
        jwks_uri: `${env.publicUrl}/api/lti/jwks`,
        token_endpoint_auth_method: 'private_key_jwt',
      })
      expect((await open(own, TEACHER)).reply.location).toContain('/classes/connect?launch=')
      expect((await call('POST', form.getAttribute('action')!, { form: fields })).status).toBe(404)
    } finally {
      await own.close()
    }
  })

  test('by nobody else: another host, an inner address, an issuer of another name', async () => {
    const ask = async (host: string, configuration: string, isInside = true) => {
      const { secret } = await inviteRegistration(system(), { host, isInside })
      const got = await call(
        'GET',
        `/api/lti/register/${secret}?${new URLSearchParams({ openid_configuration: configuration }).toString()}`,
      )
      const sent = await call('POST', `/api/lti/register/${secret}`, {
        form: { openid_configuration: configuration, registration_token: 'once' },
      })
      return [got.status, sent.status]
    }
    const known = `${platform.origin}/.well-known/openid-configuration`
    expect(await ask('moodle.school.test', known)).toEqual([401, 409])
    expect(await ask(platform.host, 'http://169.254.169.254/latest/meta-data')).toEqual([401, 409])
    // The same host without leave to be inside: plain http and a private address are refused before anything is asked.
    expect(await ask(platform.host, known, false)).toEqual([401, 409])
    expect(await ask(platform.host, known.replace('http:', 'https:'), false)).toEqual([200, 409])
    const before = platform.state.asked.length
    platform.state.instead.set('/.well-known/openid-configuration', () => ({
      status: 200,
      body: JSON.stringify({
        issuer: 'https://elsewhere.test',
        authorization_endpoint: `${platform.origin}/auth`,
        token_endpoint: `${platform.origin}/token`,
        jwks_uri: 'http://10.0.0.1/jwks',
        registration_endpoint: `${platform.origin}/register`,
      }),
    }))
    expect(await ask(platform.host, known)).toEqual([200, 409])
    expect(platform.state.asked.slice(before)).toEqual(['GET /.well-known/openid-configuration'])
    expect((await call('GET', '/api/lti/register/unknown?openid_configuration=https://x.test')).status).toBe(404)
  })

  test('by hand: an address that is no https is refused by its name, and a deployment is added later', async () => {
    await expect(register(db, platform, { jwksUrl: 'http://school.test/jwks' })).rejects.toMatchObject({
      detail: { path: 'jwksUrl' },
    })
    const late = { [CLAIM.deployment]: 'd9' }
    expect((await open(platform, TEACHER, late)).reply.text).toContain('deployment: d9')
    await addDeployment(system(), { platform: platformId, deployment: 'd9' })
    expect((await open(platform, TEACHER, late)).reply.location).toContain('/classes/connect?launch=')
  })

  test('keys change, and what the old one signed is still known for a week', async () => {
    const kids = async () =>
      ((await call('GET', '/api/lti/jwks')).json as { keys: Record<string, unknown>[] }).keys.map((one) => one.kid)
    const [old] = await kids()
    await rotateKeys(system(), {})
    const both = await kids()
    expect([both.length, both[1]]).toEqual([2, old])
    expect(await later(8 * 86_400_000, kids)).toEqual([both[0]])
    const { keys: shown } = (await call('GET', '/api/lti/jwks')).json as { keys: Record<string, unknown>[] }
    for (const key of shown) expect(Object.keys(key).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  })
})

test('addresses of this machine and its network are private, in every notation', () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '[::1]',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])
    expect(isPrivate(address), address).toBe(true)
  for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])
    expect(isPrivate(address), address).toBe(false)
})

test('without a registration there is nothing', async () => {
  const bare = await openTestDb()
  useDb(bare)
  try {
    for (const [method, path] of [
      ['GET', '/api/lti/jwks'],
      [
        'GET',
        `/api/lti/login?${new URLSearchParams({ iss: platform.origin, login_hint: 'x', target_link_uri: `${env.publicUrl}/api/lti/launch` }).toString()}`,
      ],
      ['GET', '/api/lti/picks/x'],
    ] as const)
      expect((await call(method, path)).status, path).toBe(404)
  } finally {
    useDb(db)
    await bare.close()
  }
})
