'use client'
import { useEffect, useMemo, useState } from 'react'
import { fetchPage } from '../../../_ui/fetch-page.ts'
import { citeName } from '../../../_ui/citation.ts'
import { chosen, keepChosen } from '../kept-on-device.ts'
import { idOf, order, speakerOf, topSentence, units } from '../text-on-page.ts'
import { useMark } from './marks.ts'
import type { BodyProps } from './body-props.ts'

type Named = { id: string; name: string; at: string[]; zhou: number; khiem: number }
const none: readonly string[] = []

/** Whom the two men name, counted where it names them; the names as the page of people writes them. */
async function read(): Promise<Named[]> {
  const page = await fetchPage('/people')
  const at = new Map<string, string[]>()
  for (const unit of units())
    for (const id of new Set(
      [...unit.querySelectorAll<HTMLElement>('[data-person]')].map((name) => name.dataset.person ?? ''),
    ))
      at.set(id, [...(at.get(id) ?? []), idOf(unit)])
  return [...at]
    .map(([id, named]) => ({
      id,
      name: page.querySelector(`[id="card-${id}"] h3 a`)?.textContent ?? id,
      at: named,
      zhou: named.filter((one) => speakerOf(one) === 'Zhou').length,
      khiem: named.filter((one) => speakerOf(one) === 'Khiem').length,
    }))
    .filter(({ zhou, khiem }) => zhou + khiem > 0)
    .toSorted((a, b) => b.zhou + b.khiem - a.zhou - a.khiem)
}
const sentences = (n: number) => (n === 1 ? '1 sentence' : `${n} sentences`)

/** A person chosen, the sentences that name him or her are washed; counts by speaker, and a step from one to the next. */
export function Body({ passage, leaves, goTo, say }: BodyProps) {
  const [people, setPeople] = useState<readonly Named[] | 'failed' | null>(null)
  const [id, setId] = useState(() => chosen('person'))
  useEffect(() => {
    read().then(setPeople, () => setPeople('failed'))
  }, [])
  const all = Array.isArray(people) ? (people as readonly Named[]) : null
  const person = all?.find((one) => one.id === id)
  const at = useMemo(() => person?.at ?? none, [person])
  useMark('washed', at)

  if (people === 'failed') return <p>The names did not load. Close this and open it again.</p>
  if (!all) return <p className="mut">Opening…</p>
  const most = Math.max(...all.map((one) => one.zhou + one.khiem))
  const step = (by: 1 | -1) => {
    if (!person) return
    const from = order(passage?.at ?? topSentence())
    const places = person.at.map(order)
    const next = by > 0 ? places.findIndex((place) => place > from) : places.findLastIndex((place) => place < from)
    const index = next >= 0 ? next : by > 0 ? 0 : places.length - 1
    const to = person.at[index]
    if (!to) return
    goTo({ at: to })
    say(`${citeName(to)}, ${index + 1} of ${person.at.length}`)
  }
  const spoken = person ? person.at.length - person.zhou - person.khiem : 0
  return (
    <>
      {person ? (
        <div className="about-one stays">
          <h3>{person.name}</h3>
          <p>
            Named in {sentences(person.at.length)}: Zhou {person.zhou}, Khiem {person.khiem}
            {spoken > 0 && `, the document’s heading ${spoken}`}.
          </p>
          <p className="row">
            <button type="button" className="tool" onClick={() => step(-1)}>
              Previous
            </button>
            <button type="button" className="tool" onClick={() => step(1)}>
              Next
            </button>
            {leaves && (
              <a className="tool" href={`/people/${person.id}`}>
                Who this is
              </a>
            )}
          </p>
        </div>
      ) : (
        <p className="small mut">
          Choose a person: the sentences that name him or her are colored. “You” and “I” are not counted.
        </p>
      )}
      <p className="small key-of-bars">
        <span className="zhou">Zhou</span> <span className="khiem">Khiem</span> sentences that name the person
      </p>
      <ul className="turnlist people">
        {all.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              aria-pressed={one.id === id}
              onClick={() => {
                const next = one.id === id ? null : one.id
                setId(next)
                keepChosen('person', next)
              }}
            >
              <span>{one.name}</span>
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect className="zhou" width={((one.zhou / most) * 100).toFixed(1)} height="8" />
                <rect
                  className="khiem"
                  x={((one.zhou / most) * 100).toFixed(1)}
                  width={((one.khiem / most) * 100).toFixed(1)}
                  height="8"
                />
              </svg>
              <span className="num">
                {one.zhou}
                <span className="vh"> by Zhou</span>, {one.khiem}
                <span className="vh"> by Khiem</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
