import { edition } from '#lib/content/edition.ts'
import { signedInPages } from '../pages.ts'
import { expect, signInAs, test } from './support.ts'

test('a student brings a file of annotations: sees where each would stand, and finds them in the margin', async ({
  page,
  context,
}) => {
  await signInAs(context, { email: 'student21@demo.test', password: 'demo-student' })
  const pages = await signedInPages('student', async (path) => (await context.request.get(path)).text())
  await page.goto(pages.find(({ path }) => path.endsWith('/bring'))!.path)
  const { units } = edition().transcript
  const annotation = (id: string, exact: string, value: string) => ({
    id,
    type: 'Annotation',
    body: { type: 'TextualBody', value },
    target: { source: 'https://elsewhere.test/transcript', selector: { type: 'TextQuoteSelector', exact } },
  })
  const items = [
    annotation('urn:example:1', units.get('s117')!.text, 'From another class.'),
    annotation('urn:example:2', 'Nobody said this.', 'About nothing.'),
  ]
  await page.setInputFiles('#file', {
    name: 'notes.jsonld',
    mimeType: 'application/ld+json',
    buffer: Buffer.from(JSON.stringify({ type: 'AnnotationPage', items }, null, 2)),
  })
  await expect(page.getByRole('status').filter({ hasText: 'stands in the box' })).toBeVisible()
  await page.getByRole('button', { name: 'Look at them' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 of 2 notes can come in')
  await expect(page.getByRole('listitem').first()).toContainText('Note on sentence 117')
  await expect(page.getByText('The words it quotes are not in the transcript.')).toBeVisible()
  await page.getByRole('button', { name: 'Bring in 1 note' }).press('Enter')
  await expect(page.getByText('1 note came in.')).toBeVisible()
  await expect(page.locator('.mnote', { hasText: 'From another class.' })).toContainText('Only you see it')
})
