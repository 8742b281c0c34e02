/** The tables of a class archive: every field with what it means, so that files and README are made from one list. */
type Value = string | number | boolean | null
export type Row = Readonly<Record<string, Value>>
export type Sheet = {
  name: string
  about: string
  fields: Readonly<Record<string, string>>
}

const who = { assignment: 'id, as in assignments', member: 'id, as in members' } as const

export const SHEETS = {
  members: {
    name: 'members',
    about: 'Everybody who is in the class.',
    fields: {
      id: 'names the person in every other file',
      name: 'as it stands in the class',
      login_name: 'what they sign in with, beside the code of the class',
      role: 'instructor, assistant or student',
      section: 'its name; empty for none',
      extra_time_percent: 'added to every time limit',
      joined_at: 'when',
      counts_for: 'of somebody who joined twice: the entry that goes on, for which this one counts; else empty',
    },
  },
  assignments: {
    name: 'assignments',
    about: 'What was assigned, in the order of the list. What was asked in full is in class.json under "asked".',
    fields: {
      id: 'names the assignment in every other file',
      kind: 'reading, essay, quiz, question or exercise',
      target: 'its name in the edition, or the id of a quiz of one’s own',
      title: 'as students read it',
      section: 'the one section it was given to; empty for the whole class',
      asked: 'key of its body under "asked" in class.json',
      points: 'what it counts for in the gradebook; 0 for nothing',
      attempts: 'how many are allowed; empty for no limit',
      time_limit_minutes: 'empty for none',
      opens_at: 'empty: at once',
      due_at: 'empty: never due',
      closes_at: 'empty: never closed',
      feedback: 'each (after every item), hand-in or closed',
      released: 'whether grades given by people are released',
    },
  },
  reading: {
    name: 'reading',
    about: 'How far each student has read. Time is never measured.',
    fields: {
      ...who,
      at: 'the last place saved: a sentence (s143), a line of the header (h7) or a paragraph of an essay (p3)',
      saved_at: 'when',
      finished_at: 'when it was done; empty where it is not',
    },
  },
  predictions: {
    name: 'predictions',
    about: 'What students predicted from the header before a reading.',
    fields: { ...who, prompt: 'author, audience, aims or limits', text: 'what was written', posted_at: 'when' },
  },
  answers: {
    name: 'answers',
    about: 'Every answer of every attempt that is handed in, or over. Answers of attempts that still run are not here.',
    fields: {
      ...who,
      attempt: 'its id',
      asked: 'key of what this attempt asked, under "asked" in class.json',
      ordinal: 'first attempt 1, second 2',
      handed_in_at: 'when the attempt ended',
      item: 'id of the item, as in "asked"',
      answer: 'options chosen, or sentences, parted by spaces; of a written item the words',
      right: 'yes, no, or empty where people judge',
      confidence: '1 unsure to 3 sure; empty where it was not asked or said',
      saved_at: 'when',
    },
  },
  posts: {
    name: 'posts',
    about: 'Answers to guided questions, every posted version. Drafts are not here.',
    fields: {
      ...who,
      post: 'its id',
      version: 'first 1, revised 2',
      text: 'what was written',
      citations: 'sentences cited, parted by spaces',
      posted_at: 'when',
    },
  },
  replies: {
    name: 'replies',
    about: 'What was said under posts.',
    fields: {
      ...who,
      reply: 'its id',
      post: 'the post under which it stands',
      to_reply: 'the reply that it answers; empty for the post itself',
      text: 'what was written',
      citations: 'sentences cited, parted by spaces',
      posted_at: 'when',
    },
  },
  rival_readings: {
    name: 'rival-readings',
    about:
      'How the class reads claims of the edition otherwise, with the answers under each. Staff write some of them.',
    fields: {
      member: who.member,
      claim: 'its name in the edition',
      reading: 'its id',
      answers: 'the rival reading that it answers; empty for a rival reading itself',
      text: 'what was written',
      citations: 'sentences cited, parted by spaces',
      posted_at: 'when',
    },
  },
  peer_reviews: {
    name: 'peer-reviews',
    about: 'What students wrote of a classmate’s answer, a row a row of the rubric. No grade reads it.',
    fields: {
      ...who,
      review: 'its id',
      post: 'the post that was reviewed',
      author: 'who wrote that post: id, as in members',
      version: 'of the post',
      row: 'of the rubric; empty for the comment on the whole',
      level: '0 to 3',
      comment: 'on the whole answer',
      reviewed_at: 'when',
    },
  },
  cable_reviews: {
    name: 'cable-reviews',
    about: 'What students found carried in a classmate’s cable, a row a point. No grade reads it.',
    fields: {
      ...who,
      review: 'its id',
      attempt: 'the attempt in which the cable was written',
      author: 'who wrote it: id, as in members',
      point: 'as in the rubric of the item',
      fate: 'carried, changed or left-out',
      reviewed_at: 'when',
    },
  },
  exercises: {
    name: 'exercises',
    about: 'Exercises that are handed in, a row a box.',
    fields: { ...who, box: 'id of the box, as in "asked"', answer: 'what was filled in', handed_in_at: 'when' },
  },
  notes: {
    name: 'notes',
    about:
      'Notes beside the text that their authors let the class or its staff see. Private notes are nobody’s but theirs.',
    fields: {
      ...who,
      note: 'its id',
      kind: 'highlight, note, question, answer or prompt',
      from: 'first sentence',
      to: 'last sentence',
      words: 'the words of the text that it is about; empty for whole sentences',
      text: 'what was written',
      tags: 'parted by spaces',
      seen_by: 'who could read it',
      thread: 'the note that it answers; empty for none',
      written_at: 'when, or when it was last changed',
    },
  },
  grades: {
    name: 'grades',
    about: 'The history of every grade given by people, oldest first. The newest level of a row counts.',
    fields: {
      ...who,
      part: 'the written item of a quiz; empty for a question',
      of: 'the post or attempt that was graded',
      version: 'its version, or the number of the save',
      row: 'a row of the rubric; empty for the comment on the whole',
      level: '0 to 3; empty where it was taken back',
      comment: 'on the whole answer',
      kind: 'given, or decided between two graders',
      grader: 'id, as in members',
      save: 'what one press saved together',
      undoes: 'the save that it takes back; empty for none',
      saved_at: 'when',
    },
  },
  word_comments: {
    name: 'word-comments',
    about: 'Comments of graders inside the words of an answer.',
    fields: {
      ...who,
      part: 'as in grades',
      of: 'as in grades',
      version: 'as in grades',
      words: 'the words that it is about',
      comment: 'what was said',
      grader: 'id, as in members',
      saved_at: 'when',
    },
  },
  gradebook: {
    name: 'gradebook',
    about: 'What each assignment counts for each student, by the rules in class.json. Grades that are held are in it.',
    fields: {
      ...who,
      points: 'what counts; empty for nothing',
      of: 'points of the assignment',
      excused: 'yes or no',
      by_hand: 'points that an instructor set; empty for none',
      late_takes_percent: 'what an instructor took for lateness',
      after_due: 'whether it came after the due date',
    },
  },
} as const satisfies Record<string, Sheet>
export type SheetName = keyof typeof SHEETS
/** A row that has every field of its sheet, and no other. */
export type RowOf<S extends SheetName> = Readonly<Record<keyof (typeof SHEETS)[S]['fields'], Value>>
export type Filled = { readonly [S in SheetName]: readonly RowOf<S>[] }

/** The README of an archive: its files, their fields, and what is left out. */
export function readmeOf(title: string, zone: string, madeAt: string): string {
  const fields = (sheet: Sheet): string =>
    Object.entries(sheet.fields)
      .map(([field, about]) => `  ${field.padEnd(20)} ${about}`)
      .join('\n')
  const sheets = Object.values(SHEETS)
    .map((sheet) => `${sheet.name}.csv\n${sheet.about}\n\n${fields(sheet)}`)
    .join('\n\n\n')
  return `Archive of the class "${title}"
Made ${madeAt}. Instants are UTC in ISO 8601; the class keeps its dates in ${zone}.

class.json holds everything: "class", "sections", "rules" of the gradebook, "asked" (what each assignment asks, with keys
and reasons, as it was frozen when it was given) and "sheets", where each file below stands again under its name with "_"
for "-". Its texts are as they were typed.

The CSV files are UTF-8 with a byte order mark, comma-separated, with the fields in the first line. Where a cell begins
with a sign that a spreadsheet would reckon with (= + - @), an apostrophe stands before it: take it off to have the text.
"yes" and "no" are for true and false, an empty cell for nothing.

Not in here: passphrases and sessions, drafts, running attempts, private notes, people who have left the class, and the
log of who did what. What a person has erased is gone from here too.


${sheets}
`
}
