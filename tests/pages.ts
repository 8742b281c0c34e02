/** Every page there is, in one place: the accessibility tests walk it and `npm run shots` photographs it. */
import { existsSync, readFileSync } from 'node:fs'

export type Role = 'visitor' | 'student' | 'instructor' | 'assistant'

/** The demo's accounts, by what they may see. */
export const ACCOUNTS: Record<Exclude<Role, 'visitor'>, { email: string; password: string }> = {
  student: { email: 'student01@demo.test', password: 'demo-student' },
  instructor: { email: 'instructor@demo.test', password: 'demo-instructor' },
  assistant: { email: 'assistant@demo.test', password: 'demo-assistant' },
}

/** An address that leads nowhere: the page that says so is a page too. */
export const NOTHING = '/nothing-here'

/** Public pages made at request time; the prerendered ones are read from the build, so that none can be forgotten. */
const REQUEST_TIME: readonly string[] = ['/sign-in', '/join', NOTHING]

/** `{class}` and `{quiz}`, `{question}`, `{reading}` become the demo class and its first assignment of that kind. */
const SIGNED_IN: Readonly<Record<Exclude<Role, 'visitor'>, readonly string[]>> = {
  student: [
    '/me',
    '/classes',
    '/classes/{class}',
    '/classes/{class}/reading/{reading}',
    '/classes/{class}/quizzes/{quiz}',
    '/classes/{class}/questions/{question}',
  ],
  instructor: [
    '/classes',
    '/classes/{class}/desk',
    '/classes/{class}/desk/roster',
    '/classes/{class}/desk/assign',
    '/classes/{class}/desk/answers',
    '/classes/{class}/desk/settings',
  ],
  assistant: ['/classes', '/classes/{class}/desk'],
}

type PrerenderManifest = { routes: Record<string, { dataRoute: string | null }> }

/** Prerendered pages of the build; `representative` keeps one of each family (`/people/zhou` for all of `/people/…`). */
export function publicPages(options: { representative: boolean } = { representative: false }): string[] {
  const { routes } = JSON.parse(readFileSync('.next/prerender-manifest.json', 'utf8')) as PrerenderManifest
  const prerendered = Object.keys(routes).filter((path) => !path.startsWith('/_') && existsSync(`.next/server/app${path === '/' ? '/index' : path}.html`))
  const families = new Set<string>()
  const chosen = prerendered.toSorted().filter((path) => {
    const family = path.split('/').slice(0, -1).join('/')
    if (!options.representative || family === '') return true
    return !families.has(family) && families.add(family)
  })
  return [...chosen, ...REQUEST_TIME]
}

type Me = { classes: { id: string }[] }
type Work = { assignments: { id: string; kind: string }[] }

/** The pages of one role, their placeholders filled by asking the API as that person. */
export async function signedInPages(role: Exclude<Role, 'visitor'>, ask: (path: string) => Promise<unknown>): Promise<string[]> {
  const { classes } = (await ask('/api/me')) as Me
  const classId = classes[0]?.id
  if (!classId) throw new Error(`The demo ${role} has no class`)
  const { assignments } = (await ask(`/api/classes/${classId}/assignments`)) as Work
  return SIGNED_IN[role].map((path) =>
    path.replace('{class}', classId).replace(/\{(reading|quiz|question)\}/, (_all, kind: string) => {
      const found = assignments.find((assignment) => assignment.kind === kind)
      if (!found) throw new Error(`The demo class has no ${kind}`)
      return found.id
    }),
  )
}
