import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Steps } from '#lib/db/atomically.ts'
import { findClass, listMembers, takesSeat } from '#lib/db/queries/classes.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { listOwnAnswers, listPollAnswers, listPolls, readPoll, type PollRow } from '#lib/db/queries/polls.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import {
  askSchema,
  canTake,
  countedRounds,
  lastRound,
  openRound,
  optionsSchema,
  pollCounts,
  ROUNDS,
  stateOf,
  STEPS,
  type Option,
  type Round,
} from '#lib/domain/poll.ts'

/** What every suggestion ends with: a class may find that the record does not say. */
const UNDECIDED = 'It cannot be said from this record'

export type Suggestion = {
  /** `crux:…` or `controversy:…`. */
  from: string
  title: string
  ask: string
  options: string[]
  at: string[]
}

/** What the edition itself leaves open: its cruxes with more than one reading, and its controversies. Nothing is added to them. */
export function suggestions(): Suggestion[] {
  const { cruxes, controversies } = edition()
  return [
    ...controversies.map((one) => ({
      from: `controversy:${one.id}`,
      title: one.title,
      ask: one.question,
      options: [...one.sides.map((side) => side.claim), UNDECIDED],
      at: [],
    })),
    ...cruxes
      .filter((one) => one.open)
      .map((one) => ({
        from: `crux:${one.id}`,
        title: one.title,
        ask: `${one.title}: which reading holds?`,
        options: [...one.readings.map((reading) => reading.text), UNDECIDED],
        at: one.quotes.map((quote) => quote.at).filter((id, i, all) => all.indexOf(id) === i),
      })),
  ]
}

const pollSubject = async ({ db, viewer }: Context, input: { poll: string }) => {
  const poll = await db.atomically((tx) => readPoll(db, tx, input.poll))
  return poll && { classId: poll.classId, sectionId: null, userId: viewer?.userId ?? '', poll }
}

const shown = ({ id, ask, options, at }: PollRow) => ({ id, ask, options, at })

/** Asks the class: what the edition leaves open, or a question of one’s own with an option a line. Open at once. */
export const askClass = feature({
  input: z.strictObject({
    class: idSchema,
    from: z.string().max(120).optional(),
    ask: z.string().max(2000).optional(),
    options: z.union([z.string().max(4000), z.array(z.string().max(1000)).max(40)]).optional(),
  }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ poll: z.string() }),
  run: async ({ db, viewer, now, newId, idempotencyKey }, input) => {
    const asked = input.from ? suggested(input.from) : ofOnesOwn(input)
    const call = {
      userId: viewer.userId,
      route: `polls/${input.class}`,
      key: idempotencyKey,
      asked: input,
      now: now(),
    }
    return db.atomically((tx) =>
      once(db, tx, call, function* (): Steps<{ poll: string }> {
        const id = newId()
        yield* q(
          tx.insert(db.t.polls).values({ id, classId: input.class, askedBy: viewer.userId, askedAt: now(), ...asked }),
        )
        return { poll: id }
      }),
    )
  },
})

const lettered = (texts: readonly string[]): Option[] =>
  texts.map((text, i) => ({ id: String.fromCodePoint(97 + i), text }))

function suggested(from: string) {
  const found = suggestions().find((one) => one.from === from)
  if (!found) throw new Refusal('invalid', { issues: [{ path: 'from', code: 'unknown', message: 'unknown' }] })
  return { origin: found.from, ask: found.ask, options: lettered(found.options), at: found.at }
}

function ofOnesOwn(input: { ask?: string | undefined; options?: string | string[] | undefined }) {
  const [ask, options] = [askSchema.safeParse(input.ask ?? ''), optionsSchema.safeParse(input.options ?? '')]
  if (!ask.success) throw new Refusal('invalid', { issues: [{ path: 'ask', code: 'length', message: 'length' }] })
  if (!options.success)
    throw new Refusal('invalid', { issues: [{ path: 'options', code: 'options', message: 'options' }] })
  return { origin: null, ask: ask.data, options: lettered(options.data), at: [] }
}

/** Takes the next step, or shows and hides the counts. The same step twice is one. */
export const moveOn = feature({
  input: z.strictObject({ poll: idSchema, step: z.enum(STEPS) }),
  permission: 'class.manage',
  subject: pollSubject,
  output: doneSchema,
  run: async ({ db, now }, input) => {
    const p = db.t.polls
    await db.atomically(function* (tx) {
      const poll = (yield* readPoll(db, tx, input.poll))!
      const can = canTake(poll, input.step)
      if (can === false) throw new Refusal('poll-step')
      if (can === null) return
      const at = now()
      const set = {
        close: { closedAt: at },
        'ask-again': { againAt: at },
        // Over while it was talked over: it is not asked again.
        end: { endedAt: at },
        show: { shownAt: at },
        hide: { shownAt: null },
      }[input.step]
      yield* q(tx.update(p).set(set).where(eq(p.id, poll.id)))
    })
    return DONE
  },
})

const countsSchema = z.strictObject({
  rounds: z.array(z.strictObject({ round: z.enum(ROUNDS), n: z.int(), counts: z.array(z.int()) })),
  changed: z
    .strictObject({
      n: z.int(),
      stayed: z.int(),
      moves: z.array(z.strictObject({ from: z.string(), to: z.string(), n: z.int() })),
    })
    .nullable(),
})
const pollSchema = z.strictObject({
  id: z.string(),
  ask: z.string(),
  options: z.array(z.strictObject({ id: z.string(), text: z.string() })),
  at: z.array(z.string()),
})
const stateSchema = z.enum(['before', 'talk', 'again', 'over'])

/** For the wall: where it stands, how many have answered and, once they are shown, the counts. Nobody is in it. */
export const viewPoll = feature({
  input: z.strictObject({ poll: idSchema }),
  permission: 'class.manage',
  subject: pollSubject,
  output: z.strictObject({
    class: z.strictObject({ id: z.string(), title: z.string(), zone: z.string() }),
    poll: pollSchema,
    state: stateSchema,
    isShown: z.boolean(),
    /** Of so many students. */
    of: z.int(),
    answered: z.strictObject({ before: z.int(), again: z.int() }),
    counts: countsSchema,
  }),
  run: async ({ db }, _input, { classId, poll }) => {
    const [klass, members, answers] = await Promise.all([
      findClass(db, classId),
      listMembers(db, classId),
      listPollAnswers(db, poll.id),
    ])
    const n = (round: Round) => answers.filter((one) => one.round === round).length
    return {
      class: { id: classId, title: klass!.title, zone: klass!.zone },
      poll: shown(poll),
      state: stateOf(poll),
      isShown: poll.shownAt !== null,
      of: members.filter(takesSeat).length,
      answered: { before: n('before'), again: n('again') },
      counts: pollCounts(poll.options, answers, countedRounds(poll)),
    }
  },
})
export type PollView = Awaited<ReturnType<typeof viewPoll>>

/** The instructor’s list: what can be asked, and what has been. */
export const viewPolls = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db }, input) => {
    const [klass, rows] = await Promise.all([findClass(db, input.class), listPolls(db, input.class)])
    if (!klass) throw new Refusal('not-found')
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      asked: rows.map((row) => ({ ...shown(row), state: stateOf(row), askedAt: row.askedAt.toISOString() })),
      suggestions: suggestions(),
    }
  },
})

/** What was asked of the class, the newest first, and whether one has answered what was asked last. */
export const listAsked = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.array(pollSchema.extend({ state: stateSchema, isShown: z.boolean(), isAnswered: z.boolean() })),
  run: async ({ db, viewer }, input) => {
    const [rows, own] = await Promise.all([
      listPolls(db, input.class),
      listOwnAnswers(db, { classId: input.class, userId: viewer.userId }),
    ])
    return rows.map((row) => ({
      ...shown(row),
      state: stateOf(row),
      isShown: row.shownAt !== null,
      isAnswered: own.some((one) => one.pollId === row.id && one.round === lastRound(row)),
    }))
  },
})

/** One student’s side. How others chose is read only once it is shown, and for whoever has answered what was asked last. */
export const viewMyPoll = feature({
  input: z.strictObject({ poll: idSchema }),
  permission: 'work.do',
  subject: pollSubject,
  output: z.strictObject({
    classId: z.string(),
    poll: pollSchema,
    state: stateSchema,
    round: z.enum(ROUNDS).nullable(),
    own: z.strictObject({ before: z.string().nullable(), again: z.string().nullable() }),
    counts: countsSchema.nullable(),
  }),
  run: async ({ db, viewer }, _input, { classId, poll }) => {
    const rows = await listOwnAnswers(db, { classId, userId: viewer.userId })
    const chose = (round: Round) => rows.find((row) => row.pollId === poll.id && row.round === round)?.choice ?? null
    const own = { before: chose('before'), again: chose('again') }
    const rounds = own[lastRound(poll)] === null ? [] : countedRounds(poll)
    return {
      classId,
      poll: shown(poll),
      state: stateOf(poll),
      round: openRound(poll),
      own,
      counts: rounds.length > 0 ? pollCounts(poll.options, await listPollAnswers(db, poll.id), rounds) : null,
    }
  },
})

/** Answers the round that is open; until it closes the answer can be changed. */
export const answerPoll = feature({
  input: z.strictObject({
    poll: idSchema,
    /** The round that the page showed: what was meant for the first is never counted as the second. */
    round: z.enum(ROUNDS),
    choice: z.string().max(8),
  }),
  permission: 'work.do',
  subject: pollSubject,
  output: doneSchema,
  run: async ({ db, viewer, now }, input, { classId }) => {
    const a = db.t.pollAnswers
    await db.atomically(function* (tx) {
      const poll = (yield* readPoll(db, tx, input.poll))!
      if (openRound(poll) !== input.round) throw new Refusal('poll-not-open')
      if (!poll.options.some(({ id }) => id === input.choice))
        throw new Refusal('invalid', { issues: [{ path: 'choice', code: 'choice', message: 'one of the options' }] })
      const mine = and(eq(a.pollId, poll.id), eq(a.userId, viewer.userId), eq(a.round, input.round))
      const set = { choice: input.choice, answeredAt: now() }
      const changed = yield* q(tx.update(a).set(set).where(mine).returning({ round: a.round }))
      if (changed.length === 0)
        yield* q(
          tx
            .insert(a)
            .values({ ...set, pollId: poll.id, userId: viewer.userId, round: input.round, classId, erasedAt: null }),
        )
    })
    return DONE
  },
})
