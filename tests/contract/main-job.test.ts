import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Feature } from '#lib/door/feature.ts'
import { canonicalJson } from '#lib/db/digest.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { playMainJob } from '../factories/main-job.ts'
import { stage, type Stage } from '../factories/stage.ts'
import { engines, type Opened } from './engines.ts'

const isFeature = (value: unknown): value is Feature =>
  typeof value === 'function' && 'permission' in value && 'input' in value

async function allFeatures(): Promise<Map<Feature, string>> {
  const found = new Map<Feature, string>()
  for (const folder of readdirSync('lib/features')) {
    for (const file of readdirSync(`lib/features/${folder}`).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    )) {
      const exported = (await import(/* @vite-ignore */ `../../lib/features/${folder}/${file}`)) as Record<
        string,
        unknown
      >
      for (const [name, value] of Object.entries(exported)) if (isFeature(value)) found.set(value, `${folder}/${name}`)
    }
  }
  return found
}

/** What speaks with a school's own system is played against one, in tests/features/platform.test.ts. */
const isPlayedWithAPlatform = (name: string): boolean =>
  name.startsWith('connect-platform/') || ['assign-work/lookAtPicks', 'assign-work/giveToPlatform'].includes(name)

/** What the first engine gave, step by step; the others must give the same to the letter. */
let reference: string[] | null = null

describe.each(engines)('the main job on $name', ({ open }) => {
  let opened: Opened
  let on: Stage
  beforeAll(async () => {
    opened = await open()
    on = stage(opened.db, '2026-09-01T12:00:00.000Z')
    await playMainJob(opened.db, on)
  })
  afterAll(() => opened.close())

  test('gives the same answers on every engine', () => {
    // PostgreSQL keeps JSON with its keys in another order, which is no difference.
    const told = on.steps.map(({ step, gave }) => `${step}: ${canonicalJson(JSON.parse(JSON.stringify(gave)))}`)
    reference ??= told
    expect(told.find((one, index) => one !== reference![index])).toBe(undefined)
    expect(told).toHaveLength(reference.length)
  })

  test('runs every feature', async () => {
    const missing = [...(await allFeatures())]
      .filter(([feature, name]) => !on.played.has(feature) && !isPlayedWithAPlatform(name))
      .map(([, name]) => name)
    expect(missing).toEqual([])
  })

  test('leaves whole audit chains', async () => {
    const chains = [
      ...new Set(
        (await opened.db.select({ chain: opened.db.t.audit.chain }).from(opened.db.t.audit)).map((row) => row.chain),
      ),
    ]
    // Of the class, of its copy for a new term, and of what belongs to none.
    expect(chains).toHaveLength(3)
    for (const chain of chains) expect(await findBrokenLink(opened.db, chain)).toBeNull()
  })

  test('scores what ran out, on the list, the desk and in the export', () => {
    const gave = (step: string) => on.steps.find((one) => one.step === step)!.gave
    const quizRow = (
      gave('Bến’s list: what ran out counts') as { assignments: { kind: string; score: unknown; state: string }[] }
    ).assignments.find((row) => row.kind === 'quiz')
    expect(quizRow).toMatchObject({ state: 'done', score: { earned: 1, total: 8 } })
    const desk = gave('the desk') as {
      assignments: { id: string; kind: string }[]
      given: { ids: string[] }
      students: { name: string; cells: ({ score: unknown } | null)[] }[]
    }
    const column = desk.given.ids.indexOf(desk.assignments.find((one) => one.kind === 'quiz')!.id)
    expect(desk.students.find((one) => one.name === 'Bến Hồ')!.cells[column]!.score).toEqual({ earned: 1, total: 8 })
    const [header, ...rows] = (gave('the export') as { text: string }).text.slice(1).split('\n')
    const earned = header!.split(',').indexOf('earned')
    const bens = rows.filter(
      (row) => row.startsWith('HIST 214,Bến Hồ') && row.includes(',two-cardinal-acts,') && !row.includes('Practice'),
    )
    expect(bens).toHaveLength(1)
    expect(bens[0]).toContain(',1,8,')
    expect(earned).toBeGreaterThan(0)
  })

  test('an assistant’s desk holds their section and nobody else', () => {
    const desk = on.steps.find((one) => one.step === 'the assistant’s desk')!.gave as {
      students: { name: string }[]
      code: unknown
    }
    expect(desk.students.map((one) => one.name)).toEqual(['Anna Lee'])
    expect(desk.code).toBeNull()
  })
})
