/** Components: `PastesField` (whether it is counted how much of an answer is pasted, with what the number does not say). */
import { SelectField } from '../../../../_ui/parts.tsx'

export function PastesField({ value }: { value: string }) {
  return (
    <SelectField
      name="pastes"
      label="Pasting"
      hint="The box tells students that it is counted, and they see their number too. It stands only beside the one answer, for you and whoever grades it: never in a list, a file or a grade. Alone it says nothing, since many write elsewhere first, dictate, or quote."
      defaultValue={value}
      options={[
        { value: 'not-counted', text: 'Not counted' },
        { value: 'counted', text: 'Counted from the first word, told to the student' },
      ]}
    />
  )
}
