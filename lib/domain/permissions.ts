import { membershipIn, type Viewer } from './viewer.ts'

/**
 * The one permission table. A permission holds if every predicate of any of its clauses holds; each clause reads
 * aloud. What a permission judges is named in `Subjects`, so a feature whose subject lacks a field does not type-check.
 * Permission ("may you?") knows nothing of dates: that is availability.
 */
export type Subjects = {
  /** The public edition and its self-check. */
  'edition.use': object
  /** Entering: sign-in, join, one-time links. The secret presented is the right; throttles stand before it. */
  'door.enter': object
  /** Which platforms may send people here, and the keys: the operator alone, who comes by commands and never by a session. */
  'site.operate': object
  /** One's own account: name, passphrase, taking one's data, erasure. */
  'account.own': object
  'class.create': object
  /** The bank of quizzes: the edition's, one's own, and what a colleague's link shows. Keys and all. */
  'bank.use': object
  /** Changing a quiz of the bank. */
  'bank.edit': { ownerId: string }
  /** Being in a class at all. */
  'class.enter': { classId: string }
  /** Assigning, roster, codes, dates, export. */
  'class.manage': { classId: string }
  /** The desk and its lists, already narrowed to what the viewer may see. */
  'class.observe': { classId: string }
  /** Doing one's own work: places, attempts, answers, drafts, posts. */
  'work.do': { classId: string; sectionId: string | null; userId: string }
  /** Answering and reporting what was said to the class, where one is among those to whom it was said. */
  'talk.join': { classId: string; sectionId: string | null; studentSectionId: string | null }
  /** Hiding it with a reason, and showing it again. */
  'talk.moderate': { classId: string; studentSectionId: string | null }
  /** Writing beside the text of a class, in a reading given to `sectionId`; prompts are the instructor's. */
  'note.write': { classId: string; sectionId: string | null; isPrompt: boolean }
  /** Changing or taking back what one wrote; prompts belong to all who teach the class. */
  'note.change': { classId: string; userId: string; isPrompt: boolean }
  /** A named student's work as the desk shows it, keys and all: staff only, until feedback is due to the student elsewhere. */
  'work.review': { classId: string; studentSectionId: string | null }
}
export type Permission = keyof Subjects

type Predicate<S> = (viewer: Viewer | null, subject: S) => boolean

const anyone: Predicate<object> = () => true
const isSignedIn: Predicate<object> = (viewer) => viewer !== null
const isKnownAsInstructor: Predicate<object> = (viewer) => viewer?.mayTeach === true
const belongsToIt: Predicate<{ classId: string }> = (viewer, subject) => membershipIn(viewer, subject.classId) !== null
const teachesIt: Predicate<{ classId: string }> = (viewer, subject) =>
  membershipIn(viewer, subject.classId)?.role === 'instructor'
const assistsIt: Predicate<{ classId: string }> = (viewer, subject) =>
  membershipIn(viewer, subject.classId)?.role === 'assistant'
const attendsIt: Predicate<{ classId: string }> = (viewer, subject) =>
  membershipIn(viewer, subject.classId)?.role === 'student'
const teachesAClass: Predicate<object> = (viewer) =>
  viewer?.memberships.some((membership) => membership.role === 'instructor') === true
const ownsIt: Predicate<{ ownerId: string }> = (viewer, subject) => viewer?.userId === subject.ownerId
const isGivenToTheirSection: Predicate<{ classId: string; sectionId: string | null }> = (viewer, subject) =>
  subject.sectionId === null || membershipIn(viewer, subject.classId)?.sectionId === subject.sectionId
const isTheirOwn: Predicate<{ userId: string }> = (viewer, subject) => viewer?.userId === subject.userId
const isPrompt: Predicate<{ isPrompt: boolean }> = (_viewer, subject) => subject.isPrompt
const isNoPrompt: Predicate<{ isPrompt: boolean }> = (_viewer, subject) => !subject.isPrompt
const wasGivenTheSection: Predicate<{ classId: string; studentSectionId: string | null }> = (viewer, subject) =>
  subject.studentSectionId !== null && membershipIn(viewer, subject.classId)?.sectionId === subject.studentSectionId

type Clauses<S> = readonly (readonly [Predicate<S>, ...Predicate<S>[]])[]

export const PERMISSIONS: { readonly [P in Permission]: Clauses<Subjects[P]> } = {
  'edition.use': [[anyone]],
  'door.enter': [[anyone]],
  'site.operate': [],
  'account.own': [[isSignedIn]],
  'class.create': [[isKnownAsInstructor]],
  'bank.use': [[isKnownAsInstructor], [teachesAClass]],
  'bank.edit': [
    [isKnownAsInstructor, ownsIt],
    [teachesAClass, ownsIt],
  ],
  'class.enter': [[belongsToIt]],
  'class.manage': [[teachesIt]],
  'class.observe': [[teachesIt], [assistsIt]],
  'work.do': [[attendsIt, isGivenToTheirSection, isTheirOwn]],
  'talk.join': [[attendsIt, isGivenToTheirSection], [teachesIt], [assistsIt, wasGivenTheSection]],
  'talk.moderate': [[teachesIt], [assistsIt, wasGivenTheSection]],
  'note.write': [[teachesIt], [assistsIt, isNoPrompt], [attendsIt, isGivenToTheirSection, isNoPrompt]],
  'note.change': [
    [belongsToIt, isTheirOwn],
    [teachesIt, isPrompt],
  ],
  'work.review': [[teachesIt], [assistsIt, wasGivenTheSection]],
}

/** Permissions that a visitor without a session may hold; every other one answers `sign-in-needed` before anything else. */
export const OPEN_PERMISSIONS: ReadonlySet<Permission> = new Set(['edition.use', 'door.enter'])

export const may = <P extends Permission>(viewer: Viewer | null, permission: P, subject: Subjects[P]): boolean =>
  (PERMISSIONS[permission] as Clauses<Subjects[P]>).some((clause) => clause.every((holds) => holds(viewer, subject)))
