/** Quizzes of one’s own, their items, and questions that come from or go to another system. */
import { confirmBringing, dropBringing, startBringing } from '#lib/features/bring-quiz/bring-quiz.ts'
import { carryCourse } from '#lib/features/carry-quiz/carry-course.ts'
import { carryEdition, carryOwn } from '#lib/features/carry-quiz/carry-quiz.ts'
import { addItem, moveItem, removeItem, saveItem } from '#lib/features/keep-bank/own-item.ts'
import {
  changeQuiz,
  keepVersion,
  makeQuiz,
  putAway,
  rollBack,
  shareQuiz,
  viewQuizDraft,
} from '#lib/features/keep-bank/own-quiz.ts'
import { searchBank } from '#lib/features/keep-bank/search-bank.ts'
import { download } from '../http.ts'
import { zipOf } from '../zip.ts'
import { line, type Line } from './line.ts'

const ownQuiz = (p: Record<string, string>): string => `/bank/quizzes/${p.quiz}`
const bringing = (p: Record<string, string>): string => `/bank/import?list=${p.list ?? ''}`
const ownItem = (p: Record<string, string>): string => `${ownQuiz(p)}/items/${p.item}`
/** After saving an item: on to the quiz, to the part that a button added, or back to the form. */
const afterItem = (p: Record<string, string>): string =>
  p.next ? `${ownQuiz(p)}#${p.item}` : p.more ? `${ownItem(p)}#new-${p.more}` : `${ownItem(p)}?done=saved`
/** A file of text as it is, several packed. */
const carried = (out: Awaited<ReturnType<typeof carryOwn>>): Response =>
  'files' in out ? download(out.name, 'application/zip', zipOf(out.files)) : download(out.name, out.type, out.text)

export const BANK: readonly Line[] = [
  line(
    'GET',
    '/api/bank',
    'Every item of the edition’s class quizzes and of one’s own kept ones, keys and all',
    searchBank,
  ),
  line('POST', '/api/bank/quizzes', 'Makes a quiz of one’s own, empty or as a copy', makeQuiz, {
    form: { back: () => '/bank', onward: (_p, out) => `/bank/quizzes/${out.quiz}` },
  }),
  line('GET', '/api/bank/quizzes/{quiz}', 'One’s own quiz as it is being written', viewQuizDraft),
  line('PUT', '/api/bank/quizzes/{quiz}', 'Changes title, summary and minutes of the draft', changeQuiz, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}?done=saved` },
  }),
  line('POST', '/api/bank/quizzes/{quiz}/versions', 'Keeps the draft as a version', keepVersion, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}?done=kept` },
  }),
  line('POST', '/api/bank/quizzes/{quiz}/rollback', 'Puts an earlier version back into the draft', rollBack, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}?done=rolled-back` },
  }),
  line('PUT', '/api/bank/quizzes/{quiz}/sharing', 'Begins or ends sharing by a link', shareQuiz, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}#sharing` },
  }),
  line('PUT', '/api/bank/quizzes/{quiz}/place', 'Takes a quiz off one’s list, or puts it back', putAway, {
    form: { back: ownQuiz, onward: (p) => (p.away === 'yes' ? '/bank?done=away' : ownQuiz(p)) },
  }),
  line('POST', '/api/bank/quizzes/{quiz}/items', 'Adds an item, empty or as a copy', addItem, {
    form: { back: ownQuiz, onward: (p, out) => ownItem({ ...p, item: out.item }) },
  }),
  line('PUT', '/api/bank/quizzes/{quiz}/items/{item}', 'Saves an item, finished or not', saveItem, {
    form: { back: ownItem, onward: afterItem },
  }),
  line('DELETE', '/api/bank/quizzes/{quiz}/items/{item}', 'Takes an item out of the draft', removeItem, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}?done=removed` },
  }),
  line('POST', '/api/bank/quizzes/{quiz}/items/{item}/move', 'Moves an item one place up or down', moveItem, {
    form: { back: ownQuiz, onward: (p) => `${ownQuiz(p)}#${p.item}` },
  }),
  line('POST', '/api/bank/imports', 'Keeps questions from elsewhere for a day, to be looked at first', startBringing, {
    form: { back: () => '/bank/import', onward: (_p, out) => bringing({ list: out.list }) },
  }),
  line('POST', '/api/bank/imports/{list}/confirm', 'Makes a quiz of what was looked at', confirmBringing, {
    form: { back: bringing, onward: (_p, out) => `/bank/quizzes/${out.quiz}?done=brought` },
  }),
  line('DELETE', '/api/bank/imports/{list}', 'Throws away what was looked at', dropBringing, {
    form: { back: bringing, onward: () => '/bank/import?done=dropped' },
  }),
  line('GET', '/api/bank/course.imscc', 'The edition as a course for another system, keys and all', carryCourse, {
    file: carried,
  }),
  line('GET', '/api/bank/quizzes/{quiz}/files/{format}', 'One’s own quiz for another system, keys and all', carryOwn, {
    file: carried,
  }),
  line(
    'GET',
    '/api/bank/edition/{quiz}/files/{format}',
    'A quiz of the edition for another system, keys and all',
    carryEdition,
    { file: carried },
  ),
]
