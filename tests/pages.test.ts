import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { listedPages } from './pages.ts'

/** `/classes/[class]/desk` and its like: every page but the edition’s, which the build’s own list brings. */
const pages = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'page.tsx' && !file.startsWith('(edition)'))
  .map((file) => `/${path.dirname(file)}`.replaceAll(/\/\([^)]+\)/g, ''))

/** Shown where a school's own system is connected, which no demo class is: tests/e2e/school-system.spec.ts looks at them. */
const CONNECTED = ['/classes/connect', '/classes/[class]/desk/platform', '/classes/[class]/desk/platform/roster']
/** Shown where nobody has an account: tests/e2e/first-run.spec.ts looks at it. */
const UNUSED = ['/setup/[token]']
/** Shown on the way to the school's own provider and back: tests/e2e/school-sign-in.spec.ts looks at it. */
const ON_THE_WAY = ['/sign-in/school']
const ELSEWHERE = [...CONNECTED, ...UNUSED, ...ON_THE_WAY]

test('every page that is made for a request is looked at and photographed', () => {
  const listed = listedPages().map((address) => address.split('?')[0]!)
  const isListed = (page: string): boolean => {
    const pattern = new RegExp(`^${page.replaceAll(/\[\w+\]/g, '[^/]+')}$`)
    return listed.some((address) => pattern.test(address))
  }
  expect(pages.length).toBeGreaterThan(30)
  expect(pages.filter((page) => !isListed(page) && !ELSEWHERE.includes(page))).toEqual([])
})
