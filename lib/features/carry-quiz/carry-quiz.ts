import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { finishItem } from '#lib/content/exercises/own-quizzes.ts'
import { findOwnQuiz, type OwnQuiz } from '#lib/db/queries/own-quizzes.ts'
import type { Context } from '#lib/door/context.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { cartridgeOf } from './cartridge.ts'
import { giftOf } from './gift.ts'
import { FORMATS, lossesOf, type Format } from './losses.ts'
import { moodleXmlOf } from './moodle-xml.ts'
import { qtiPackage } from './qti-package.ts'
import { sourceOf, sourceOfEdition } from './source.ts'
import type { Source } from './travelling.ts'

/** What goes out: one file of text, or several to be packed. */
type Carried = { name: string } & ({ type: string; text: string } | { files: Record<string, string> })

const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
    .slice(0, 60)

/** The draft as it stands: whoever is still writing takes along what is complete. */
function ofOwn({ draft }: OwnQuiz): Source {
  const items = draft.items.flatMap((one) => finishItem(one, 1).item ?? [])
  return sourceOf(
    {
      title: draft.title || 'Quiz',
      summary: draft.summary,
      isTextClosed: false,
      unfinished: draft.items.length - items.length,
    },
    items,
    'Questions from Xihua Hall; those copied from the edition are CC BY 4.0.',
  )
}

function carry(source: Source, format: Format): Carried {
  if (source.items.length === 0) throw new Refusal('unfinished')
  const name = slugOf(source.title) || 'quiz'
  switch (format) {
    case 'gift':
      return { name: `${name}-gift.txt`, type: 'text/plain; charset=utf-8', text: giftOf(source) }
    case 'moodle':
      return { name: `${name}-moodle.xml`, type: 'application/xml; charset=utf-8', text: moodleXmlOf(source) }
    case 'qti21':
      return { name: `${name}-qti-2-1.zip`, files: qtiPackage(source, '2.1') }
    case 'cc11':
      return { name: `${name}.imscc`, files: cartridgeOf(source) }
    case 'qti3':
      return { name: `${name}-qti-3.zip`, files: qtiPackage(source, '3') }
  }
}

/** What the page says before anything is downloaded. */
const look = (source: Source) => ({
  title: source.title,
  items: source.items.length,
  formats: FORMATS.map((format) => ({ format, losses: lossesOf(source, format) })),
})

const ownSubject = async (ctx: Context, input: { quiz: string }) => {
  const quiz = await findOwnQuiz(ctx.db, input.quiz)
  return quiz ? { ownerId: quiz.ownerId, quiz } : null
}
/** Class quizzes alone, as everywhere in the bank: what anybody can try is no quiz for a class. */
const editionSubject = (_ctx: Context, input: { quiz: string }) => {
  const quiz = edition().quizzes.find(({ id, audience }) => id === input.quiz && audience === 'class')
  return quiz ? { quiz } : null
}
/** A format that does not exist is a file that does not exist. */
const formatSchema = z.string()
const withFormat = <S extends object>(subject: S | null, name: string): (S & { format: Format }) | null => {
  const format = FORMATS.find((one) => one === name)
  return subject && format ? { ...subject, format } : null
}
const slugSchema = z.string()

/** One's own quiz as a file for another system, keys and all. */
export const carryOwn = feature({
  input: z.strictObject({ quiz: idSchema, format: formatSchema }),
  permission: 'bank.edit',
  subject: async (ctx, input) => withFormat(await ownSubject(ctx, input), input.format),
  run: (_ctx, _input, { quiz, format }) => carry(ofOwn(quiz), format),
})

/** A quiz of the edition as a file for another system, keys and all. */
export const carryEdition = feature({
  input: z.strictObject({ quiz: slugSchema, format: formatSchema }),
  permission: 'bank.use',
  subject: (ctx, input) => withFormat(editionSubject(ctx, input), input.format),
  run: (_ctx, _input, { quiz, format }) => carry(sourceOfEdition(quiz), format),
})

export const lookAtOwn = feature({
  input: z.strictObject({ quiz: idSchema }),
  permission: 'bank.edit',
  subject: ownSubject,
  run: (_ctx, _input, { quiz }) => look(ofOwn(quiz)),
})

export const lookAtEdition = feature({
  input: z.strictObject({ quiz: slugSchema }),
  permission: 'bank.use',
  subject: editionSubject,
  run: (_ctx, _input, { quiz }) => look(sourceOfEdition(quiz)),
})
