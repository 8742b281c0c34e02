import { edition } from '#lib/content/edition.ts'
import { CERTAINTY_SCALE } from '#lib/domain/certainty-scale.ts'
import { CASE } from '#lib/domain/phases.ts'
import {
  WORDS_MAX,
  type Exercise,
  type ExerciseField,
  type ExerciseOf,
  type KeptExercise,
  type ShownExercise,
} from '#lib/domain/exercise.ts'

type Halves = { shown: ShownExercise; kept: KeptExercise }
const baseOf = ({ id, revision, title, ask, minutes }: Exercise) => ({ id, revision, title, ask, minutes })
const byId = <T extends { id: string }>(all: readonly T[], ids: readonly string[]): T[] =>
  ids.map((id) => all.find((one) => one.id === id)!)
const grounded = ({ text, by }: { text: string; by: string }) => ({ text, by })

/** An exercise as it is given: what its screen gets, and what waits until the boxes are handed in. */
export function exerciseHalves(exercise: Exercise): Halves {
  switch (exercise.form) {
    case 'forecasts':
      return forecastHalves(exercise)
    case 'certainty':
      return certaintyHalves(exercise)
    case 'telegrams':
      return telegramHalves(exercise)
    case 'drift':
      return driftHalves(exercise)
    case 'puzzle':
      return puzzleHalves(exercise)
    case 'controversy':
      return controversyHalves(exercise)
  }
}

function forecastHalves(exercise: ExerciseOf<'forecasts'>): Halves {
  const { forecasts, forecastOutcomes } = edition()
  const { coded } = exercise
  const asked = byId(forecasts, exercise.forecasts)
  return {
    shown: {
      ...baseOf(exercise),
      form: 'forecasts',
      fields: asked.map((one) => ({ id: one.id, label: one.title, kind: 'percent' })),
      forecasts: asked.map((one) => ({
        id: one.id,
        speaker: one.speaker,
        forecast: one.forecast,
        said: { at: one.firmness.at, quote: one.firmness.quote },
        rule: one.rule,
      })),
    },
    kept: {
      form: 'forecasts',
      forecasts: asked.map((one) => {
        const { resolved, what } = forecastOutcomes.find(({ forecast }) => forecast === one.id)!
        // Each forecast’s rule says yes to what he expects, so only how firmly he says it counts, not how he turns it.
        const degree = one.firmness.is.split('-')[0] as 'certain' | 'probable' | 'possible' | 'unknown'
        return {
          id: one.id,
          resolved,
          what: what.map(grounded),
          coded: degree === 'unknown' ? null : coded[degree],
        }
      }),
    },
  }
}

function certaintyHalves(exercise: ExerciseOf<'certainty'>): Halves {
  const claims = byId(edition().claims, exercise.claims)
  return {
    shown: {
      ...baseOf(exercise),
      form: 'certainty',
      fields: claims.map(({ id, title, speaker }) => ({
        id,
        label: title,
        short: `How sure are ${speaker === 'zhou' ? 'Zhou’s' : 'Khiem’s'} words`,
        kind: 'choice',
        options: CERTAINTY_SCALE.map((one) => ({ ...one })),
      })),
      // Whole sentences: which of their words decide is part of the question.
      cards: claims.map(({ id, title, value }) => ({ id, title, told: [], said: [{ at: value.at }], boxes: [id] })),
    },
    kept: {
      form: 'certainty',
      cards: claims.map(({ id, claim, at, value }) => ({
        id,
        key: { [id]: value.is },
        told: [{ head: 'The claim', text: claim, by: at.map((one) => `T:${one}`).join(' ') }],
        said: [{ at: value.at, quote: value.quote }],
        notes: [],
        knot: false,
      })),
    },
  }
}

const VERDICTS = [
  { id: 'agree', text: 'They fit together' },
  { id: 'conflict', text: 'They do not fit together' },
  { id: 'one-only', text: 'One alone tells it' },
]

function telegramHalves(exercise: ExerciseOf<'telegrams'>): Halves {
  const { telegrams, transcript } = edition()
  const events = byId(telegrams, exercise.events)
  const last = [...transcript.units.keys()].filter((id) => id.startsWith('s')).length
  const cells = [
    ['zhou', 'Zhou'],
    ['khiem', 'Khiem'],
  ] as const
  return {
    shown: {
      ...baseOf(exercise),
      form: 'telegrams',
      fields: events.flatMap(({ id, title }): ExerciseField[] => [
        ...cells.map(([who, name]): ExerciseField => ({
          id: `${id}-${who}`,
          label: `${title}: ${name}`,
          short: name,
          hint: 'Numbers, such as 29, 30; or silent',
          kind: 'sentences',
          last,
        })),
        {
          id: `${id}-verdict`,
          label: `${title}: the accounts`,
          short: 'The accounts',
          kind: 'choice',
          options: VERDICTS,
        },
      ]),
      cards: events.map(({ id, title, report }) => ({
        id,
        title,
        // The third account is open elsewhere and cannot be found in the text, so it is told.
        told: report ? [{ head: 'The Albanian ambassador’s report', ...grounded(report) }] : [],
        said: [],
        boxes: [`${id}-zhou`, `${id}-khiem`, `${id}-verdict`],
      })),
    },
    kept: {
      form: 'telegrams',
      cards: events.map((event) => ({
        id: event.id,
        key: {
          ...Object.fromEntries(
            cells.map(([who]) => [`${event.id}-${who}`, event[who].flatMap(({ at }) => at).join(' ') || 'silent']),
          ),
          [`${event.id}-verdict`]: event.verdict,
        },
        told: cells.flatMap(([who, head]) =>
          event[who].map(({ text, at }) => ({ head, text, by: at.map((one) => `T:${one}`).join(' ') })),
        ),
        said: [],
        notes: event.note.map(grounded),
        knot: event.knot !== null,
      })),
    },
  }
}

const CHANGES = [
  { id: 'kept', text: 'Kept' },
  { id: 'softened', text: 'Softened' },
  { id: 'sharpened', text: 'Sharpened' },
  { id: 'added', text: 'Added' },
  { id: 'dropped', text: 'Dropped' },
]

function driftHalves(exercise: ExerciseOf<'drift'>): Halves {
  const rows = byId(edition().anotherRoom, exercise.rows)
  return {
    shown: {
      ...baseOf(exercise),
      form: 'drift',
      fields: rows.map(({ id, title }) => ({
        id,
        label: title,
        short: 'On its way to the other room it was',
        kind: 'choice',
        options: CHANGES,
      })),
      cards: rows.map(({ id, title, here, there }) => ({
        id,
        title,
        told: [
          { head: 'In this record', ...grounded(here) },
          { head: 'In the ambassador’s report', ...grounded(there) },
        ],
        said: [],
        boxes: [id],
      })),
    },
    kept: {
      form: 'drift',
      cards: rows.map(({ id, change, note }) => ({
        id,
        key: { [id]: change },
        told: [],
        said: [],
        notes: [grounded(note)],
        knot: false,
      })),
    },
  }
}

function puzzleHalves(exercise: ExerciseOf<'puzzle'>): Halves {
  const { prompt, at, beside, levels, samples, notes } = byId(edition().puzzles, [exercise.puzzle])[0]!
  return {
    shown: {
      ...baseOf(exercise),
      form: 'puzzle',
      fields: [
        {
          id: 'explanations',
          label: 'What could explain it: at least two explanations, with the numbers of the sentences',
          kind: 'words',
          max: WORDS_MAX,
        },
        { id: 'decide', label: 'What you would need in order to decide between them', kind: 'words', max: 2000 },
      ],
      cards: [
        {
          id: exercise.puzzle,
          title: prompt,
          told: beside.map((one) => ({ head: 'Beside it', ...grounded(one) })),
          said: at.map((one) => ({ at: one })),
          boxes: ['explanations', 'decide'],
        },
      ],
    },
    kept: {
      form: 'puzzle',
      levels: levels.map((one) => ({ ...one })),
      samples: samples.map(({ level, text, cites, why }) => ({ level, text, cites, why })),
      forInstructors: notes.map(grounded),
    },
  }
}

const STANDS = [
  { id: 'yes', text: 'It did' },
  { id: 'rather-yes', text: 'Rather, it did' },
  { id: 'open', text: 'I cannot say' },
  { id: 'rather-no', text: 'Rather, it did not' },
  { id: 'no', text: 'It did not' },
]

function controversyHalves(exercise: ExerciseOf<'controversy'>): Halves {
  const { question, opinion, sides, phases, notes } = byId(edition().controversies, [exercise.controversy])[0]!
  const stand = (when: 'before' | 'after'): ExerciseField[] => [
    { id: `${when}-stand`, label: opinion, kind: 'choice', options: STANDS },
    { id: `${when}-why`, label: `Your opinion ${when}, in one sentence`, kind: 'words', max: 600 },
  ]
  const words = (id: string, label: string, max: number): ExerciseField[] => [{ id, label, kind: 'words', max }]
  const boxes: Record<(typeof phases)[number]['id'], ExerciseField[]> = {
    before: stand('before'),
    prepare: words('three-sentences', 'Three sentences: the number of each, who says it, and how he knows', 2000),
    present: words(CASE, 'Your case', 3000),
    answer: words('answer', 'Your answer to their best sentence', 2000),
    swap: words('other-case', 'Their case, made better', 3000),
    together: words('together', 'The statement: what can be shown, what cannot, the best evidence on each side', 3000),
    after: stand('after'),
  }
  return {
    shown: {
      ...baseOf(exercise),
      form: 'controversy',
      question,
      fields: phases.flatMap(({ id }) => boxes[id]),
      phases: phases.map(({ id, title, ask }) => ({ id, title, ask, boxes: boxes[id].map((field) => field.id) })),
    },
    kept: {
      form: 'controversy',
      sides: sides.map(({ id, claim, evidence }) => ({ id, claim, evidence: evidence.map((one) => ({ ...one })) })),
      forInstructors: notes.map(grounded),
    },
  }
}
