/** The client of Hypothesis itself, from npm, at its own addresses; behind them stands this test and no network. */
import { existsSync, readFileSync } from 'node:fs'
import type { BrowserContext } from '@playwright/test'
import { edition } from '#lib/content/edition.ts'
import { assign, becomeInstructor, inviteLink, join } from './own-class.ts'
import { expect, test } from './support.ts'

type Exported = {
  id: string
  body: { purpose: string; value: string }[]
  target: { selector: ({ type: string } & Record<string, unknown>)[] }
}
const CLIENT = 'node_modules/hypothesis'
const { version } = JSON.parse(readFileSync(`${CLIENT}/package.json`, 'utf8')) as { version: string }
const [SITE, ASSETS] = ['https://hypothes.is', `https://cdn.hypothes.is/hypothesis/${version}/`]
const EMBED = `${SITE}/embed.js`
const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html', json: 'application/json' } // prettier-ignore
const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }

const APP = `<!doctype html><html lang="en"><head><title>Hypothesis</title>
<script class="js-hypothesis-config" type="application/json">${JSON.stringify({ apiUrl: `${SITE}/api/`, authDomain: 'hypothes.is', oauthClientId: 'client', rpcAllowedOrigins: [] })}</script>
</head><body><hypothesis-app></hypothesis-app><script src="${ASSETS}build/boot.js"></script></body></html>`

const reads = (path: string) => ({ method: 'GET', url: `${SITE}/api/${path}`, desc: path })
const INDEX = {
  links: {
    annotation: { create: reads('annotations'), read: reads('annotations/:id'), update: reads('annotations/:id') },
    groups: { read: reads('groups') },
    links: reads('links'),
    profile: { read: reads('profile'), update: reads('profile'), groups: { read: reads('profile/groups') } },
    search: reads('search'),
  },
}
const LINKS = ['account.settings', 'forgot-password', 'groups.new', 'help', 'oauth.authorize', 'oauth.revoke', 'signup'] // prettier-ignore
const GROUP = { id: '__world__', groupid: null, name: 'Public', type: 'open', public: true, scoped: false, links: {}, organization: null, scopes: { enforced: false, uri_patterns: [] } } // prettier-ignore

/** What hypothes.is would answer: its client, and one annotation on our transcript. */
async function standInForHypothesis(context: BrowserContext, row: object, asked: URL[]): Promise<void> {
  const api: Record<string, unknown> = {
    '': INDEX,
    links: {
      ...Object.fromEntries(LINKS.map((name) => [name, SITE])),
      user: `${SITE}/u/:user`,
      'search.tag': `${SITE}/:tag`,
    },
    profile: { userid: null, authority: 'hypothes.is', groups: [GROUP], features: {}, preferences: {} },
    'profile/groups': [GROUP],
    groups: [GROUP],
    search: { total: 1, rows: [row], replies: [] },
  }
  await context.route(/^https:\/\/(?:cdn\.)?hypothes\.is\//, (route) => {
    const url = new URL(route.request().url())
    const give = (type: string, body: string | Buffer) =>
      route.fulfill({ status: 200, headers: CORS, contentType: TYPES[type] ?? 'text/plain', body })
    if (url.pathname === '/embed.js') return give('js', readFileSync(`${CLIENT}/build/boot.js`))
    if (url.pathname === '/app.html') return give('html', APP)
    if (url.href.startsWith(ASSETS)) {
      const file = `${CLIENT}/${url.pathname.replace(`/hypothesis/${version}/`, '')}`
      return existsSync(file) ? give(file.split('.').at(-1)!, readFileSync(file)) : route.fulfill({ status: 404 })
    }
    if (!url.pathname.startsWith('/api/')) return give('html', '<!doctype html><title>Hypothesis</title>')
    asked.push(url)
    return give('json', JSON.stringify(api[url.pathname.slice('/api/'.length)] ?? {}))
  })
  await context.routeWebSocket(/hypothes\.is/, () => {})
}

test('the Hypothesis client marks the very words of a note from here, where an instructor allows it', async ({
  page,
  context,
  browser,
  baseURL,
  watch,
}) => {
  test.setTimeout(90_000)
  watch.allow(/^foreign request: https:\/\/(?:cdn\.)?hypothes\.is\//)
  const { classId, joinLink } = await becomeInstructor(page, inviteLink('ada@hypothesis.test', baseURL!), 'With guests')
  await assign(page, classId, 'reading/transcript')
  const other = await browser.newContext({ baseURL: baseURL! })
  const student = await other.newPage()
  await join(student, joinLink, 'Mei')
  const { assignments } = (await (await other.request.get(`/api/classes/${classId}/assignments`)).json()) as {
    assignments: { id: string }[]
  }
  const reading = assignments[0]!.id
  const address = `/api/assignments/${reading}/for-hypothesis`

  // Not allowed: no such page, no word of it on the reading, and no policy that lets the client in.
  expect((await other.request.get(address)).status()).toBe(404)
  for (const path of [address, `/classes/${classId}/reading/${reading}`]) {
    const answer = await student.goto(path)
    expect(answer!.headers()['content-security-policy']).not.toContain('hypothes')
    await expect(student.getByText('Hypothesis here')).toHaveCount(0)
    await standInForHypothesis(other, {}, [])
    const blocked = student.evaluate(
      () => new Promise((done) => document.addEventListener('securitypolicyviolation', (e) => done(e.blockedURI))),
    )
    await expect(student.addScriptTag({ url: EMBED })).rejects.toThrow()
    expect(await blocked).toBe(EMBED)
  }

  await page.goto(`/classes/${classId}/desk/notes`)
  await page.getByRole('button', { name: 'Allow Hypothesis' }).click()
  await expect(page.getByText('Hypothesis is allowed.')).toBeVisible()

  // What a student wrote here goes out as a W3C annotation, and into Hypothesis as its own tools would take it there.
  const written = await other.request.post(`/api/classes/${classId}/notes`, {
    data: { assignment: reading, from: 's117', to: 's118', text: 'He states it flat.' },
    headers: { origin: baseURL! },
  })
  expect(written.status()).toBe(200)
  const { items } = (await (await other.request.get(`/api/classes/${classId}/notes.jsonld`)).json()) as {
    items: Exported[]
  }
  const [{ id, body, target }] = items as [Exported]
  const source = `${baseURL}/transcript`
  const row = {
    id: id.replace('urn:uuid:', ''),
    created: '2026-09-01T12:00:00.000Z',
    updated: '2026-09-01T12:00:00.000Z',
    user: 'acct:mei@hypothes.is',
    user_info: { display_name: 'Mei' },
    uri: source,
    group: '__world__',
    text: body[0]!.value,
    tags: [],
    document: { title: ['Transcript'] },
    permissions: { read: ['group:__world__'], update: [], delete: [], admin: [] },
    links: {},
    references: [],
    target: [
      {
        source,
        selector: target.selector.filter(({ type }) => ['TextQuoteSelector', 'TextPositionSelector'].includes(type)),
      },
    ],
  }
  const asked: URL[] = []
  await other.close()
  await standInForHypothesis(context, row, asked)
  await page.goto(address)
  await page.addScriptTag({ url: EMBED })
  const marks = page.locator('hypothesis-highlight')
  const { units } = edition().transcript
  await expect(marks).toHaveText(
    ['s117', 's118'].map((at) => units.get(at)!.text),
    { timeout: 30_000 },
  )
  expect(
    asked.filter(({ pathname }) => pathname.endsWith('/search')).map((url) => url.searchParams.get('uri')),
  ).toContain(source)
})
