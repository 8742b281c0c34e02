/** Components: `TakingFields` (how a quiz is put: order, pages, how sure). */
import { SelectField } from '../../../../_ui/parts.tsx'

const TAKING = [
  {
    name: 'order',
    label: 'Order',
    hint: 'Answers and statistics stay with the options, whatever letter stands before them.',
    options: [
      { value: 'shuffled', text: 'Shuffled for each student' },
      { value: 'as-written', text: 'As written, the same for all' },
    ],
  },
  {
    name: 'pages',
    label: 'On the page',
    hint: '',
    options: [
      { value: 'all', text: 'All questions at once' },
      { value: 'one', text: 'One question at a time' },
    ],
  },
  {
    name: 'confidence',
    label: 'How sure they are',
    hint: 'What was certain and wrong then stands first among what is explained.',
    options: [
      { value: 'asked', text: 'Asked with each answer' },
      { value: 'not-asked', text: 'Not asked' },
    ],
  },
] as const
export const TAKEN_AS = { order: 'shuffled', pages: 'all', confidence: 'asked' }

/** How a quiz is put to the students. */
export function TakingFields({ value }: { value: Record<'order' | 'pages' | 'confidence', string> }) {
  return TAKING.map(({ name, label, hint, options }) => (
    <SelectField
      key={name}
      name={name}
      label={label}
      {...(hint ? { hint } : {})}
      defaultValue={value[name]}
      options={[...options]}
    />
  ))
}
