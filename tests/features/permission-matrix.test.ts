import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { may, OPEN_PERMISSIONS, PERMISSIONS, type Permission, type Subjects } from '#lib/domain/permissions.ts'
import type { Membership, Viewer } from '#lib/domain/viewer.ts'

const [HERE, ELSEWHERE, FRIDAY, MONDAY] = ['class-1', 'class-2', 'section-friday', 'section-monday']
const viewer = (userId: string, memberships: Membership[], mayTeach = false): Viewer => ({
  userId,
  name: userId,
  sessionId: `session-${userId}`,
  mayTeach,
  memberships,
})
const inClass = (classId: string, role: Membership['role'], sectionId: string | null = null): Membership => ({
  classId,
  role,
  sectionId,
})

/** The student whose work is asked for sits in the Friday section of class 1. */
const VIEWERS = {
  'signed out': null,
  // A removed membership never reaches the viewer: it is as if there were none.
  suspended: viewer('suspended', []),
  student: viewer('student', [inClass(HERE, 'student', FRIDAY)]),
  classmate: viewer('classmate', [inClass(HERE, 'student', MONDAY)]),
  'student of another class': viewer('elsewhere', [inClass(ELSEWHERE, 'student', FRIDAY)]),
  instructor: viewer('instructor', [inClass(HERE, 'instructor')], true),
  'instructor of another class': viewer('other-instructor', [inClass(ELSEWHERE, 'instructor')], true),
  assistant: viewer('assistant', [inClass(HERE, 'assistant', FRIDAY)]),
  'assistant of another section': viewer('other-assistant', [inClass(HERE, 'assistant', MONDAY)]),
} as const
type Who = keyof typeof VIEWERS
const EVERYBODY = Object.keys(VIEWERS) as Who[]
const SIGNED_IN = EVERYBODY.filter((who) => who !== 'signed out')
const MEMBERS: Who[] = ['student', 'classmate', 'instructor', 'assistant', 'assistant of another section']

type Case<P extends Permission> = { of: string; subject: Subjects[P]; allowed: readonly Who[] }

/** Who may, spelled out. Every permission has a line, or this does not type-check; every name left out is refused. */
const EXPECTED: { [P in Permission]: readonly Case<P>[] } = {
  'edition.use': [{ of: 'the public edition', subject: {}, allowed: EVERYBODY }],
  'door.enter': [{ of: 'the door', subject: {}, allowed: EVERYBODY }],
  'site.operate': [{ of: 'the site itself', subject: {}, allowed: [] }],
  'account.own': [{ of: 'their account', subject: {}, allowed: SIGNED_IN }],
  'class.create': [{ of: 'a class to be', subject: {}, allowed: ['instructor', 'instructor of another class'] }],
  'bank.use': [{ of: 'the bank', subject: {}, allowed: ['instructor', 'instructor of another class'] }],
  'bank.edit': [
    { of: 'a quiz of their own', subject: { ownerId: 'instructor' }, allowed: ['instructor'] },
    { of: 'a quiz that a student would own', subject: { ownerId: 'student' }, allowed: [] },
  ],
  'class.enter': [{ of: 'the class', subject: { classId: HERE }, allowed: MEMBERS }],
  'class.manage': [{ of: 'the class', subject: { classId: HERE }, allowed: ['instructor'] }],
  'class.observe': [
    {
      of: 'the desk',
      subject: { classId: HERE },
      allowed: ['instructor', 'assistant', 'assistant of another section'],
    },
  ],
  'work.do': [
    { of: 'the student’s work', subject: { classId: HERE, sectionId: null, userId: 'student' }, allowed: ['student'] },
    {
      of: 'the student’s work for Friday',
      subject: { classId: HERE, sectionId: FRIDAY, userId: 'student' },
      allowed: ['student'],
    },
    {
      of: 'the student’s work for Monday',
      subject: { classId: HERE, sectionId: MONDAY, userId: 'student' },
      allowed: [],
    },
    { of: 'staff doing their own', subject: { classId: HERE, sectionId: null, userId: 'instructor' }, allowed: [] },
    {
      of: 'the suspended doing their own',
      subject: { classId: HERE, sectionId: null, userId: 'suspended' },
      allowed: [],
    },
  ],
  'talk.join': [
    {
      of: 'a post of a student of Friday, to the class',
      subject: { classId: HERE, sectionId: null, studentSectionId: FRIDAY },
      allowed: ['student', 'classmate', 'instructor', 'assistant'],
    },
    {
      of: 'a post of a student of Friday, to Friday',
      subject: { classId: HERE, sectionId: FRIDAY, studentSectionId: FRIDAY },
      allowed: ['student', 'instructor', 'assistant'],
    },
    {
      of: 'a reply of an instructor',
      subject: { classId: HERE, sectionId: null, studentSectionId: null },
      allowed: ['student', 'classmate', 'instructor'],
    },
  ],
  'talk.moderate': [
    {
      of: 'a post of a student of Friday',
      subject: { classId: HERE, studentSectionId: FRIDAY },
      allowed: ['instructor', 'assistant'],
    },
    { of: 'a reply of an instructor', subject: { classId: HERE, studentSectionId: null }, allowed: ['instructor'] },
  ],
  'note.write': [
    { of: 'the whole class', subject: { classId: HERE, sectionId: null, isPrompt: false }, allowed: MEMBERS },
    {
      of: 'a reading for Friday',
      subject: { classId: HERE, sectionId: FRIDAY, isPrompt: false },
      allowed: ['student', 'instructor', 'assistant', 'assistant of another section'],
    },
    { of: 'a prompt', subject: { classId: HERE, sectionId: null, isPrompt: true }, allowed: ['instructor'] },
  ],
  'note.change': [
    {
      of: 'the student’s note',
      subject: { classId: HERE, userId: 'student', isPrompt: false },
      allowed: ['student'],
    },
    { of: 'the suspended’s note', subject: { classId: HERE, userId: 'suspended', isPrompt: false }, allowed: [] },
    {
      of: 'a colleague’s prompt',
      subject: { classId: HERE, userId: 'colleague', isPrompt: true },
      allowed: ['instructor'],
    },
  ],
  'work.review': [
    {
      of: 'a student of Friday',
      subject: { classId: HERE, studentSectionId: FRIDAY },
      allowed: ['instructor', 'assistant'],
    },
    { of: 'a student of no section', subject: { classId: HERE, studentSectionId: null }, allowed: ['instructor'] },
  ],
}

describe('the permission matrix', () => {
  const rows = (Object.keys(EXPECTED) as Permission[]).flatMap((permission) =>
    EXPECTED[permission].map((one) => [permission, one.of, one] as const),
  )
  test.each(rows)('%s: %s', (permission, _of, { subject, allowed }) => {
    const got = EVERYBODY.filter((who) => may(VIEWERS[who], permission, subject as never))
    expect(got).toEqual(EVERYBODY.filter((who) => allowed.includes(who)))
  })

  test('names every permission of the table', () => {
    expect(Object.keys(EXPECTED).toSorted()).toEqual(Object.keys(PERMISSIONS).toSorted())
  })

  test('every permission is asked by a feature', () => {
    const sources = readdirSync('lib/features', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(`lib/features/${file}`, 'utf8'))
      .join('')
    for (const permission of Object.keys(PERMISSIONS))
      expect(sources, permission).toContain(`permission: '${permission}'`)
  })

  test('two permissions alone are open to whoever is signed out', () => {
    expect([...OPEN_PERMISSIONS].toSorted()).toEqual(['door.enter', 'edition.use'])
    for (const permission of Object.keys(EXPECTED) as Permission[]) {
      const admitted = EXPECTED[permission].some(({ subject }) => may(null, permission, subject as never))
      expect(admitted, permission).toBe(OPEN_PERMISSIONS.has(permission))
    }
  })

  test('an assistant without a section has nobody’s work', () => {
    const unassigned = viewer('new', [inClass(HERE, 'assistant', null)])
    expect(may(unassigned, 'work.review', { classId: HERE, studentSectionId: null })).toBe(false)
    expect(may(unassigned, 'work.review', { classId: HERE, studentSectionId: FRIDAY })).toBe(false)
  })

  test('who was given a class to teach uses the bank, known to the site as an instructor or not', () => {
    const lent = viewer('lent', [inClass(HERE, 'student'), inClass(ELSEWHERE, 'instructor')])
    expect(may(lent, 'bank.use', {})).toBe(true)
    expect(may(lent, 'bank.edit', { ownerId: 'lent' })).toBe(true)
    expect(may(lent, 'bank.edit', { ownerId: 'instructor' })).toBe(false)
    expect(may(lent, 'class.create', {})).toBe(false)
    const helps = viewer('helps', [inClass(HERE, 'assistant')])
    expect(may(helps, 'bank.use', {})).toBe(false)
  })
})
