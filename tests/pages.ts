/** Every page there is, in one place: the accessibility tests walk it and `npm run shots` photographs it. */
import { existsSync, readFileSync } from 'node:fs'

export type Role = 'visitor' | 'student' | 'studentUnderWay' | 'instructor' | 'assistant'
export type SignedInRole = Exclude<Role, 'visitor'>
export const SIGNED_IN_ROLES: readonly SignedInRole[] = ['student', 'studentUnderWay', 'instructor', 'assistant']

/** The demo's accounts, by what they may see. */
export const ACCOUNTS: Record<SignedInRole, { email: string; password: string }> = {
  /** Has done everything, so sees results and classmates' posts. */
  student: { email: 'student01@demo.test', password: 'demo-student' },
  /** In the middle of the quiz, with nothing posted. */
  studentUnderWay: { email: 'student09@demo.test', password: 'demo-student' },
  instructor: { email: 'instructor@demo.test', password: 'demo-instructor' },
  assistant: { email: 'assistant@demo.test', password: 'demo-assistant' },
}

/** An address that leads nowhere: the page that says so is a page too. */
export const NOTHING = '/nothing-here'

/** Public pages made at request time; the prerendered ones are read from the build, so that none can be forgotten. */
const REQUEST_TIME: readonly string[] = [
  '/search',
  '/search?q=ho+tirana&speaker=zhou',
  '/sign-in',
  '/join',
  '/join/XHHA8264',
  '/join/NOSUCH99',
  '/reset',
  '/welcome/no-such-link',
  '/mail/no-such-key',
  '/forgotten/no-such-link',
  NOTHING,
]

/** Work that fills a page in a way of its own, by its placeholder: exercises, and the quiz whose written item is graded. */
const TITLED = {
  header: 'Before you read',
  certainty: 'How sure each claim is',
  columns: 'Two men, one set of telegrams',
  room: 'The same evening, another room',
  puzzle: 'The no-news puzzle',
  controversy: 'Ho’s trip, the strong and the weak: a controversy',
  reviewed: 'The telegrams, without names',
}

/** `{class}`, `{quiz}`, `{question}`, `{exercise}`, `{reading}`, `{essay}` become the demo class and its first assignment of that kind, `{member}` and `{classmate}` its first two students. */
const SIGNED_IN: Readonly<Record<SignedInRole, readonly string[]>> = {
  student: [
    '/me',
    '/classes',
    '/classes/{class}',
    '/classes/{class}/grades',
    '/classes/{class}/reading/{reading}',
    '/classes/{class}/reading/{reading}/bring',
    '/classes/{class}/reading/{essay}',
    '/classes/{class}/quizzes/{quiz}',
    '/classes/{class}/questions/{question}',
    '/classes/{class}/exercises/{exercise}',
    '/classes/{class}/coming-back',
    '/classes/{class}/exercises/{certainty}',
    '/classes/{class}/exercises/{columns}',
    '/classes/{class}/exercises/{room}',
    '/classes/{class}/exercises/{puzzle}',
    '/classes/{class}/exercises/{controversy}',
    '/classes/{class}/questions/{reviewed}/reviews',
    '/classes/{class}/claims',
    '/classes/{class}/claims/tirana-first',
    '/classes/{class}/polls/{poll}',
    '/classes/{class}/inbox',
  ],
  studentUnderWay: [
    '/classes/{class}/polls/{openPoll}',
    '/classes/{class}',
    '/classes/{class}/reading/{reading}',
    '/classes/{class}/quizzes/{quiz}',
    '/classes/{class}/questions/{question}',
    '/classes/{class}/exercises/{exercise}',
    '/classes/{class}/exercises/{columns}',
    '/classes/{class}/exercises/{room}',
    '/classes/{class}/exercises/{puzzle}',
    '/classes/{class}/exercises/{controversy}',
  ],
  instructor: [
    '/classes',
    '/classes/{class}/desk',
    '/classes/{class}/desk/roster',
    '/classes/{class}/desk/roster/slip',
    '/classes/{class}/desk/roster/import',
    '/classes/{class}/desk/roster/together?member={member}&other={classmate}',
    '/classes/{class}/desk/assign',
    '/classes/{class}/desk/assign/{quiz}',
    '/classes/{class}/desk/assign/plans/one-week?start=2026-12-07T09:00',
    '/classes/{class}/desk/assign/share',
    '/classes/{class}/desk/packet?of={quiz}&of={question}&of={reading}',
    '/classes/{class}/desk/packet?of={quiz}&of={question}&key=1',
    '/classes/{class}/desk/assign/{quiz}/preview',
    '/classes/{class}/desk/assign/{question}/preview',
    '/classes/{class}/desk/assign/{quiz}/version',
    '/classes/{class}/desk/warm-up',
    '/classes/{class}/desk/warm-up?item={header}/meant-for-readers&item={header}/settled-or-open',
    '/classes/{class}/desk/contests',
    '/classes/{class}/desk/assign/{exercise}/preview',
    '/classes/{class}/desk/assign/{certainty}/preview',
    '/classes/{class}/desk/answers',
    '/classes/{class}/desk/answers/{reading}',
    '/classes/{class}/desk/answers/{quiz}',
    '/classes/{class}/desk/answers/{question}',
    '/classes/{class}/desk/answers/{essay}',
    '/classes/{class}/desk/answers/{exercise}',
    '/classes/{class}/desk/answers/{certainty}',
    '/classes/{class}/desk/answers/{columns}',
    '/classes/{class}/desk/answers/{room}',
    '/classes/{class}/desk/answers/{puzzle}',
    '/classes/{class}/desk/answers/{controversy}',
    '/classes/{class}/desk/answers/students/{member}',
    '/classes/{class}/desk/notes',
    '/classes/{class}/desk/reports',
    '/classes/{class}/desk/answers/{reviewed}/reviews',
    '/classes/{class}/claims/tirana-first',
    '/classes/{class}/desk/grading',
    '/classes/{class}/desk/grading/{question}',
    '/classes/{class}/desk/grading/{question}/rubric',
    '/classes/{class}/desk/gradebook',
    '/classes/{class}/desk/projector',
    '/classes/{class}/desk/projector/polls',
    '/classes/{class}/desk/projector/polls/{poll}',
    '/classes/{class}/desk/projector/timer?minutes=5',
    '/classes/{class}/desk/analysis',
    '/classes/{class}/desk/analysis/{quiz}',
    '/classes/{class}/desk/analysis/{header}',
    '/classes/{class}/desk/notes',
    '/classes/{class}/desk/settings',
    '/classes/{class}/desk/settings/copy?title=HIST+214+again&start=2027-02-01',
    '/classes/{class}/inbox',
    '/bank',
    '/bank/quizzes/{own}',
    '/bank/quizzes/{own}/items/{item}',
    '/bank/quizzes/{own}/preview',
    '/bank/quizzes/{own}/files',
    '/bank/edition/part-one/files',
    '/bank/import',
    '/bank/shared/{shared}',
    '/bank/plan?of={plan}&class={class}&start=2027-02-01',
    // Last: hidden names stay hidden.
    '/classes/{class}/desk?names=hidden',
  ],
  assistant: [
    '/classes',
    '/classes/{class}/desk',
    '/classes/{class}/desk/answers',
    '/classes/{class}/desk/grading',
    '/classes/{class}/desk/gradebook',
  ],
}

/** What is made for a request, as templates: everything that is not prerendered. */
export const listedPages = (): string[] => [...REQUEST_TIME, ...Object.values(SIGNED_IN).flat()]

/** Pages of a role in shares of `size`, for tests that look long at each. */
export const sharesOf = (role: SignedInRole, size = 12): { from: number; to: number }[] =>
  Array.from({ length: Math.ceil(SIGNED_IN[role].length / size) }, (_none, share) => ({
    from: share * size,
    to: Math.min(SIGNED_IN[role].length, (share + 1) * size),
  }))

type PrerenderManifest = { routes: Record<string, { srcRoute: string | null }> }

/** Prerendered pages of the build; `representative` keeps one of each family (`/people/zhou` for all of `/people/…`). */
export function publicPages(options: { representative: boolean } = { representative: false }): string[] {
  const { routes } = JSON.parse(readFileSync('.next/prerender-manifest.json', 'utf8')) as PrerenderManifest
  const prerendered = Object.keys(routes).filter(
    (path) => !path.startsWith('/_') && existsSync(`.next/server/app${path === '/' ? '/index' : path}.html`),
  )
  const families = new Set<string>()
  const chosen = prerendered.toSorted().filter((path) => {
    const family = routes[path]?.srcRoute ?? path
    return !options.representative || (!families.has(family) && families.add(family))
  })
  return [...chosen, ...REQUEST_TIME]
}

type Own = { shareCode: string | null; draft: { items: { id: string }[] } }
type Me = { classes: { id: string }[] }
type Work = { assignments: { id: string; kind: string; title: string }[] }
export type NamedPage = { path: string; /** Ids change with each seed; a name stays. */ name: string }

/** The pages of one role, their placeholders filled by asking as that person; `ask` gives the body of an address. */
export async function signedInPages(role: SignedInRole, ask: (path: string) => Promise<string>): Promise<NamedPage[]> {
  const classId = (JSON.parse(await ask('/api/me')) as Me).classes[0]?.id
  if (!classId) throw new Error(`The demo ${role} has no class`)
  const { assignments } = JSON.parse(await ask(`/api/classes/${classId}/assignments`)) as Work
  const found = new Map(assignments.toReversed().map((assignment) => [assignment.kind, assignment.id]))
  found.set('class', classId)
  for (const [name, title] of Object.entries(TITLED))
    found.set(name, assignments.find((assignment) => assignment.title === title)?.id ?? '')
  if (SIGNED_IN[role].some((path) => path.includes('{member}'))) {
    const desk = await ask(`/classes/${classId}/desk`)
    const [first, second] = new Set([...desk.matchAll(/answers\/students\/([0-9a-f-]{36})/g)].map((match) => match[1]!))
    found.set('member', first ?? '').set('classmate', second ?? '')
  }
  const polls = JSON.parse(await ask(`/api/classes/${classId}/polls`)) as { id: string; state: string }[]
  found
    .set('poll', polls.find(({ state }) => state === 'over')?.id ?? '')
    .set('openPoll', polls.find(({ state }) => state === 'before')?.id ?? '')
  if (SIGNED_IN[role].some((path) => path.includes('{plan}')))
    found.set('plan', /\/bank\/plan\?of=([\w-]+)/.exec(await ask(`/classes/${classId}/desk/assign/share`))?.[1] ?? '')
  if (SIGNED_IN[role].some((path) => path.includes('{own}'))) {
    const bank = JSON.parse(await ask('/api/bank')) as { own: { id: string }[] }
    // The demo's own is the one that is shared; other tests may make more beside it.
    for (const { id } of bank.own) {
      const quiz = JSON.parse(await ask(`/api/bank/quizzes/${id}`)) as Own
      if (!quiz.shareCode) continue
      found
        .set('own', id)
        .set('item', quiz.draft.items[0]?.id ?? '')
        .set('shared', quiz.shareCode)
    }
  }
  return SIGNED_IN[role].map((template) => ({
    name: template.replaceAll(/[{}]/g, ''),
    path: template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
      const id = found.get(name)
      if (!id) throw new Error(`The demo class has no ${name}`)
      return id
    }),
  }))
}
