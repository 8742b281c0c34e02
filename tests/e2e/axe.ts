/**
 * axe on a page, by axe-core itself: the wrapper for Playwright injects half a megabyte anew for each look and describes
 * every node that passes, which takes most of the time of a look.
 */
import type { Page } from '@playwright/test'
import axe, { type AxeResults, type RunOptions } from 'axe-core'
import { expect } from './support.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type Look = {
  /** A selector; the whole page without it. */ within?: string
  /** Ids of rules, instead of all. */ rules?: string[]
}

/** What axe finds wrong, a line for each rule with up to three places and how many there are: `image-alt: img (1)`. */
export async function faultsOn(page: Page, { within, rules }: Look = {}): Promise<string[]> {
  // No page of ours has frames, so that none is looked into.
  expect(page.frames()).toHaveLength(1)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${axe.source};0`)
  const options: RunOptions = {
    runOnly: rules ? { type: 'rule', values: rules } : { type: 'tag', values: TAGS },
    resultTypes: ['violations'],
    iframes: false,
  }
  const found = await page.evaluate(
    async ([context, asked]) => {
      const { axe } = window as unknown as { axe: { run: (on: string, options: RunOptions) => Promise<AxeResults> } }
      const { violations } = await axe.run(context, asked)
      return violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target.join(' ')) }))
    },
    [within ?? 'html', options] as const,
  )
  return found.map(({ id, at }) => `${id}: ${at.slice(0, 3).join(', ')} (${at.length})`)
}
