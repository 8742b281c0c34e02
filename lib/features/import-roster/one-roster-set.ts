/** Students from a OneRoster set, on the same way as a pasted list: looked at first, written when somebody says so. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { isWellFormed } from '#lib/domain/names.ts'
import { calledIn, type SetRows } from '#lib/domain/one-roster.ts'
import { readSet, type Fault } from '#lib/domain/one-roster-reader.ts'
import { idSchema } from '#lib/domain/names.ts'
import { ROSTER_MOST, type OfferedClass, type RosterReading } from '#lib/domain/roster-file.ts'
import { dayOf } from '#lib/domain/zone.ts'
import { anImport, bad, keepList, listSubject } from './import-roster.ts'
import { unpackSet, type SentFile } from './unpack-set.ts'

/** Of a set with many classes, as many places in them as are kept to choose from. */
const PLACES_MOST = 5000
/** What is said of a set at once; how many there are is said beside it. */
const FAULTS_MOST = 100

/** A name, a colon, and the bytes in base64. */
const fileSchema = z
  .string()
  .max(1_500_000)
  .regex(/^[^\n]*:[A-Za-z0-9+/]*={0,2}$/u)
  .refine(isWellFormed, { message: 'characters' })

function fileIn(text: string): SentFile {
  const colon = text.lastIndexOf(':')
  return { name: text.slice(0, colon), bytes: new Uint8Array(Buffer.from(text.slice(colon + 1), 'base64')) }
}

const refused = (faults: readonly Fault[]): Refusal =>
  new Refusal('invalid', {
    path: 'file',
    issues: [{ path: 'file', code: faults[0]!.code, message: faults[0]!.code }],
    faults: faults.slice(0, FAULTS_MOST),
    ...(faults.length > FAULTS_MOST ? { more: faults.length - FAULTS_MOST } : {}),
  })

type Place = { classId: string; given: string; family: string }

/** Who studies in which class of a set: enrolled as a student, not over yet, and not switched off by the school. */
function placesIn(rows: SetRows, today: string): { places: Place[]; classes: OfferedClass[] } {
  const people = new Map(rows.users.map((user) => [user.sourcedId, user]))
  const places = rows.enrollments.flatMap(({ classSourcedId, userSourcedId, role, endDate }): Place[] => {
    const user = people.get(userSourcedId)
    const isOver = endDate !== '' && endDate! < today
    return role === 'student' && !isOver && user?.enabledUser === 'true'
      ? [{ classId: classSourcedId!, ...calledIn(user) }]
      : []
  })
  const by = Map.groupBy(places, ({ classId }) => classId)
  const classes = rows.classes.flatMap(({ sourcedId, title, classCode }): OfferedClass[] => {
    const students = by.get(sourcedId!)?.length ?? 0
    const called = [title, classCode].filter(Boolean).join(', ').slice(0, 120)
    return students === 0 ? [] : [{ id: sourcedId!, title: called, students }]
  })
  return { places, classes }
}

const HEADER = ['First name', 'Last name', 'Section']
/** The list as a spreadsheet would have held it. Of several classes each becomes a section. */
function listOf(
  places: readonly Place[],
  classes: readonly OfferedClass[],
): { rows: string[][]; reading: RosterReading } {
  const section = new Map(classes.length > 1 ? classes.map(({ id, title }) => [id, title.slice(0, 60)]) : [])
  const width = section.size > 0 ? 3 : 2
  const rows = places.map(({ classId, given, family }) => [given, family, section.get(classId) ?? ''].slice(0, width))
  if (rows.length > ROSTER_MOST) throw bad('classes', 'too-many')
  return {
    rows: [HEADER.slice(0, width), ...rows],
    reading: {
      roles: (['given', 'family', 'section'] as const).slice(0, width),
      hasHeader: true,
      familyFirst: false,
    },
  }
}

/**
 * Reads a set strictly and keeps the names of its students for a day; nothing else of it is kept. Where it holds several
 * classes, they wait for somebody to say which are meant.
 */
export const startOneRoster = feature({
  input: z.strictObject({
    class: idSchema,
    file: z.union([fileSchema.transform((one) => [one]), z.array(fileSchema).min(1).max(22)]),
  }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ list: z.string() }),
  run: async (ctx, input) => {
    const { names, tables, faults } = unpackSet(input.file.map(fileIn))
    if (faults.length > 0) throw refused(faults)
    const read = readSet(names, tables)
    if (!read.rows) throw refused(read.faults)
    const { places, classes } = placesIn(read.rows, dayOf(ctx.now(), 'UTC'))
    if (places.length === 0) throw bad('file', 'nobody')
    if (places.length > PLACES_MOST) throw bad('file', 'too-many')
    const { rows, reading } =
      classes.length === 1
        ? listOf(places, classes)
        : {
            rows: places.map(({ classId, given, family }) => [classId, given, family]),
            reading: { roles: [], hasHeader: false, familyFirst: false, classes },
          }
    return { list: await keepList(ctx, input.class, rows, reading) }
  },
})

const setId = z.string().min(1).max(255).refine(isWellFormed, { message: 'characters' })

/** Keeps the classes that are meant and forgets the others; of several, each becomes a section of the class here. */
export const chooseClasses = feature({
  input: anImport.extend({
    chosen: z.union([setId.transform((one) => [one]), z.array(setId).max(100)]).default([]),
  }),
  permission: 'class.manage',
  subject: listSubject,
  output: doneSchema,
  run: async ({ db }, input, { list }) => {
    const offered = list.reading.classes ?? []
    const classes = offered.filter(({ id }) => input.chosen.includes(id))
    if (classes.length === 0 || classes.length < new Set(input.chosen).size) throw bad('classes', 'needed')
    const places = list.rows.flatMap(([classId = '', given = '', family = '']): Place[] =>
      input.chosen.includes(classId) ? [{ classId, given, family }] : [],
    )
    const kept = listOf(places, classes)
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.rosterImports).set(kept).where(eq(db.t.rosterImports.id, list.id)))
    })
    return DONE
  },
})
