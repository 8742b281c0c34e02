/**
 * `npm run shots`: a picture of every page, at a phone's and a desk's width, light and dark, in shots/. Needs a build.
 * `npm run shots -- people desk` takes only the pages whose address holds one of the words; `--all` also every sibling
 * (all people, not one).
 */
import { mkdirSync, rmSync } from 'node:fs'
import { chromium, type Browser } from '@playwright/test'
import { BROWSER } from './browser.ts'
import { type NamedPage, publicPages, type Role, SIGNED_IN_ROLES, signedInPages } from './pages.ts'
import { runScript, signIn, startServer, temporaryDatabase } from './server/harness.ts'

const WIDTHS = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } }
const SCHEMES = ['light', 'dark'] as const
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const isWanted = ({ name }: NamedPage): boolean => words.length === 0 || words.some((word) => name.includes(word))

async function shoot(
  browser: Browser,
  base: string,
  cookie: string | null,
  as: Role,
  pages: readonly NamedPage[],
): Promise<void> {
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    for (const colorScheme of SCHEMES) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      if (cookie) {
        const at = cookie.indexOf('=')
        await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: base }])
      }
      const page = await context.newPage()
      for (const { path, name } of pages) {
        await page.goto(base + path, { waitUntil: 'networkidle' })
        await page.screenshot({ path: `shots/${fileName(name, as)}.${width}.${colorScheme}.png`, fullPage: true })
      }
      await context.close()
    }
  }
}

function fileName(page: string, as: Role): string {
  const name = page.replaceAll(/[/?=]/g, '_').replace(/^_/, '') || 'home'
  return as === 'visitor' ? name : `${as}.${name}`
}

const database = temporaryDatabase()
runScript('migrate', { DATABASE_URL: database.url })
runScript('seed', { DATABASE_URL: database.url })
const server = await startServer({
  DATABASE_URL: database.url,
  // So that what is said of mail is there to be looked at; nobody asks for any.
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'hall@school.test',
  // The same of the school's own provider; nobody goes there.
  OIDC_ISSUER: 'http://127.0.0.1:9/realm',
  OIDC_CLIENT_ID: 'hall',
  OIDC_CLIENT_SECRET: 'kept-between-the-two',
  OIDC_TITLE: 'Northfield School',
})
const browser = await chromium.launch(BROWSER)
try {
  if (words.length === 0) rmSync('shots', { recursive: true, force: true })
  mkdirSync('shots', { recursive: true })
  await shoot(
    browser,
    server.base,
    null,
    'visitor',
    publicPages({ representative: !process.argv.includes('--all') })
      .map((path) => ({ path, name: path }))
      .filter(isWanted),
  )
  for (const role of SIGNED_IN_ROLES) {
    const cookie = await signIn(server.base, role)
    const pages = await signedInPages(role, async (path) =>
      (await fetch(server.base + path, { headers: { cookie } })).text(),
    )
    await shoot(browser, server.base, cookie, role, pages.filter(isWanted))
  }
} finally {
  await browser.close()
  await server.stop()
  database.remove()
}
