import Papa from 'papaparse'
import { and, eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass, listMembers, listSections, takesSeat, type Member } from '#lib/db/queries/classes.ts'
import { countWaiting } from '#lib/db/queries/codes.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, isWellFormed, loginNameOf } from '#lib/domain/names.ts'
import {
  COLUMN_ROLES,
  COLUMNS_MOST,
  detectReading,
  isReadable,
  pseudonymsFor,
  readRoster,
  ROSTER_MOST,
  type RosterReading,
} from '#lib/domain/roster-file.ts'

/** A list that nobody confirmed is gone after a day: it holds names that belong to no class yet. */
const KEPT_MS = 24 * 3_600_000

const ticked = z.union([z.boolean(), z.enum(['on', 'true']).transform(() => true)]).default(false)
export const anImport = z.strictObject({ class: idSchema, list: idSchema })

/** The list and its class; null where it is gone, or is another class's. Lists are the class's, so a colleague may go on. */
export const listSubject = async (ctx: Context, input: { class: string; list: string }) => {
  const { rosterImports } = ctx.db.t
  const [row] = await ctx.db
    .select()
    .from(rosterImports)
    .where(and(eq(rosterImports.id, input.list), eq(rosterImports.classId, input.class)))
  return row && row.createdAt.getTime() > ctx.now().getTime() - KEPT_MS ? { classId: row.classId, list: row } : null
}

export const bad = (path: string, code: string): Refusal =>
  new Refusal('invalid', { path, issues: [{ path, code, message: code }] })

/** Keeps a list, and lets go of those that nobody confirmed. */
export async function keepList(
  ctx: SignedIn,
  classId: string,
  rows: string[][],
  reading: RosterReading,
): Promise<string> {
  const [id, at] = [ctx.newId(), ctx.now()]
  await ctx.db.atomically(function* (tx) {
    const { rosterImports } = ctx.db.t
    yield* q(tx.delete(rosterImports).where(lt(rosterImports.createdAt, new Date(at.getTime() - KEPT_MS))))
    yield* q(
      tx.insert(rosterImports).values({
        id,
        classId,
        userId: ctx.viewer.userId,
        rows,
        reading,
        pseudonyms: false,
        createdAt: at,
      }),
    )
  })
  return id
}

/**
 * Takes a pasted list or the text of a CSV file and keeps it for a day, so that it can be looked at before anything is
 * written into the class. Columns are detected; nothing else happens yet.
 */
export const startImport = feature({
  input: z.strictObject({
    class: idSchema,
    text: z.string().max(60_000).refine(isWellFormed, { message: 'characters' }),
  }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ list: z.string() }),
  run: async (ctx, input) => {
    const rows = Papa.parse<string[]>(input.text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' }).data.map((row) =>
      row.slice(0, COLUMNS_MOST),
    )
    if (rows.length === 0) throw bad('text', 'empty')
    if (rows.length > ROSTER_MOST + 1) throw bad('text', 'too-many')
    return { list: await keepList(ctx, input.class, rows, detectReading(rows)) }
  },
})

type Known = Map<string, 'active' | 'removed'>
const statesOf = (members: readonly Member[]): Known =>
  new Map(members.map((member) => [member.loginName, member.state]))

/** What would be added if it were confirmed now, line by line, and what would not, with the reason. */
export const previewImport = feature({
  input: anImport,
  permission: 'class.manage',
  subject: listSubject,
  run: async ({ db }, input, { list }) => {
    const [klass, members, sections] = await Promise.all([
      findClass(db, input.class),
      listMembers(db, input.class),
      listSections(db, input.class),
    ])
    if (!klass) throw new Refusal('not-found')
    const readable = !list.reading.classes && isReadable(list.reading)
    const rows = readable ? readRoster(list.rows, list.reading, statesOf(members)) : []
    const good = rows.filter((row) => row.problem === null)
    const aliases = pseudonymsFor(good.length, new Set(members.map((member) => member.loginName)))
    const aliasOf = new Map(good.map((row, index) => [row.line, aliases[index]!]))
    const removed = new Map(
      members
        .filter((member) => member.state === 'removed' && member.countsFor === null)
        .map((member) => [member.loginName, member.userId]),
    )
    const have = new Set(sections.map((section) => section.name))
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone, seats: klass.seats },
      list: list.id,
      /** Of a set with several classes, those to choose from: until then nothing of it is read. */
      choose: list.reading.classes ?? null,
      reading: list.reading,
      pseudonyms: list.pseudonyms,
      readable,
      /** The first lines as they were pasted, so that each column can be recognized. */
      sample: list.rows.slice(0, 4),
      rows: rows.map((row) => ({
        ...row,
        alias: list.pseudonyms ? (aliasOf.get(row.line) ?? null) : null,
        /** Who was removed under this name and may be let back in. */
        member: row.problem === 'left-class' ? (removed.get(loginNameOf(row.name)) ?? null) : null,
      })),
      adds: good.length,
      newSections: [...new Set(good.flatMap((row) => (row.section && !have.has(row.section) ? [row.section] : [])))],
      seatsLeft: klass.seats - members.filter(takesSeat).length,
    }
  },
})

const role = z.enum(COLUMN_ROLES)
/** Says anew which column is which; a form posts one choice a column, in their order. */
export const changeReading = feature({
  input: z.strictObject({
    class: idSchema,
    list: idSchema,
    column: z.union([role.transform((one) => [one]), z.array(role).max(COLUMNS_MOST)]),
    hasHeader: ticked,
    familyFirst: ticked,
    pseudonyms: ticked,
  }),
  permission: 'class.manage',
  subject: listSubject,
  output: doneSchema,
  run: async ({ db }, input, { list }) => {
    const reading: RosterReading = {
      roles: input.column,
      hasHeader: input.hasHeader,
      familyFirst: input.familyFirst,
    }
    if (list.reading.classes) throw bad('classes', 'needed')
    if (reading.roles.length !== list.reading.roles.length) throw bad('column', 'count')
    for (const one of COLUMN_ROLES)
      if (one !== 'none' && reading.roles.filter((given) => given === one).length > 1) throw bad('column', 'twice')
    await db.atomically(function* (tx) {
      yield* q(
        tx
          .update(db.t.rosterImports)
          .set({ reading, pseudonyms: input.pseudonyms })
          .where(eq(db.t.rosterImports.id, list.id)),
      )
    })
    return DONE
  },
})

function* sectionIds(
  ctx: Context,
  tx: Executor,
  classId: string,
  names: readonly string[],
): Steps<ReadonlyMap<string, string>> {
  const { sections } = ctx.db.t
  const rows = yield* q(tx.select().from(sections).where(eq(sections.classId, classId)))
  const found = new Map(rows.map((row) => [row.name, row.id]))
  for (const name of new Set(names)) {
    if (found.has(name)) continue
    const id = ctx.newId()
    yield* q(tx.insert(sections).values({ id, classId, name }))
    found.set(name, id)
  }
  return found
}

/**
 * Adds everybody on the list whose line has no problem and was not left out, with their sections, in one transaction; the
 * list is gone afterwards. They have no passphrase yet: `giveFirstCodes` gives each a code of their own.
 */
export const confirmImport = feature({
  input: z.strictObject({
    class: idSchema,
    list: idSchema,
    /** Lines that are not to be added. */
    leaveOut: z
      .union([
        z.coerce
          .number()
          .int()
          .transform((one) => [one]),
        z.array(z.coerce.number().int()).max(ROSTER_MOST + 1),
      ])
      .default([]),
  }),
  permission: 'class.manage',
  subject: listSubject,
  output: z.strictObject({ added: z.int(), left: z.int() }),
  run: async (ctx, input, { list }) => {
    const { db, viewer, now, newId } = ctx
    const klass = await findClass(db, input.class)
    if (list.reading.classes) throw bad('classes', 'needed')
    if (!klass || !isReadable(list.reading)) throw bad('column', 'needed')
    return db.atomically(function* (tx) {
      const { memberships, users, rosterImports } = db.t
      const gone = yield* q(tx.delete(rosterImports).where(eq(rosterImports.id, list.id)).returning())
      // Two clicks are one import: the second finds no list.
      if (gone.length === 0) throw new Refusal('not-found')
      const members = yield* q(tx.select().from(memberships).where(eq(memberships.classId, input.class)))
      const rows = readRoster(list.rows, list.reading, statesOf(members))
      const usable = rows.filter((row) => row.problem === null)
      const aliases = pseudonymsFor(usable.length, new Set(members.map((member) => member.loginName)))
      // Called as the preview showed them: a line left out leaves its number unused.
      const good = usable.flatMap((row, index) =>
        input.leaveOut.includes(row.line) ? [] : [{ ...row, name: list.pseudonyms ? aliases[index]! : row.name }],
      )
      if (members.filter(takesSeat).length + good.length > klass.seats) throw new Refusal('class-full')
      const sectionOf = yield* sectionIds(
        ctx,
        tx,
        input.class,
        good.flatMap((row) => (row.section ? [row.section] : [])),
      )
      for (const row of good) {
        const { name } = row
        const userId = newId()
        yield* q(
          tx.insert(users).values({
            id: userId,
            name,
            email: null,
            passphraseHash: null,
            mayTeach: false,
            createdAt: now(),
            erasedAt: null,
          }),
        )
        yield* q(
          tx.insert(memberships).values({
            classId: input.class,
            userId,
            role: 'student',
            sectionId: row.section ? sectionOf.get(row.section)! : null,
            loginName: loginNameOf(name),
            displayName: name,
            extraTimePercent: 0,
            state: 'active',
            joinedAt: now(),
          }),
        )
      }
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'roster.import',
        object: `classes/${input.class}`,
        after: { added: good.length },
        now: now(),
      })
      return { added: good.length, left: rows.length - good.length }
    })
  },
})

/** Throws the list away; nothing of it was written into the class. */
export const dropImport = feature({
  input: anImport,
  permission: 'class.manage',
  subject: listSubject,
  output: doneSchema,
  run: async ({ db }, _input, { list }) => {
    await db.atomically(function* (tx) {
      yield* q(tx.delete(db.t.rosterImports).where(eq(db.t.rosterImports.id, list.id)))
    })
    return DONE
  },
})

/** How many students of a class have never set a passphrase, and so still wait for their first code. */
export const viewWaiting = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db }, input) => ({ waiting: await countWaiting(db, input.class) }),
})
