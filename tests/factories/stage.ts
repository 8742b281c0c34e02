/** A stage on which clock, ids and secrets are the test's: the same play gives the same rows, whatever the database. */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Db } from '#lib/db/atomically.ts'
import { findViewer } from '#lib/db/queries/sessions.ts'
import { asSystem, contextFor, type Context } from '#lib/door/context.ts'
import type { Feature } from '#lib/door/feature.ts'
import { codeOf } from '#lib/domain/errors.ts'

/** The provider of sign-ins that the operator of every stage has named. */
export const SCHOOL = { issuer: 'https://login.school.test', title: 'The school' }

/** What its process has printed for the first account. */
export const SETUP_TOKEN = 'printed-once'

export type Step = { step: string; gave: unknown }

export function stage(db: Db, startsAt: string) {
  let ids = 0
  let randoms = 0
  let clock = new Date(startsAt)
  const steps: Step[] = []
  const played = new Set<Feature>()
  const world = {
    db,
    now: () => clock,
    newId: () => `01990000-0000-7000-8000-${(++ids).toString(16).padStart(12, '0')}`,
    sendsMail: true,
    school: SCHOOL,
    setupToken: SETUP_TOKEN,
    random: (bytes: number) => createHash('shake256', { outputLength: bytes }).update(`random ${++randoms}`).digest(),
  }
  const play = async <Input extends z.ZodType, Out>(
    step: string,
    feature: Feature<Input, Out>,
    ctx: Context,
    input: z.input<Input>,
  ): Promise<Out> => {
    played.add(feature as unknown as Feature)
    try {
      const gave = await feature(ctx, input)
      steps.push({ step, gave })
      return gave
    } catch (error) {
      const code = codeOf(error)
      if (!code) throw error
      steps.push({ step, gave: { code, detail: (error as { detail: unknown }).detail } })
      throw error
    }
  }
  return {
    steps,
    played,
    play,
    /** Plays what must be refused and gives the code. */
    refused: async <Input extends z.ZodType, Out>(
      step: string,
      feature: Feature<Input, Out>,
      ctx: Context,
      input: z.input<Input>,
    ): Promise<string> => {
      const outcome = await play(step, feature, ctx, input).then(
        () => null,
        (error: unknown) => error,
      )
      if (outcome === null) throw new Error(`${step} was not refused`)
      const code = codeOf(outcome)
      if (!code) throw outcome
      return code
    },
    visitor: () => contextFor(null, { ...world, address: '192.0.2.1' }),
    system: () => asSystem('test', world),
    /** Whoever holds the session, with roles as they are at this moment of the play. */
    as: async (secret: string, idempotencyKey: string | null = null) => {
      const viewer = await findViewer(db, secret, clock)
      if (!viewer) throw new Error('the session has ended')
      return contextFor(viewer, { ...world, idempotencyKey })
    },
    goTo: (instant: string) => {
      clock = new Date(instant)
    },
    now: () => clock,
    newId: world.newId,
  }
}
export type Stage = ReturnType<typeof stage>
