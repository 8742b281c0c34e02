import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { EVENING_REPORT, KNOTS, telegramSentences } from '#lib/content/apparatus/telegrams.ts'

const { telegrams, transcript, usedIn } = edition()
const knot = (name: string) => telegrams.find((event) => event.knot === name)
const speaks = (cell: unknown[] | object | null): boolean => (Array.isArray(cell) ? cell.length > 0 : cell !== null)

describe('the telegrams', () => {
  it('are at least ten events in three accounts', () => {
    expect(telegrams.length).toBeGreaterThanOrEqual(10)
    for (const account of ['zhou', 'khiem', 'report'] as const)
      expect(
        telegrams.some((event) => speaks(event[account])),
        account,
      ).toBe(true)
  })

  it('have only the right man’s sentences in a column', () => {
    for (const event of telegrams)
      for (const speaker of ['zhou', 'khiem'] as const)
        for (const { at } of event[speaker])
          for (const id of at) expect(transcript.units.get(id)?.speaker, `${event.id} ${id}`).toBe(speaker)
    for (const { report } of telegrams) if (report) expect(report.by.split(' ')).toContain(`V:${EVENING_REPORT}`)
  })

  it('are told by one account only exactly where one account speaks', () => {
    for (const { id, zhou, khiem, report, verdict } of telegrams)
      expect([zhou, khiem, report].filter(speaks).length === 1, id).toBe(verdict === 'one-only')
  })

  it('flag the four knots, each as a conflict', () => {
    for (const name of KNOTS) expect(knot(name)?.verdict, name).toBe('conflict')
  })

  it('show that Zhou tells the reply before the departure in two ways himself', () => {
    const tellings = knot('reply-before-departure')?.zhou.map(({ at }) => at)
    expect(tellings).toHaveLength(2)
    expect(tellings?.[0]).toContain('s29')
    expect(tellings?.[1]).toContain('s110')
  })

  it('set Khiem’s plan for Tirana in turn 10 beside his “from start to finish” in turn 14', () => {
    const turns = knot('first-stop')?.khiem.map(({ at }) => transcript.units.get(at[0] ?? '')?.turn)
    expect(turns).toEqual(['t10', 't14'])
  })

  it('set the content of the reply and the two titles side by side', () => {
    const words = (name: string, speaker: 'zhou' | 'khiem') =>
      knot(name)
        ?.[speaker].flatMap(({ at }) => at)
        .map((id) => transcript.units.get(id)?.text)
        .join(' ')
    expect(words('the-reply', 'zhou')).toContain('agreed to mediation')
    expect(words('the-reply', 'khiem')).toContain('the responsibility lay with the Soviet Union')
    expect(knot('the-reply')?.report).not.toBeNull()
    expect(words('envoy-or-charge', 'zhou')).toContain('envoy')
    expect(words('envoy-or-charge', 'khiem')).toContain("charge d'affaires")
  })

  it('lead back from every sentence they stand on', () => {
    for (const event of telegrams)
      for (const id of telegramSentences(event))
        expect(
          usedIn.get(id)?.map(({ href }) => href),
          id,
        ).toContain(`/telegrams#${event.id}`)
  })
})
