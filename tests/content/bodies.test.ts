import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'

const { bodies, transcript } = edition()
const body = (id: string) => bodies.find((one) => one.id === id)
const containing = (pattern: RegExp) =>
  [...transcript.units.values()].filter(({ text }) => pattern.test(text)).map(({ id }) => id)

describe('the bodies', () => {
  it('have an entry for every body that the text names', () => {
    const named = [...transcript.names].filter(([, { what }]) => what === 'body').map(([id]) => id)
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((id) => !body(id))).toEqual([])
  })

  it('are found wherever the text names them', () => {
    expect(body('romanian-party')?.mentions).toEqual(containing(/Romanian Party/u))
    expect(body('albanian-party')?.mentions).toEqual(containing(/Albanian (Labor )?Party/u))
    for (const id of containing(/CPSU/u).filter((one) => one !== 's39')) expect(body('cpsu')?.mentions).toContain(id)
  })

  it('keep apart what is easily confused', () => {
    expect(body('first-secretaries-conference')?.mentions).toContain('s266')
    expect(body('first-secretaries-conference')?.dates).toBe('3–5 August 1961, Moscow')
    expect(body('twenty-second-congress')?.dates).toBe('17–31 October 1961, Moscow')
    expect(body('german-peace-treaty')?.dates).toBe('never signed')
  })

  it('say of each whether the text names it, means it or does neither', () => {
    for (const { id, presence, mentions } of bodies) expect(presence === 'background', id).toBe(mentions.length === 0)
    expect(body('geneva-conference')?.presence).toBe('meant')
    expect(body('warsaw-pact')?.presence).toBe('named')
    expect(new Set(bodies.map(({ kind }) => kind)).size).toBe(5)
  })
})
