/** The words of what an item’s figures advise. Pure. */
import type { AnalysisView } from '#lib/features/review-class/analyse-quiz.ts'
import { decimals } from '../../_desk/item-plot.tsx'

type Advice = AnalysisView['items'][number]['advice'][number]

export const percent = (share: number): number => Math.round(share * 100)
const mean = (value: number): string => value.toFixed(1)
const letter = (option: string): string => option.toUpperCase()

/** Why an item asks to be written anew, with this class’s numbers. */
export function reason(advice: Advice): string {
  switch (advice.code) {
    case 'pulls-against':
      return `those who got it did worse on the other items: the whole interval of the correlation, ${decimals(advice.low)} to ${decimals(advice.high)}, lies below zero. Look at its key first, then at its words`
    case 'better-readers-elsewhere':
      return `${advice.count} chose ${letter(advice.option)}, with a mean of ${mean(advice.restMean)} on the other items; ${advice.key} chose the key, with ${mean(advice.keyMean)}. Either ${letter(advice.option)} can be defended, or the stem misleads careful readers`
    case 'below-guessing':
      return `even the upper end of its interval, ${percent(advice.high)} %, lies below the ${percent(advice.guess)} % that guessing gives`
    case 'idle-option':
      return `${letter(advice.option)} drew ${advice.count} of ${advice.wrong} wrong answers, so it leads hardly anybody astray and can be replaced`
  }
}
