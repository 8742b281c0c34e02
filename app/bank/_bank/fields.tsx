/**
 * The boxes of an item's form, part by part: `HeadFields` (what every kind has), `OptionFields`, `RowFields`,
 * `RangeFields`, `NearFields`, `WhyFields`, `WrittenFields`. Plain fields that repeat in their order; buttons that add
 * or take away a part send the form, so that it works without script.
 */
import type { ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import type { Citation } from '#lib/domain/citation.ts'
import { CHOICES_MAX, LETTERS, NEAR_MAX, RUBRIC_MAX, SAMPLES_MAX, type DraftItem } from '#lib/domain/draft-item.ts'
import { SKILLS } from '#lib/domain/item.ts'
import { AreaField, Button, Check, SelectField, TextField } from '../../_ui/parts.tsx'
import { skillWord } from './words.ts'

export type Lists = { misreadings: { id: string; reading: string }[]; places: { id: string; name: string }[] }

const numbers = (ids: readonly string[]): string => ids.map((id) => id.replace(/^s(?=\d)/, '')).join(', ')
const of = (cites: readonly Citation[]): string => numbers(cites.map(({ at }) => at))
const letterOf = (i: number): string => LETTERS.charAt(i).toUpperCase()

/** The sentences that numbers name, as they stand: whoever typed a number sees at once what it is. */
function Said({ ids }: { ids: readonly string[] }) {
  const { units } = edition().transcript
  const found = ids.flatMap((id) => units.get(id) ?? [])
  return (
    found.length > 0 && (
      <ul className="said">
        {found.map(({ id, text }) => (
          <li key={id}>
            <span className="n">{id.replace(/^s/, '')}</span> {text}
          </li>
        ))}
      </ul>
    )
  )
}

const SENTENCES = 'Its number in the transcript; several with commas. A header line is h1 to h10.'

function Settles({ name, id, cites }: { name: string; id: string; cites: readonly Citation[] }) {
  return (
    <>
      <TextField
        name={name}
        id={id}
        label="The sentence that settles it"
        hint={SENTENCES}
        defaultValue={of(cites)}
        maxLength={100}
        autoComplete="off"
      />
      <Said ids={cites.map(({ at }) => at)} />
    </>
  )
}

function Misreading({
  name,
  id,
  value,
  lists,
  label,
}: {
  name: string
  id: string
  value: string
  lists: Lists
  label: string
}) {
  // prettier-ignore
  return (
    <SelectField
      name={name}
      id={id}
      label={label}
      defaultValue={value}
      options={[
        { value: '', text: 'Choose…' },
        ...lists.misreadings.map((one) => ({ value: one.id, text: `This reading ${one.reading}` })),
      ]}
    />
  )
}

/** A part of a list with its way out; `isNewest` is where a button that adds one leads. */
function Part({
  id,
  legend,
  isNewest,
  less,
  children,
}: {
  id: string
  legend: string
  isNewest: boolean
  less: string | null
  children: ReactNode
}) {
  return (
    <fieldset className="part" id={id}>
      <legend>{legend}</legend>
      {isNewest && <span id={`new-${id.split('-')[0]}`} />}
      {children}
      {less && (
        <p className="acts">
          <Button kind="quiet" name="less" value={less}>
            Take {legend.toLowerCase().replace(/ ([a-h])$/, (found) => found.toUpperCase())} away
          </Button>
        </p>
      )}
    </fieldset>
  )
}

const More = ({ part, words, isFull }: { part: string; words: string; isFull: boolean }) =>
  !isFull && (
    <p className="acts">
      <Button name="more" value={part}>
        {words}
      </Button>
    </p>
  )

export function HeadFields({ item }: { item: DraftItem }) {
  const { passage } = item
  return (
    <>
      <AreaField name="stem" label="The question" rows={3} maxLength={600} defaultValue={item.stem} />
      <SelectField
        name="skill"
        label="What it trains"
        defaultValue={item.skill}
        options={SKILLS.map((value) => ({ value, text: skillWord[value] }))}
      />
      <div className="pair">
        <TextField
          name="passageFrom"
          label="Passage, from sentence"
          hint="What opens beside the explanation."
          defaultValue={numbers([passage.from])}
          maxLength={8}
          autoComplete="off"
        />
        <TextField
          name="passageTo"
          label="to sentence"
          hint="The same, if it is one."
          defaultValue={numbers([passage.to])}
          maxLength={8}
          autoComplete="off"
        />
      </div>
      {item.kind !== 'written' && (
        <TextField
          name="hint"
          label="A hint, if you like"
          hint="Where to look again after a first miss, where each answer is checked at once. Never what stands there."
          defaultValue={item.hint}
          maxLength={300}
          autoComplete="off"
        />
      )}
      <TextField
        name="family"
        label="A name for its family, if it has one"
        hint="Questions of one family ask the same thing in other words: a first try gets the first, a later try another."
        defaultValue={item.family}
        maxLength={60}
        autoComplete="off"
      />
      {(item.kind === 'single' || item.kind === 'several' || item.kind === 'match' || item.kind === 'who-said') && (
        <div>
          <input type="hidden" name="keepsOrder" value="asked" />
          <Check
            name="keepsOrder"
            value="yes"
            defaultChecked={item.keepsOrder}
            label="What can be chosen keeps its order, also where a quiz is shuffled"
          />
        </div>
      )}
    </>
  )
}

export function OptionFields({ item, lists }: { item: DraftItem; lists: Lists }) {
  const { options } = item
  return (
    <>
      {item.kind === 'place' && (
        <SelectField
          name="on"
          label="Drawn on"
          hint="Save after changing this: the boxes below ask for places or for days."
          defaultValue={item.on}
          options={[
            { value: 'map', text: 'The map' },
            { value: 'timeline', text: 'A line of days' },
          ]}
        />
      )}
      {options.map((option, i) => (
        <Part
          key={i}
          id={`option-${i}`}
          legend={`Option ${letterOf(i)}`}
          isNewest={i === options.length - 1}
          less={options.length > 3 ? `option-${i}` : null}
        >
          <TextField
            name="optionText"
            id={`option-${i}-text`}
            label="Its words"
            defaultValue={option.text}
            maxLength={400}
            autoComplete="off"
          />
          {item.kind === 'place' &&
            (item.on === 'map' ? (
              <SelectField
                name="optionWhere"
                id={`option-${i}-where`}
                label="Where"
                defaultValue={option.where}
                options={[
                  { value: '', text: 'Choose…' },
                  ...lists.places.map(({ id, name }) => ({ value: id, text: name })),
                ]}
              />
            ) : (
              <TextField
                name="optionWhere"
                id={`option-${i}-where`}
                label="Which day"
                type="date"
                defaultValue={option.where.replace(/^day-/, '')}
              />
            ))}
          <Check name="optionRight" value={i} defaultChecked={option.correct} label="This one is right" />
          <AreaField
            name="optionWhy"
            id={`option-${i}-why`}
            label="Why it is right, or why not"
            rows={2}
            maxLength={900}
            defaultValue={option.why}
          />
          <Settles name="optionAt" id={`option-${i}-at`} cites={option.cites} />
          <Misreading
            name="optionMisreading"
            id={`option-${i}-misreading`}
            value={option.misreading}
            lists={lists}
            label="If it is not right: the misreading"
          />
        </Part>
      ))}
      <More part="option" words="Add an option" isFull={options.length >= LETTERS.length} />
    </>
  )
}

/** The choices as last saved, and a few numbers more, for those that are being written on the same page. */
const choiceOptions = (choices: readonly string[], open: string, word = 'Choice') => [
  { value: '', text: open },
  ...Array.from({ length: Math.min(CHOICES_MAX, Math.max(6, choices.length + 3)) }, (_one, i) => ({
    value: String(i + 1),
    text: choices[i] ? `${i + 1}. ${choices[i]}` : `${word} ${i + 1}`,
  })),
]

/** What a row may be given, as it was last saved; places of an order have no words. */
const choicesOfRow = (item: DraftItem, i: number): string[] =>
  item.kind === 'order' ? [] : item.kind === 'match' ? item.choices : (item.rows[i]?.choices ?? [])

const CHOICES_HINT = `One a line, ${CHOICES_MAX} at most. The first line is choice 1.`

export function RowFields({ item }: { item: DraftItem }) {
  const { rows } = item
  return (
    <>
      {item.kind === 'match' && (
        <AreaField
          name="choices"
          label="What can be chosen for each row"
          hint={CHOICES_HINT}
          rows={4}
          defaultValue={item.choices.join('\n')}
        />
      )}
      {rows.map((row, i) => (
        <Part
          key={i}
          id={`row-${i}`}
          legend={`Row ${letterOf(i)}`}
          isNewest={i === rows.length - 1}
          less={rows.length > 2 ? `row-${i}` : null}
        >
          <TextField
            name="rowText"
            id={`row-${i}-text`}
            label="Its words"
            defaultValue={row.text}
            maxLength={400}
            autoComplete="off"
          />
          {item.kind === 'who-said' && (
            <AreaField
              name="rowChoices"
              id={`row-${i}-choices`}
              label="What can be chosen here"
              hint={CHOICES_HINT}
              rows={3}
              defaultValue={row.choices.join('\n')}
            />
          )}
          <SelectField
            name="rowKey"
            id={`row-${i}-key`}
            label={item.kind === 'order' ? 'Its right place' : 'The right choice'}
            defaultValue={row.key}
            options={choiceOptions(choicesOfRow(item, i), 'Choose…', item.kind === 'order' ? 'Place' : 'Choice')}
          />
          <AreaField
            name="rowWhy"
            id={`row-${i}-why`}
            label="Why it belongs there"
            rows={2}
            maxLength={900}
            defaultValue={row.why}
          />
          <Settles name="rowAt" id={`row-${i}-at`} cites={row.cites} />
        </Part>
      ))}
      <More part="row" words="Add a row" isFull={rows.length >= LETTERS.length} />
    </>
  )
}

export function RangeFields({ item }: { item: DraftItem }) {
  return (
    <>
      <div className="pair">
        <TextField
          name="rangeFrom"
          label="To choose from: sentence"
          hint="At most 40 sentences."
          defaultValue={numbers([item.range.from])}
          maxLength={8}
          autoComplete="off"
        />
        <TextField
          name="rangeTo"
          label="to sentence"
          hint="The last one."
          defaultValue={numbers([item.range.to])}
          maxLength={8}
          autoComplete="off"
        />
      </div>
      <TextField
        name="accept"
        label="The sentence that is right"
        hint="Several with commas, if each of them is right."
        defaultValue={numbers(item.accept)}
        maxLength={100}
        autoComplete="off"
      />
      <Said ids={item.accept} />
    </>
  )
}

export function WhyFields({ item }: { item: DraftItem }) {
  return (
    <>
      <AreaField
        name="why"
        label="The explanation that everybody gets"
        rows={3}
        maxLength={900}
        defaultValue={item.why}
      />
      <Settles name="at" id="at" cites={item.cites} />
    </>
  )
}

export function NearFields({ item, lists }: { item: DraftItem; lists: Lists }) {
  const { near } = item
  return (
    <>
      {near.map((one, i) => (
        <Part
          key={i}
          id={`near-${i}`}
          legend={`Near miss ${i + 1}`}
          isNewest={i === near.length - 1}
          less={near.length > 1 || item.kind === 'select' ? `near-${i}` : null}
        >
          {item.kind === 'select' ? (
            <>
              <TextField
                name="nearAt"
                id={`near-${i}-at`}
                label="The sentences that are nearly right"
                hint="Their numbers, with commas."
                defaultValue={numbers(one.answers)}
                maxLength={100}
                autoComplete="off"
              />
              <Said ids={one.answers} />
            </>
          ) : (
            item.rows.map((row, r) => {
              const letter = LETTERS.charAt(r)
              const chosen = one.answers.find((answer) => answer.startsWith(letter))
              return (
                <SelectField
                  key={letter}
                  name="nearAnswer"
                  id={`near-${i}-${letter}`}
                  label={`Row ${letterOf(r)}${row.text ? `, ${row.text}` : ''}`}
                  defaultValue={chosen ? `${i}:${chosen}` : ''}
                  options={choiceOptions(
                    choicesOfRow(item, r),
                    'No part of it',
                    item.kind === 'order' ? 'Place' : 'Choice',
                  ).map(({ value, text }) => ({
                    value: value && `${i}:${letter}${value}`,
                    text,
                  }))}
                />
              )
            })
          )}
          <Misreading
            name="nearMisreading"
            id={`near-${i}-misreading`}
            value={one.misreading}
            lists={lists}
            label="The misreading"
          />
          <AreaField
            name="nearWhy"
            id={`near-${i}-why`}
            label="What to say to whoever answers so"
            rows={2}
            maxLength={900}
            defaultValue={one.why}
          />
        </Part>
      ))}
      <More part="near" words="Add a near miss" isFull={near.length >= NEAR_MAX} />
    </>
  )
}

export function WrittenFields({ item }: { item: DraftItem }) {
  const { rubric, samples } = item
  return (
    <>
      <TextField
        name="max"
        label="At most so many characters"
        hint="From 100 to 1,200."
        type="number"
        inputMode="numeric"
        min={100}
        max={1200}
        defaultValue={item.max}
      />
      {rubric.map((one, i) => (
        <Part
          key={i}
          id={`rubric-${i}`}
          legend={`Rubric row ${i + 1}`}
          isNewest={i === rubric.length - 1}
          less={rubric.length > 1 ? `rubric-${i}` : null}
        >
          <TextField name="rubricRow" id={`rubric-${i}-row`} label="Its name" defaultValue={one.row} maxLength={60} />
          <AreaField
            name="rubricFull"
            id={`rubric-${i}-full`}
            label="What a full answer does"
            rows={2}
            maxLength={300}
            defaultValue={one.full}
          />
        </Part>
      ))}
      <More part="rubric" words="Add a rubric row" isFull={rubric.length >= RUBRIC_MAX} />
      {samples.map((one, i) => (
        <Part
          key={i}
          id={`sample-${i}`}
          legend={`Sample ${i + 1}`}
          isNewest={i === samples.length - 1}
          less={samples.length > 2 ? `sample-${i}` : null}
        >
          <SelectField
            name="sampleLevel"
            id={`sample-${i}-level`}
            label="It is"
            defaultValue={one.level}
            options={[
              { value: 'strong', text: 'A strong answer' },
              { value: 'partial', text: 'An answer halfway' },
              { value: 'weak', text: 'A weak answer' },
            ]}
          />
          <AreaField
            name="sampleText"
            id={`sample-${i}-text`}
            label="The answer"
            rows={3}
            maxLength={900}
            defaultValue={one.text}
          />
          <AreaField
            name="sampleWhy"
            id={`sample-${i}-why`}
            label="Why it is that"
            rows={2}
            maxLength={600}
            defaultValue={one.why}
          />
        </Part>
      ))}
      <More part="sample" words="Add a sample" isFull={samples.length >= SAMPLES_MAX} />
    </>
  )
}
