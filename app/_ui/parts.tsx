import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { Area } from './area.tsx'

/** The head of a page: a small line above (`over`), the h1, a lead and at most one primary button among `acts`. */
export function PageHead({
  over,
  title,
  lead,
  acts,
}: {
  over?: ReactNode
  title: ReactNode
  lead?: ReactNode
  acts?: ReactNode
}) {
  return (
    <header className="pagehead">
      {over && <p className="label">{over}</p>}
      <h1 className="d2">{title}</h1>
      {lead && <p className="lead">{lead}</p>}
      {acts && <div className="acts">{acts}</div>}
    </header>
  )
}

/** A section under a page head, named by its heading. `id` must be unique on the page. */
export function Block({
  id,
  title,
  children,
  ruled = false,
}: {
  id: string
  title: ReactNode
  children: ReactNode
  ruled?: boolean
}) {
  return (
    <section className={ruled ? 'block ruled' : 'block'} aria-labelledby={id}>
      <h2 className="title" id={id}>
        {title}
      </h2>
      {children}
    </section>
  )
}

/** A ruled list: what it is (a link), a line about it, a figure at the right. */
export function Rows({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul className="rows" aria-label={label}>
      {children}
    </ul>
  )
}
export function Row({
  href,
  name,
  line,
  aside,
  id,
}: {
  href?: string
  name: ReactNode
  line?: ReactNode
  aside?: ReactNode
  id?: string
}) {
  return (
    <li id={id}>
      <span className="name">
        {href ? (
          <Link href={href} prefetch={false}>
            {name}
          </Link>
        ) : (
          name
        )}
      </span>
      <span className="mut">{line}</span>
      {aside !== undefined && <span className="aside">{aside}</span>}
    </li>
  )
}

/** A real table with its caption. Columns with `figure` are set right, in figures of equal width. */
export function Table({
  caption,
  columns,
  rows,
  hideCaption = false,
  stacked = false,
}: {
  caption: string
  columns: { title: ReactNode; figure?: boolean }[]
  /** The first cell of a row is its heading. `key` must be stable. */
  rows: { key: string; cells: ReactNode[] }[]
  hideCaption?: boolean
  /** On a phone each row stands as lines of its own, with the heading of the column before what it says. */
  stacked?: boolean
}) {
  return (
    // A table that is wider than the screen scrolls in its own frame, which the keyboard must be able to reach.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="tablebox" role="region" aria-label={caption} tabIndex={0}>
      <table className={stacked ? 'tbl stacked' : 'tbl'}>
        <caption className={hideCaption ? 'vh' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th key={i} scope="col" className={column.figure ? 'fig' : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {row.cells.map((cell, i) =>
                i === 0 ? (
                  <th key={i} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={i} className={columns[i]?.figure ? 'fig' : undefined}>
                    {stacked && <span className="stackhead">{columns[i]?.title}: </span>}
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type FieldWords = { label: string; hint?: ReactNode; error?: ReactNode; sees?: string; wide?: boolean }
const describedBy = (name: string, { hint, error, sees }: FieldWords) =>
  [hint && `${name}-hint`, error && `${name}-error`, sees && `${name}-sees`].filter(Boolean).join(' ') || undefined

function Around({ name, words, children }: { name: string; words: FieldWords; children: ReactNode }) {
  return (
    <div className={words.wide ? 'field wide' : 'field'}>
      <label htmlFor={name}>{words.label}</label>
      {words.hint && (
        <p className="hint" id={`${name}-hint`}>
          {words.hint}
        </p>
      )}
      {children}
      {words.error && (
        <p className="wrong" id={`${name}-error`}>
          {words.error}
        </p>
      )}
      {words.sees && <Sees id={`${name}-sees`}>{words.sees}</Sees>}
    </div>
  )
}

/** One line of text with its label, hint, problem and, where it is stored, the sentence that says who sees it. */
export function TextField({
  name,
  id = name,
  label,
  hint,
  error,
  sees,
  wide,
  ...input
}: FieldWords & { name: string } & Omit<ComponentProps<'input'>, 'name' | 'className' | 'style'>) {
  const words = { label, hint, error, sees, wide }
  return (
    <Around name={id} words={words}>
      <input
        className="input"
        id={id}
        name={name}
        type="text"
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, words)}
        {...input}
      />
    </Around>
  )
}
/** The same for a choice from a short list. */
export function SelectField({
  name,
  id = name,
  label,
  hint,
  error,
  sees,
  wide,
  options,
  ...input
}: FieldWords & { name: string; options: { value: string; text: string }[] } & Omit<
    ComponentProps<'select'>,
    'name' | 'className' | 'style'
  >) {
  const words = { label, hint, error, sees, wide }
  return (
    <Around name={id} words={words}>
      <select
        className="input"
        id={id}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, words)}
        {...input}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </Around>
  )
}
/** The same for several lines of text. */
export function AreaField({
  name,
  id = name,
  label,
  hint,
  error,
  sees,
  wide,
  ...input
}: FieldWords & { name: string } & Omit<ComponentProps<'textarea'>, 'name' | 'className' | 'style'>) {
  const words = { label, hint, error, sees, wide }
  return (
    <Around name={id} words={words}>
      <Area
        className="input"
        id={id}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, words)}
        {...input}
      />
    </Around>
  )
}
/** A tick box or, with `type="radio"`, a round one, with its words as the target. */
export function Check({
  label,
  type = 'checkbox',
  ...input
}: { label: ReactNode; type?: 'checkbox' | 'radio' } & Omit<ComponentProps<'input'>, 'type' | 'className' | 'style'>) {
  return (
    <label className="check">
      <input type={type} {...input} />
      <span>{label}</span>
    </label>
  )
}

/** The sentence under a box that says who will see what is typed there. */
export function Sees({ children, id }: { children: ReactNode; id?: string }) {
  return (
    <p className="sees" id={id}>
      {children}
    </p>
  )
}

/** `go` is the one primary button of a view; `quiet` stands beside it. The words say what happens. */
export function Button({
  kind = 'plain',
  ...button
}: { kind?: 'go' | 'plain' | 'quiet' } & Omit<ComponentProps<'button'>, 'className' | 'style'>) {
  return <button type="submit" {...button} className={kind === 'plain' ? 'btn' : `btn ${kind}`} />
}
export function LinkButton({
  kind = 'plain',
  href,
  children,
}: {
  kind?: 'go' | 'plain' | 'quiet'
  href: string
  children: ReactNode
}) {
  return (
    <Link className={kind === 'plain' ? 'btn' : `btn ${kind}`} href={href} prefetch={false}>
      {children}
    </Link>
  )
}

/** What happened, what is safe, what to do. `care` asks for attention, `good` says that a thing is done; `alert` reads it out at once. */
export function Notice({
  kind = 'plain',
  children,
  alert = false,
}: {
  kind?: 'plain' | 'care' | 'good'
  children: ReactNode
  alert?: boolean
}) {
  return (
    <div className={kind === 'plain' ? 'note' : `note ${kind}`} role={alert ? 'alert' : undefined}>
      {children}
    </div>
  )
}
/** A list that has nothing yet: what will appear here, and when. */
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="empty">
      <p className="title">{title}</p>
      <p className="body mut">{children}</p>
    </div>
  )
}
