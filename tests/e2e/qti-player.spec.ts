import { toXml } from 'xast-util-to-xml'
import { edition } from '#lib/content/edition.ts'
import { sentenceRange } from '#lib/content/text/order.ts'
import type { Item } from '#lib/domain/item.ts'
import { qtiItem } from '#lib/features/carry-quiz/qti-item.ts'
import { travellingOf, type Travelling } from '#lib/features/carry-quiz/travelling.ts'
import { expect, test } from './support.ts'

/** A player of QTI 3 that others wrote; it stands on the test’s page alone and is part of nothing that is served. */
const PLAYER = 'node_modules/@citolab/qti-components/cdn/index.global.js'

type Variable = { identifier: string; value: string | string[] | null }
type PlayedItem = Element & {
  updateResponseVariable: (identifier: string, value: string | string[]) => void
  processResponse: () => void
  variables: Variable[]
}

const items = edition()
  .quizzes.filter(({ audience }) => audience === 'class')
  .flatMap((quiz) => quiz.items)
const { units } = edition().transcript
const sentences = (range: { from: string; to: string }) =>
  (sentenceRange(units, range) ?? []).map((id) => ({ id, text: units.get(id)!.text }))
const travelling = (kind: Item['kind']): Travelling =>
  travellingOf(
    items.find((item) => item.kind === kind)!,
    sentences,
  )[0]!

/** What the player is told: the right answer, and one that is not. */
function answersTo(one: Travelling): { right: string | string[]; wrong: string | string[] } {
  switch (one.form) {
    case 'choice': {
      const ids = (right: boolean) => one.options.filter(({ isRight }) => isRight === right).map(({ id }) => `choice-${id}`) // prettier-ignore
      return one.takesSeveral
        ? { right: ids(true), wrong: [...ids(true), ids(false)[0]!] }
        : { right: ids(true)[0]!, wrong: ids(false)[0]! }
    }
    case 'match': {
      const pairs = one.rows.map(({ id, key }) => `row-${id} choice-${key}`)
      return { right: pairs, wrong: pairs.slice(1) }
    }
    case 'order': {
      const right = one.rightly.map((id) => `row-${id}`)
      return { right, wrong: right.toReversed() }
    }
    case 'essay':
      throw new Error('people read it')
  }
}

for (const kind of ['single', 'several', 'select', 'place', 'who-said', 'match', 'order'] as const)
  test(`a question of the kind ${kind} is shown and counted by a player of QTI 3`, async ({ page }) => {
    const one = travelling(kind)
    await page.setContent('<qti-item><item-container></item-container></qti-item>')
    await page.addScriptTag({ path: PLAYER })
    await page.evaluate(
      (xml) => {
        ;(document.querySelector('item-container') as Element & { itemXML: string }).itemXML = xml
      },
      toXml(qtiItem(one, 'A question', '3')),
    )
    await expect(page.getByText(one.stem)).toBeVisible()
    const shown = one.form === 'choice' ? one.options : one.form === 'essay' ? [] : one.rows
    for (const { text } of shown) await expect(page.getByText(text, { exact: true }).first()).toBeVisible()
    const scored = (answer: string | string[]) =>
      page.locator('qti-assessment-item').evaluate((element, response) => {
        const item = element as unknown as PlayedItem
        item.updateResponseVariable('RESPONSE', response)
        item.processResponse()
        return Number(item.variables.find(({ identifier }) => identifier === 'SCORE')!.value)
      }, answer)
    const { right, wrong } = answersTo(one)
    expect(await scored(wrong)).toBe(0)
    expect(await scored(right)).toBe(1)
    // The reason of what was chosen opens, and what is explained to everybody.
    if (one.form !== 'choice' || one.takesSeveral) return
    const why = one.options.find(({ isRight }) => isRight)!.why || one.after
    await expect(page.locator('qti-modal-feedback').filter({ hasText: why }).locator('dialog')).toHaveAttribute('open')
  })
