import type { ExerciseField, ShownExercise } from '#lib/domain/exercise.ts'

type Form = ShownExercise['form']

/** Said over the boxes: what is not in the page yet, and why it is worth waiting for. */
export const HIDDEN: Record<Form, string> = {
  forecasts:
    'What came has not been sent to this page. Other pages of this site tell it, so this is worth something only if you settle on your figures first.',
  certainty:
    'The edition’s coding has not been sent to this page. Other pages of this site show it, so this is worth something only if you decide first. It is one reader’s coding and has had no second coder.',
  telegrams:
    'The edition’s table has not been sent to this page. Another page of this site shows it, so this is worth something only if you look for yourself first.',
  drift: 'The edition’s reading has not been sent to this page. Rows are few because no more of the report was read.',
  controversy:
    'Your side, the other side’s case and its sentences have not been sent to this page: each opens when the part before it is in.',
  puzzle: 'The samples have not been sent to this page, and nobody’s answer is.',
}

const CANNOT = 'They cannot be changed afterwards.'
/** Under the boxes: who sees what is in them. */
export const SEES: Record<Form, string> = {
  forecasts: `When you hand in, your instructors see these figures with your name. Classmates never see whose they are; once this has closed, they see the figures of the class without names. ${CANNOT}`,
  certainty: `When you hand in, your instructors see your choices with your name. Classmates never see whose they are; once this has closed, they see how many chose what. ${CANNOT}`,
  telegrams: `When you hand in, your instructors see your table with your name. Classmates never see whose it is; once this has closed, they see how many chose what. It cannot be changed afterwards.`,
  drift: `When you hand in, your instructors see your choices with your name. Classmates never see whose they are; once this has closed, they see how many chose what. ${CANNOT}`,
  controversy:
    'When a part is in, your instructors see it with your name. Of your case, classmates of the other side read the words without your name, once theirs is in; of the rest they see how many were of which opinion, once this has closed. What is in cannot be changed.',
  puzzle:
    'When you hand in, your instructors see your answer with your name. Once this has closed, classmates read the answers of the class without names. It cannot be changed afterwards.',
}

/** What a box holds, as a person reads it: the words of a choice and not its id. */
export function boxWords(field: ExerciseField, given: string | undefined): string {
  if (given === undefined) return ''
  if (field.kind === 'choice') return field.options.find(({ id }) => id === given)?.text ?? given
  return field.kind === 'percent' ? `${given} %` : given
}

/** Krippendorff's alpha and everything between 0 and 1 without its leading zero; signs stay. */
export const decimal = (value: number): string =>
  value
    .toFixed(2)
    .replace(/^(-?)0\./u, '$1.')
    .replace('-', '–')
