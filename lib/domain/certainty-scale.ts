/**
 * FactBank’s values in one order, from a sure denial to a sure assertion. Between them stands what a speaker only
 * passes on: he leans to neither side. The edition codes its claims by the same values.
 */
export const CERTAINTY_SCALE = [
  { id: 'certain-no', text: 'Certain, a denial' },
  { id: 'probable-no', text: 'Probable, a denial' },
  { id: 'possible-no', text: 'Possible, a denial' },
  { id: 'unknown', text: 'Only passed on' },
  { id: 'possible-yes', text: 'Possible' },
  { id: 'probable-yes', text: 'Probable' },
  { id: 'certain-yes', text: 'Certain' },
] as const
