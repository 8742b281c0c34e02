import type { ErrorCode } from '#lib/domain/errors.ts'

/** What every refusal says to a person: what happened, what is safe, what to do. The only place where codes become words. */
const SAID: Record<ErrorCode, string> = {
  'bad-request': 'The browser sent something that this site does not understand. Go back and try again.',
  'malformed-json': 'The browser sent something that this site does not understand. Go back and try again.',
  'sign-in-needed': 'You are signed out. Sign in again to go on; what was saved is safe.',
  'wrong-passphrase': 'That is not the passphrase of this account. Capital letters count.',
  'launch-refused': 'Your school’s system sent something that could not be believed, so nothing was opened.',
  'launch-needed':
    'You sign in by your school’s system and have no passphrase here. Come from it once more; for ten minutes after that you can do this.',
  'school-refused': 'Your school did not say who you are, or what it said could not be believed. Nothing was changed.',
  'foreign-origin': 'The request came from another address than this site’s own, so nothing was changed.',
  'not-found': 'There is nothing here for you under this address.',
  'method-not-allowed': 'That cannot be done at this address.',
  'changed-elsewhere':
    'This was changed in another window or on another device. Both versions are kept; choose which one stands.',
  'attempt-closed': 'The quiz had already closed. What you sent was kept for your instructor, who may still count it.',
  'unsaved-answers':
    'Some answers here differ from the stored ones, so nothing was handed in. Look at them and hand in again.',
  'not-open-yet': 'This is not open yet.',
  'predictions-first': 'This reading begins with four predictions. Post them, and the text opens.',
  closed: 'This is closed, so it no longer counts. What you sent was kept, and your instructor can read it.',
  'talk-closed': 'This question has closed, so nothing more is posted under it.',
  'remark-hidden': 'An instructor has hidden this meanwhile, so it takes no replies.',
  'poll-not-open': 'This round is closed, so nothing was changed. If it is asked again, answer there.',
  'poll-step': 'The question has moved on meanwhile. Look at where it stands now.',
  'picks-full': 'Four answers are chosen already. Take one of them off the page first.',
  'reminded-today': 'A reminder of this went out today already. The next can go out tomorrow.',
  'samples-first': 'Score the three samples first; then a classmate’s answer is given to you.',
  'reviewed-once': 'This is written already, and stays as it was.',
  'attempts-used-up': 'All tries at this quiz are used.',
  'name-taken':
    'Somebody in this class has that name already. If it is you, sign in; if your instructor put you on the list, use the one-time code you were given.',
  'email-taken': 'Somebody has an account with that e-mail address already.',
  'class-full': 'The class is full. Ask your instructor, who can make room.',
  'class-closed':
    'This class is closed. Everything in it can still be read and taken along; nothing more is written in it. Whoever teaches it can open it again.',
  'not-closed-long': 'A class can be erased once it has been closed for 30 days, and not before.',
  'seats-taken': 'That is fewer seats than students who sit in the class. Take students out first, or leave the seats.',
  'section-taken': 'The class has a section of that name already.',
  'section-in-use':
    'Work is assigned to this section alone. Take that work back or let it end first: without the section it would fall to the whole class.',
  'work-exists': 'Students have begun work on this, so it cannot be changed in that way.',
  'last-instructor':
    'A class that you teach has other members and no other instructor. Make somebody else its instructor first.',
  'code-closed':
    'This code does not let anybody join any more. Ask your instructor for the new one. If you joined earlier, the old code still signs you in.',
  unfinished: 'Something is still missing; the page says what. The draft is saved as it is.',
  'not-contestable':
    'A second look can be asked for once the quiz explains itself, at a question that was answered and does not count as right; or at a grade that is released and is not the full one.',
  'contested-once': 'You have asked for a second look at this already.',
  'no-released-grade': 'There is no released grade here at the moment, so there is nothing to look at a second time.',
  'open-again':
    'This try is open again, so its student can still answer. What came too late is kept beside it and stays uncounted.',
  'course-not-connected': 'Your instructor has not connected this course with a class yet.',
  'course-connected': 'This course is connected with a class already.',
  'platform-failed':
    'Your school’s system did not answer as it should. Nothing was changed here; try again in a minute.',
  'identity-needed': 'More than ten minutes have gone by since you came from your school. Sign in there once more.',
  'identity-taken': 'That sign-in of your school opens another account here already. Nothing was changed.',
  'last-way-in':
    'Nothing else would open your account, so the link stays. Set a passphrase first; then you can part from it.',
  'opens-more':
    'This account may teach, or teaches or assists another class, so no code from this class opens it. Nothing was changed. The operator of this site can give out one.',
  conflict: 'Somebody changed this at the same moment. Look at it again and try once more.',
  'code-unknown':
    'No class has this code. It has eight letters and digits; check it against what your instructor gave you.',
  'link-used-or-expired': 'This was used already or is older than 24 hours. Ask for a new one.',
  'length-required': 'The browser sent something that this site does not understand. Go back and try again.',
  'too-large': 'That is too long to send. Nothing was changed; shorten it and try again.',
  'unsupported-type': 'The browser sent something that this site does not understand. Go back and try again.',
  'foreign-host': 'This site answers at another address.',
  invalid: 'Something here is missing or not in the right form.',
  'answer-empty': 'There is no answer yet. Choose or write one first.',
  'wrong-answer-kind': 'That answer does not fit this question. Choose from what it offers.',
  'answer-too-long': 'The answer is too long. Shorten it; nothing is lost.',
  'citation-needed': 'Not enough sentences are cited: the question says how many. Your text is kept as a draft.',
  'quote-not-found':
    'A cited sentence is not in the transcript, or the quoted words do not stand in it. Nothing was posted.',
  'note-empty': 'There are no words yet. Write something first.',
  'level-missing': 'Choose a level in every row.',
  'point-missing': 'Say of every point whether it was carried, changed or left out.',
  'passage-unknown':
    'That is no passage of this reading: it begins and ends with a sentence of it, and has at most 40.',
  'no-section': 'You are in no section of this class. Choose who else should see the note.',
  'has-replies': 'Somebody has answered this note, so who sees it can no longer be changed.',
  'ambiguous-time': 'The clocks go back that night, so this hour comes twice. Say which one is meant.',
  'skipped-time': 'The clocks go forward that night, so this hour does not exist. Choose another.',
  'dates-out-of-order': 'The dates are out of order: opens, then due, then closes.',
  'not-checked-item-by-item': 'This quiz explains its answers after you hand in.',
  'nothing-to-undo': 'There is nothing of yours to take back here.',
  'nothing-to-decide': 'The two graders do not differ on this answer, so there is nothing to decide.',
  'words-not-found': 'These words do not stand in the answer. Copy them from it, letter by letter.',
  'slow-down': 'There were too many wrong tries. Wait a quarter of an hour, then try again.',
  internal: 'Something went wrong on our side. What was saved before is safe; try again.',
  unavailable: 'The site cannot reach its records right now. What was saved before is safe; try again in a minute.',
}

/** Closer words where the field is known. */
const AT: Record<string, string> = {
  name: 'Type your name: one line, up to 80 characters.',
  passphrase: 'Choose a passphrase of at least 8 characters.',
  current: 'Type your present passphrase.',
  email: 'That does not look like an e-mail address.',
  address: 'That does not look like an e-mail address.',
  title: 'Give the class a title: one line, up to 120 characters.',
  zone: 'Choose a time zone from the list.',
  seats: 'Seats: a whole number from 1 to 2,000.',
  code: 'Type the code.',
  confirm: 'Type the words “erase me” to go on.',
  text: 'The text is longer than 8,000 characters, or has characters that cannot be stored. Shorten it and try again.',
  from: 'Name the sentence by its number in the transcript, such as 143; the last not before the first.',
  citations: 'A citation names a sentence, such as s143.',
  reason: 'Say in one line why, up to 300 characters. The author reads it.',
  seq: 'The page was out of date. Open it again and try once more.',
}

const isCode = (code: string): code is ErrorCode => Object.hasOwn(SAID, code)

export function sayRefusal(code: string, at?: string): string {
  const field = at?.split('.')[0] ?? ''
  if (code === 'invalid' && Object.hasOwn(AT, field)) return AT[field]!
  return isCode(code) ? SAID[code] : SAID.internal
}

export type Search = Record<string, string | string[] | undefined>
const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)

/** What a refused form brought back in the address: its words, the field they belong to, and what had been typed. */
export type FormProblem = { code: string; at: string | null; item: string | null; words: string }
export function problemIn(search: Search): FormProblem | null {
  const code = one(search.problem)
  if (!code || !isCode(code)) return null
  const at = one(search.at)?.split('.')[0] ?? null
  return { code, at, item: one(search.item) ?? null, words: sayRefusal(code, at ?? undefined) }
}
export const typedIn = (search: Search, field: string): string | undefined => one(search[`v.${field}`])
export const valueIn = (search: Search, field: string): string | undefined => one(search[field])
