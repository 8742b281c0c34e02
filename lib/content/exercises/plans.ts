import { planSchema, type Plan } from '#lib/domain/plan.ts'
import type { Kind } from '../kind.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Place } from '../reading/files.ts'

/** Plans name what is in the edition: `known` holds every target that can be assigned, such as `quiz/comprehension`. */
export function readPlans(place: Place, known: ReadonlySet<string>): Kind<Plan[]> {
  const entries = readEntries(place, 'plans.yaml', planSchema, (id) => `the plan "${id}" is there twice`)
  for (const { value, fault } of entries)
    value.steps.forEach(({ give }, step) => {
      if (give.includes('/') && !known.has(give))
        fault('steps', step, 'give')(`"${give}" is nothing that can be assigned`)
      if (value.steps.findIndex((one) => one.give === give) < step)
        fault('steps', step, 'give')(`the plan gives "${give}" twice`)
    })
  const plans = valuesOf(entries)
  return { value: plans, ids: [], counts: { plans: plans.length } }
}
