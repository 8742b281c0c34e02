/** Notes on sentences, their files, and the strip of the document. */
import { annotationPage, type NoteOut } from '#lib/domain/annotation.ts'
import type { Feature } from '#lib/door/feature.ts'
import { env } from '#lib/env.ts'
import { bringNotes, lookAtNotes } from '#lib/features/annotate/bring-notes.ts'
import { exportAnnotations, exportNotesCsv } from '#lib/features/annotate/export-notes.ts'
import { copyPrompts, setOwnFirst } from '#lib/features/annotate/guide-notes.ts'
import { allowHypothesis, readPlainly } from '#lib/features/annotate/open-to-hypothesis.ts'
import { readNotes } from '#lib/features/annotate/read-notes.ts'
import { changeNote, linkNotes, removeNote, unlinkNotes, writeNote } from '#lib/features/annotate/write-note.ts'
import { viewStrip } from '#lib/features/see-strip/see-strip.ts'
import { hypothesisPage, noReading } from '../hypothesis-page.ts'
import { bringNotesPage } from '../bring-notes-page.ts'
import { download, json, seeOther } from '../http.ts'
import { desk, notePage } from './addresses.ts'
import { line, type Line } from './line.ts'

type Written = { class: string; notes: readonly NoteOut[]; closedBy: string | null }
const ANNOTATIONS = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
const annotations = (out: Written) =>
  annotationPage(out.notes, env.publicUrl, `/api/classes/${out.class}/notes`, out.closedBy)
const bringPage = (p: Record<string, string>): string => `/classes/${p.class}/reading/${p.assignment}/bring`
const deskNotes = (p: Record<string, string>): string => `${desk(p)}/notes`

export const NOTES: readonly Line[] = [
  line('GET', '/api/classes/{class}/notes', 'Notes on sentences that the viewer may see, a page at a time', readNotes, {
    asksByQuery: true,
    otherwise: {
      accept: 'application/ld+json',
      feature: exportAnnotations as unknown as Feature,
      answer: (out) => json(annotations(out as Written), { 'content-type': ANNOTATIONS }),
    },
  }),
  line(
    'GET',
    '/api/classes/{class}/notes.jsonld',
    'Notes as W3C Web Annotations: one’s own, or the class’s for staff',
    exportAnnotations,
    {
      file: (out) => download('xihua-hall-notes.jsonld', ANNOTATIONS, JSON.stringify(annotations(out), null, 2)),
    },
  ),
  line(
    'GET',
    '/api/classes/{class}/notes.csv',
    'Notes as a table: one’s own, or the class’s for staff',
    exportNotesCsv,
    {
      file: (out) => download(out.name, 'text/csv; charset=utf-8', out.text),
    },
  ),
  line('PUT', '/api/classes/{class}/notes/rules', 'How many own notes come before classmates’', setOwnFirst, {
    form: { back: deskNotes, onward: (p) => `${deskNotes(p)}?done=rules#rules` },
  }),
  line(
    'PUT',
    '/api/classes/{class}/notes/hypothesis',
    'Allows Hypothesis beside the readings, or not',
    allowHypothesis,
    {
      form: { back: deskNotes, onward: (p) => `${deskNotes(p)}?done=hypothesis#hypothesis` },
    },
  ),
  line(
    'GET',
    '/api/assignments/{assignment}/for-hypothesis',
    'A reading as a page for the Hypothesis client',
    readPlainly,
    {
      refusal: noReading,
      file: (out) => (out.kind === 'shut' ? seeOther(out.to) : hypothesisPage(out, env.publicUrl)),
    },
  ),
  line('POST', '/api/classes/{class}/notes/copies', 'Copies the prompts of another class', copyPrompts, {
    form: { back: deskNotes, onward: (p, out) => `${deskNotes(p)}?done=copied&n=${out.copied}#prompts` },
  }),
  line('GET', '/api/classes/{class}/strip', 'What is cited, noted, disputed, found hard and never touched', viewStrip),
  line(
    'POST',
    '/api/classes/{class}/notes',
    'Writes a highlight, a note, a question, an answer or a prompt',
    writeNote,
    {
      form: { back: (p) => `${notePage(p)}#write`, onward: (p, out) => `${notePage(p)}?done=noted#n-${out.id}` },
    },
  ),
  line('POST', '/api/classes/{class}/notes/imports/look', 'What of a file of annotations could come in', lookAtNotes, {
    takesFiles: true,
    shows: bringNotesPage,
    form: { back: bringPage, onward: bringPage },
  }),
  line('POST', '/api/classes/{class}/notes/imports', 'Brings annotations of a file in as private notes', bringNotes, {
    takesFiles: true,
    form: {
      back: bringPage,
      onward: (p, out) => `/classes/${p.class}/reading/${p.assignment}?done=brought&n=${out.brought}`,
    },
  }),
  line('PATCH', '/api/notes/{note}', 'Changes one’s own note', changeNote, {
    form: { back: (p) => `${notePage(p)}#n-${p.note}`, onward: (p, out) => `${notePage(p)}?done=changed#n-${out.id}` },
  }),
  line('DELETE', '/api/notes/{note}', 'Takes a note of one’s own back', removeNote, {
    form: { back: (p) => `${notePage(p)}#n-${p.note}`, onward: (p) => `${notePage(p)}?done=taken-back` },
  }),
  line('POST', '/api/notes/{note}/links', 'Says that a note contradicts, supports or explains another', linkNotes, {
    form: { back: (p) => `${notePage(p)}#n-${p.note}`, onward: (p) => `${notePage(p)}?done=linked#n-${p.note}` },
  }),
  line('DELETE', '/api/note-links/{link}', 'Takes a link of one’s own back', unlinkNotes, {
    form: { back: notePage, onward: (p) => `${notePage(p)}?done=unlinked` },
  }),
]
