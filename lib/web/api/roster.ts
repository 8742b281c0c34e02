/** Who is in a class, and how they come in: codes, sections, colleagues, pasted lists. */
import { inviteColleague } from '#lib/features/claim-link/claim-link.ts'
import { changeReading, confirmImport, dropImport, startImport } from '#lib/features/import-roster/import-roster.ts'
import { chooseClasses, startOneRoster } from '#lib/features/import-roster/one-roster-set.ts'
import { giveFirstCodes } from '#lib/features/manage-roster/first-codes.ts'
import {
  changeRole,
  letBackIn,
  putInSection,
  removeMember,
  renameMember,
  resetPassphrase,
  rotateCode,
  setExtraTime,
  setJoining,
} from '#lib/features/manage-roster/manage-roster.ts'
import { putTogether, takeApart } from '#lib/features/manage-roster/second-entry.ts'
import { makeSection, removeSection, renameSection } from '#lib/features/manage-roster/sections.ts'
import { download } from '../http.ts'
import { roster, settings } from './addresses.ts'
import { line, type Line } from './line.ts'

const importPage = (p: Record<string, string>): string => `${roster(p)}/import?list=${p.list ?? ''}`

export const ROSTER: readonly Line[] = [
  line('POST', '/api/classes/{class}/codes', 'A new join code; the old ones no longer join', rotateCode, {
    form: { back: settings, onward: (p) => `${settings(p)}?done=code` },
  }),
  line('PUT', '/api/classes/{class}/joining', 'Opens or closes joining', setJoining, {
    form: { back: settings, onward: (p) => `${settings(p)}?done=joining` },
  }),
  line(
    'POST',
    '/api/classes/{class}/roster/{member}/reset',
    'A one-time code for a forgotten passphrase',
    resetPassphrase,
    { form: { back: roster, onward: (p) => `${roster(p)}?done=reset`, flash: (out) => out } },
  ),
  line('PUT', '/api/classes/{class}/roster/{member}/role', 'Changes a role', changeRole, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=role` },
  }),
  line('PUT', '/api/classes/{class}/roster/{member}/extra-time', 'Extra time in percent', setExtraTime, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=extra-time` },
  }),
  line('DELETE', '/api/classes/{class}/roster/{member}', 'Removes from the class', removeMember, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=removed` },
  }),
  line('POST', '/api/classes/{class}/roster/{member}/return', 'Lets somebody who was removed back in', letBackIn, {
    // From the lines of a pasted list one comes back to them.
    form: {
      back: (p) => (p.next ? importPage({ ...p, list: p.next }) : `${roster(p)}#removed`),
      onward: (p) => (p.next ? importPage({ ...p, list: p.next }) : `${roster(p)}?done=returned`),
    },
  }),
  line('PUT', '/api/classes/{class}/roster/{member}/name', 'Another name in the class', renameMember, {
    form: { back: (p) => `${roster(p)}?member=${p.member}`, onward: (p) => `${roster(p)}?done=renamed` },
  }),
  line(
    'PUT',
    '/api/classes/{class}/roster/{member}/together',
    'Lets the second entry of a student who joined twice count for this one; no row is moved',
    putTogether,
    {
      form: {
        back: (p) => `${roster(p)}/together?member=${p.member}&other=${p.other}`,
        onward: (p) => `${roster(p)}?done=together`,
      },
    },
  ),
  line(
    'DELETE',
    '/api/classes/{class}/roster/{member}/together',
    'Makes a second entry a student’s own again',
    takeApart,
    {
      form: { back: roster, onward: (p) => `${roster(p)}?done=apart` },
    },
  ),
  line('PUT', '/api/classes/{class}/roster/{member}/section', 'Puts a member into a section', putInSection, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=section` },
  }),
  line('POST', '/api/classes/{class}/first-codes', 'One-time codes for everybody who never signed in', giveFirstCodes, {
    form: { back: roster, onward: roster },
    file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
  }),
  line('POST', '/api/classes/{class}/colleagues', 'A one-time link to teach the class together', inviteColleague, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=colleague#staff`, flash: (out) => out },
  }),
  line('POST', '/api/classes/{class}/sections', 'Makes a section', makeSection, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=sections#sections` },
  }),
  line('PUT', '/api/classes/{class}/sections/{section}', 'Renames a section', renameSection, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=sections#sections` },
  }),
  line('DELETE', '/api/classes/{class}/sections/{section}', 'Takes a section away', removeSection, {
    form: { back: roster, onward: (p) => `${roster(p)}?done=sections#sections` },
  }),
  line('POST', '/api/classes/{class}/imports', 'Keeps a pasted roster for a day, to be looked at first', startImport, {
    form: { back: (p) => `${roster(p)}/import`, onward: (p, out) => importPage({ ...p, list: out.list }) },
  }),
  line('POST', '/api/classes/{class}/one-rosters', 'Keeps the students of a OneRoster set for a day', startOneRoster, {
    takesFiles: true,
    form: {
      back: (p) => `${roster(p)}/import`,
      onward: (p, out) => importPage({ ...p, list: out.list }),
    },
  }),
  line('PUT', '/api/classes/{class}/imports/{list}/classes', 'Says which classes of a set are meant', chooseClasses, {
    form: { back: importPage, onward: importPage },
  }),
  line('PUT', '/api/classes/{class}/imports/{list}', 'Says which column of a pasted roster is which', changeReading, {
    form: { back: importPage, onward: importPage },
  }),
  line('POST', '/api/classes/{class}/imports/{list}/confirm', 'Adds everybody on a pasted roster', confirmImport, {
    form: { back: importPage, onward: (p, out) => `${roster(p)}?done=imported&added=${out.added}` },
  }),
  line('DELETE', '/api/classes/{class}/imports/{list}', 'Throws a pasted roster away', dropImport, {
    form: { back: importPage, onward: (p) => `${roster(p)}?done=dropped` },
  }),
]
