/** What the main job leaves unplayed of running a class: its roster, a colleague, a plan, an exercise, a closed text. */
import { assignPlan, readPlan } from '#lib/features/assign-work/plans.ts'
import { assignWork } from '#lib/features/assign-work/assign-work.ts'
import { copyClass, viewCopy } from '#lib/features/assign-work/copy-class.ts'
import { setSectionOverride } from '#lib/features/assign-work/overrides.ts'
import { assignSharedPlan, viewPlanLink, viewSharedPlan } from '#lib/features/assign-work/share-plan.ts'
import {
  acceptInvitation,
  inviteColleague,
  inviteInstructor,
  joinAsColleague,
  readInvitation,
} from '#lib/features/claim-link/claim-link.ts'
import { askForLink, choosePassphrase, viewForgotten } from '#lib/features/claim-link/forgotten.ts'
import { handInExercise, saveExercise, viewExercise } from '#lib/features/do-exercise/do-exercise.ts'
import {
  changeReading,
  confirmImport,
  viewWaiting,
  dropImport,
  previewImport,
  startImport,
} from '#lib/features/import-roster/import-roster.ts'
import { chooseClasses, startOneRoster } from '#lib/features/import-roster/one-roster-set.ts'
import { exportOneRoster } from '#lib/features/keep-gradebook/one-roster-file.ts'
import { zipOf } from '#lib/web/zip.ts'
import { findNewestCode, listMembers } from '#lib/db/queries/classes.ts'
import { findMailSetting, gatherAsked, takeLetter } from '#lib/db/queries/mail.ts'
import { joinBySchool } from '#lib/features/join-class/join-by-school.ts'
import { linkSchool, unlinkSchool } from '#lib/features/manage-account/school.ts'
import { giveFirstCodes } from '#lib/features/manage-roster/first-codes.ts'
import { putInSection, renameMember } from '#lib/features/manage-roster/manage-roster.ts'
import { putTogether, takeApart, viewTogether } from '#lib/features/manage-roster/second-entry.ts'
import { makeSection, removeSection, renameSection } from '#lib/features/manage-roster/sections.ts'
import { howISignIn } from '#lib/features/manage-account/passphrase.ts'
import { changeMail, confirmMail, stopMail, viewMail, viewMailByKey } from '#lib/features/receive-mail/receive-mail.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { SCHOOL, type Stage } from './stage.ts'
import { FORECAST } from './work.ts'

const PASSPHRASE = 'quiet bamboo grove'

type Cast = { classId: string; teacher: string; student: string; studentId: string }

export async function playSecondAct(on: Stage, { classId, teacher, student, studentId }: Cast): Promise<void> {
  const { play, refused, as, visitor } = on
  const inClass = { class: classId }

  const { list } = await play('a list is pasted', startImport, await as(teacher), {
    ...inClass,
    text: 'Eve;Adams;Monday\nEve;Adams;Monday',
  })
  await refused('nothing says which column is the name', confirmImport, await as(teacher), { ...inClass, list })
  await play('it is said', changeReading, await as(teacher), {
    ...inClass,
    list,
    column: ['given', 'family', 'section'],
  })
  await play('what would be added', previewImport, await as(teacher), { ...inClass, list })
  await play('it is added', confirmImport, await as(teacher), { ...inClass, list })
  const again = await play('another list', startImport, await as(teacher), { ...inClass, text: 'Fay Brown' })
  await play('is thrown away', dropImport, await as(teacher), { ...inClass, list: again.list })
  const { files } = await play('the class as a set', exportOneRoster, await as(teacher), inClass)
  const set = await play('comes in again', startOneRoster, await as(teacher), {
    ...inClass,
    file: `set.zip:${Buffer.from(zipOf(files)).toString('base64')}`,
  })
  await refused('a set of one class has none to choose', chooseClasses, await as(teacher), {
    ...inClass,
    list: set.list,
    chosen: 'another',
  })
  await play('and is thrown away', dropImport, await as(teacher), { ...inClass, list: set.list })
  await play('one waits for a first code', viewWaiting, await as(teacher), inClass)
  await play('and gets it', giveFirstCodes, await as(teacher), inClass)

  const { section } = await play('a section', makeSection, await as(teacher), { ...inClass, name: 'Tuesday' })
  await refused('of the same name', makeSection, await as(teacher), { ...inClass, name: 'TUESDAY' })
  await play('has another name', renameSection, await as(teacher), { ...inClass, section, name: 'Tuesday 10:00' })
  await play('and a student', putInSection, await as(teacher), { ...inClass, member: studentId, section })
  await play('who has another name too', renameMember, await as(teacher), {
    ...inClass,
    member: studentId,
    name: 'Bến Hồ Minh',
  })

  const eve = (await listMembers(visitor().db, classId)).find(({ displayName }) => displayName.startsWith('Eve'))!
  const pair = { ...inClass, member: studentId, other: eve.userId }
  await refused('not by a student', putTogether, await as(student), pair)
  await play('two entries, looked at', viewTogether, await as(teacher), pair)
  await play('are counted as one', putTogether, await as(teacher), pair)
  await play('and are two again', takeApart, await as(teacher), { ...inClass, member: eve.userId })
  await play('how Bến signs in', howISignIn, await as(student), {})

  const { secret } = await play('a colleague is asked to teach along', inviteColleague, await as(teacher), inClass)
  await play('the link is looked at', readInvitation, visitor(), { token: secret })
  const invited = await play('who has no account yet', inviteInstructor, await as(teacher), {
    email: 'along@school.test',
  })
  const { session } = await play('and makes one', acceptInvitation, visitor(), {
    token: invited.secret,
    name: 'Dr. Along',
    passphrase: PASSPHRASE,
  })
  await play('they teach along', joinAsColleague, await as(session), { token: secret })
  await refused('once', joinAsColleague, await as(teacher), { token: secret })

  const start = '2026-10-05T09:00'
  await play('a plan with its dates', readPlan, await as(session), { ...inClass, plan: 'one-lesson', start })
  const { assignments } = await play('is assigned', assignPlan, await as(session), {
    ...inClass,
    plan: 'one-lesson',
    start,
  })
  await play('a section has more time', setSectionOverride, await as(teacher), {
    assignment: assignments[0]!,
    section,
    due: '2026-10-06T09:00',
  })
  await play('the section goes', removeSection, await as(teacher), { ...inClass, section })

  await play('Bến has no mail', viewMail, await as(student), {})
  await play('he wants some', changeMail, await as(student), { rhythm: 'daily', address: 'ben@school.test' })
  const { key } = (await findMailSetting(visitor().db, studentId))!
  await play('is it his address', viewMailByKey, visitor(), { key })
  await play('it is', confirmMail, visitor(), { key })
  await play('more often', changeMail, await as(student), { rhythm: 'at-once', address: 'ben@school.test' })
  await play('he has mail', viewMail, await as(student), {})
  await play('no more of it', stopMail, visitor(), { key })
  await refused('the link leads nowhere', confirmMail, visitor(), { key })

  const { assignment } = await play('an exercise', assignWork, await as(teacher), {
    ...inClass,
    kind: 'exercise',
    target: 'before-the-outcome',
  })
  await play('before it is begun', viewExercise, await as(student), { assignment })
  const answers = { deadlock: '40' }
  await play('a draft of it', saveExercise, await as(student), { assignment, seq: 1, answers })
  await refused('not every box is filled', handInExercise, await as(student), { assignment, answers })
  await play('it is handed in', handInExercise, await as(student), { assignment, answers: FORECAST })
  await play('and opened', viewExercise, await as(student), { assignment })
  const spring = { ...inClass, start: '2027-02-01' }
  await play('the next term, looked at', viewCopy, await as(session), spring)
  const copied = await play('and made', copyClass, await as(session), { ...spring, title: 'HIST 214, spring' })
  await refused('by nobody without classes of their own', copyClass, await as(student), { ...spring, title: 'Mine' })
  const { link } = await play('the plan as a link', viewPlanLink, await as(teacher), inClass)
  const into = { plan: link!, class: copied.class, start: '2027-03-01' }
  await play('a colleague looks', viewSharedPlan, await as(session), into)
  await play('and takes it', assignSharedPlan, await as(session), into)
  await play('no text is closed', findClosedText, await as(student), inClass)

  const shown = (subject: string) => ({ issuer: SCHOOL.issuer, subject, name: null })
  const linked = { passphrase: PASSPHRASE, proven: shown('along') }
  await play('the school opens an account too', linkSchool, await as(session), linked)
  await play('and no more', unlinkSchool, await as(session), {})
  await refused('nobody is shown', linkSchool, await as(session), { ...linked, proven: null })
  const { code } = (await findNewestCode(visitor().db, classId))!
  const joining = { code, name: 'Gus Green', proven: shown('gus') }
  await play('somebody joins by the school', joinBySchool, visitor(), joining)
  await refused('once', joinBySchool, visitor(), joining)

  await play('Along has forgotten the passphrase', askForLink, visitor(), { email: 'along@school.test' })
  const letter = await visitor().db.atomically(function* (tx) {
    yield* gatherAsked(visitor().db, tx, { now: on.now(), newId: on.newId })
    return yield* takeLetter(visitor().db, tx, { now: on.now(), newSecret: () => 'stands-in-the-letter' })
  })
  if (letter?.kind !== 'forgotten') throw new Error('no letter has a link')
  await play('the link is looked at', viewForgotten, visitor(), { token: letter.secret })
  const chosen = { token: letter.secret, passphrase: 'another bamboo grove' }
  const { session: anew } = await play('a new one is chosen', choosePassphrase, visitor(), chosen)
  await refused('once', choosePassphrase, visitor(), chosen)
  await play('and opens what the old one did', readPlan, await as(anew), { ...inClass, plan: 'one-lesson', start })
}
