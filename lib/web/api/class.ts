/** A class as a whole: made, changed, copied, closed, erased, taken out as files; and its inbox. */
import { archiveClass } from '#lib/features/archive-class/archive-class.ts'
import { copyClass } from '#lib/features/assign-work/copy-class.ts'
import { createClass } from '#lib/features/create-class/create-class.ts'
import { changeClass } from '#lib/features/keep-class/change-class.ts'
import { closeClass, openAgain } from '#lib/features/keep-class/close-class.ts'
import { eraseClass } from '#lib/features/keep-class/erase-class.ts'
import { markRead, readInbox } from '#lib/features/read-inbox/read-inbox.ts'
import { exportCsv } from '#lib/features/review-class/export-csv.ts'
import { exportTrail } from '#lib/features/review-class/export-trail.ts'
import { takeCalendar } from '#lib/features/take-calendar/take-calendar.ts'
import { download } from '../http.ts'
import { zipOf } from '../zip.ts'
import { classPage, settings } from './addresses.ts'
import { line, type Line } from './line.ts'

const inbox = (p: Record<string, string>): string => `${classPage(p)}/inbox`

export const CLASS: readonly Line[] = [
  line('POST', '/api/classes', 'Makes a class', createClass, {
    form: { back: () => '/classes', onward: (_p, out) => `/classes/${out.class}/desk?done=made` },
  }),
  line('PUT', '/api/classes/{class}', 'Changes title, zone and seats', changeClass, {
    form: { back: settings, onward: (p) => `${settings(p)}?done=changed#facts` },
  }),
  line('POST', '/api/classes/{class}/closing', 'Closes the class: read on, written in no more', closeClass, {
    form: { back: (p) => `${settings(p)}#ending`, onward: (p) => `${settings(p)}?done=closed` },
  }),
  line('DELETE', '/api/classes/{class}/closing', 'Opens a closed class again', openAgain, {
    form: { back: settings, onward: (p) => `${settings(p)}?done=opened` },
  }),
  line('POST', '/api/classes/{class}/erasure', 'Erases a class that has been closed for 30 days', eraseClass, {
    form: { back: (p) => `${settings(p)}#ending`, onward: () => '/classes?done=erased' },
  }),
  line('GET', '/api/classes/{class}/inbox', 'What the viewer was told in the class, newest first', readInbox),
  line('POST', '/api/classes/{class}/inbox/read', 'Marks as read what had come by an instant', markRead, {
    form: { back: inbox, onward: inbox },
  }),
  line('GET', '/api/classes/{class}/export.csv', 'Every answer in the class', exportCsv, {
    file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
  }),
  line('GET', '/api/classes/{class}/changes.csv', 'Who changed what in the class, and when', exportTrail, {
    file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
  }),
  line('GET', '/api/classes/{class}/calendar.ics', 'When work opens, is due and closes, by own dates', takeCalendar, {
    file: (out) => download(out.name, 'text/calendar; charset=utf-8', out.text),
  }),
  line('GET', '/api/classes/{class}/archive.zip', 'Everything of the class as JSON, CSV and a README', archiveClass, {
    file: (out) => download(out.name, 'application/zip', zipOf(out.files)),
  }),
  line(
    'POST',
    '/api/classes/{class}/copies',
    'Makes the class of a new term: its work on later days, nobody in it',
    copyClass,
    {
      form: { back: (p) => `${settings(p)}/copy`, onward: (_p, out) => `/classes/${out.class}/desk?done=copied` },
    },
  ),
]
