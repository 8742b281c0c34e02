/** What a first visit to the reading page costs on the wire, with every reading tool there and none of them used. */
import { expect, test } from './support.ts'

const KB = 1000
const ALL = 320 * KB
const SCRIPT = 170 * KB

for (const width of [390, 1280]) {
  test(`a first visit of the transcript stays light at ${width} px`, async ({ page, context }) => {
    await page.setViewportSize({ width, height: 800 })
    const wire = await context.newCDPSession(page)
    await wire.send('Network.enable')
    const kinds = new Map<string, string>()
    const sent = new Map<string, number>()
    wire.on('Network.responseReceived', ({ requestId, type, response }) => {
      kinds.set(requestId, type === 'Other' && response.mimeType.includes('javascript') ? 'Script' : type)
    })
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sent.set(requestId, encodedDataLength))
    await page.goto('/transcript', { waitUntil: 'networkidle' })
    await expect(page.locator('#document')).toHaveAttribute('data-reader', 'on')
    const sum = (only: (kind: string | undefined) => boolean) =>
      [...sent].reduce((total, [id, bytes]) => total + (only(kinds.get(id)) ? bytes : 0), 0)
    const [all, script] = [sum(() => true), sum((kind) => kind === 'Script')]
    console.log(`first visit at ${width} px: ${Math.round(all / KB)} KB in all, ${Math.round(script / KB)} KB script`)
    expect(script, 'script was measured at all').toBeGreaterThan(50 * KB)
    expect(all).toBeLessThanOrEqual(ALL)
    expect(script).toBeLessThanOrEqual(SCRIPT)
  })
}
