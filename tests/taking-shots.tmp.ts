import { mkdirSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { BROWSER } from './browser.ts'
import { signedInPages } from './pages.ts'
import { runScript, signIn, startServer, temporaryDatabase } from './server/harness.ts'
import { edition } from '#lib/content/edition.ts'
const database = temporaryDatabase()
runScript('migrate', { DATABASE_URL: database.url })
runScript('seed', { DATABASE_URL: database.url })
const server = await startServer({ DATABASE_URL: database.url })
const browser = await chromium.launch(BROWSER)
mkdirSync('/tmp/taking-shots', { recursive: true })
try {
  const teacher = await signIn(server.base, 'instructor')
  const student = await signIn(server.base, 'student')
  const get = (cookie: string) => async (path: string) => (await fetch(server.base + path, { headers: { cookie } })).text()
  const pages = await signedInPages('student', get(student))
  const reading = pages.find(({ name }) => name.includes('/reading/') && name.endsWith('}') )?.path ?? pages.find(({ path }) => path.endsWith('/bring'))!.path.replace('/bring', '')
  const [, cls, asg] = /classes\/([^/]+)\/reading\/([^/]+)/.exec(reading)!
  const put = await fetch(`${server.base}/api/classes/${cls}/notes/hypothesis`, { method: 'PUT', headers: { cookie: teacher, 'content-type': 'application/json' }, body: JSON.stringify({ allowed: true }) })
  console.log('put', put.status)
  const { units } = edition().transcript
  const one = (id: string, exact: string, more: object = {}) => ({ id, type: 'Annotation', target: { source: 'https://x.test/transcript', selector: { type: 'TextQuoteSelector', exact } }, ...more })
  const file = JSON.stringify([one('a', units.get('s80')!.text), one('b', units.get('s117')!.text + ' ' + units.get('s118')!.text, { motivation: 'questioning', body: [{ type: 'TextualBody', value: 'Who told him that?' }, { type: 'TextualBody', purpose: 'tagging', value: 'hearsay' }, { type: 'TextualBody', purpose: 'tagging', value: 'for Monday' }, { type: 'TextualBody', purpose: 'tagging', value: 'chapter two' }] }), one('c', 'Words that are not in it.'), one('d', units.get('s82')!.text, { motivation: 'replying' })])
  for (const [w, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } }))
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [who, cookie, list] of [['s', student, [`/api/assignments/${asg}/for-hypothesis`, `/classes/${cls}/reading/${asg}/bring`]], ['t', teacher, [`/classes/${cls}/desk/notes`, '/bank']]] as const) {
        const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
        const at = cookie.indexOf('=')
        await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: server.base }])
        const page = await context.newPage()
        for (const path of list) {
          await page.goto(server.base + path, { waitUntil: 'networkidle' })
          const name = path.includes('hypothesis') ? 'hyp' : path.includes('bring') ? 'bring' : path.includes('bank') ? 'bank' : 'notes'
          if (name === 'notes') await page.locator('#hypothesis').scrollIntoViewIfNeeded()
          if (name === 'bank') await page.locator('#files').scrollIntoViewIfNeeded()
          await page.screenshot({ path: `/tmp/taking-shots/${name}.${w}.${colorScheme}.png` })
          if (name === 'bring') {
            await page.fill('#file', file)
            await page.getByRole('button', { name: 'Look at them' }).click()
            await page.waitForURL('**/look')
            await page.screenshot({ path: `/tmp/taking-shots/look.${w}.${colorScheme}.png`, fullPage: true })
            if (w === 'desk' && colorScheme === 'dark') {
              await page.getByRole('button', { name: /Bring in/ }).click()
              await page.waitForURL('**done=brought**')
              await page.screenshot({ path: `/tmp/taking-shots/done.png` })
              await page.locator('.classstrip').scrollIntoViewIfNeeded()
              await page.screenshot({ path: `/tmp/taking-shots/strip.png` })
            }
          }
        }
        await context.close()
      }
    }
} finally {
  await browser.close()
  await server.stop()
}
