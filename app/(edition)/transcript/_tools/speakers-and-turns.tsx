'use client'
import { useEffect, useMemo, useRef, useState } from 'react'
import { chosen, keepChosen } from '../kept-on-device.ts'
import { idOf, units, words } from '../text-on-page.ts'
import { useFollowingList } from './follow-text.ts'
import { useMark } from './marks.ts'
import type { BodyProps } from './body-props.ts'

type SpeakerId = 'zhou' | 'khiem'
type Said = { id: string; words: number }
type Turn = { id: string; n: number; speaker: SpeakerId; sentences: Said[] }
const names: Record<SpeakerId, string> = { zhou: 'Zhou', khiem: 'Khiem' }
const choices = { both: 'Both', zhou: 'Zhou', khiem: 'Khiem' } as const
const none: readonly string[] = []
const total = (said: readonly Said[]) => said.reduce((sum, one) => sum + one.words, 0)
const figure = new Intl.NumberFormat('en-US')

let asked: Promise<Turn[]> | undefined
/** The turns with the edition's own count of words, so that no second way of counting says something else. */
async function read(): Promise<Turn[]> {
  asked ??= fetch('/transcript.json').then(async (reply) => {
    if (!reply.ok) throw new Error('transcript')
    const { turns } = (await reply.json()) as {
      turns: { id: string; n: number; speaker: SpeakerId; paragraphs: { sentences: Said[] }[] }[]
    }
    return turns.map(({ id, n, speaker, paragraphs }) => ({
      id,
      n,
      speaker,
      sentences: paragraphs.flatMap(({ sentences }) => sentences),
    }))
  })
  try {
    return await asked
  } catch (error) {
    asked = undefined
    throw error
  }
}

/** How the talk is shared out, the turns by their length, and a choice that leaves one speaker in full ink. */
export function Body({ passage, leaves, goTo, scroller }: BodyProps) {
  const [turns, setTurns] = useState<readonly Turn[] | 'failed' | null>(null)
  const [only, setOnly] = useState<keyof typeof choices>(() => {
    const kept = chosen('speaker')
    return kept === 'zhou' || kept === 'khiem' ? kept : 'both'
  })
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    read().then(
      (all) =>
        setTurns(
          all
            .map((turn) => ({ ...turn, sentences: turn.sentences.filter(({ id }) => words(id)) }))
            .filter(({ sentences }) => sentences.length > 0),
        ),
      () => setTurns('failed'),
    )
  }, [])
  const dimmed = useMemo(
    () =>
      only === 'both'
        ? none
        : units()
            .filter((unit) => {
              const turn = unit.closest('.turn')
              return turn && turn.classList.contains('u') !== (only === 'khiem')
            })
            .map(idOf),
    [only],
  )
  useMark('dimmed', dimmed)
  useFollowingList(list, scroller, passage, turns)

  if (turns === 'failed') return <p>The figures did not load. Close this and open it again.</p>
  if (!turns) return <p className="mut">Opening…</p>
  const all = turns as readonly Turn[]
  const by = (['zhou', 'khiem'] as const).map((speaker) => {
    const his = all.filter((turn) => turn.speaker === speaker)
    const said = his.flatMap(({ sentences }) => sentences)
    return { speaker, turns: his.length, sentences: said.length, words: total(said) }
  })
  const allWords = by.reduce((sum, one) => sum + one.words, 0)
  const longest = Math.max(...all.map(({ sentences }) => total(sentences)))
  return (
    <>
      <fieldset className="choose stays">
        <legend className="label">Full ink for</legend>
        {Object.entries(choices).map(([value, label]) => (
          <label className="check" key={value}>
            <input
              type="radio"
              name="full-ink"
              checked={only === value}
              onChange={() => {
                setOnly(value as keyof typeof choices)
                keepChosen('speaker', value === 'both' ? null : value)
              }}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <table className="tbl">
        <caption>{leaves ? 'How the talk is shared out' : 'How the assigned sentences are shared out'}</caption>
        <thead>
          <tr>
            <th scope="col">Speaker</th>
            {['Turns', 'Sentences', 'Words', 'Share'].map((title) => (
              <th scope="col" className="fig" key={title}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {by.map((one) => (
            <tr key={one.speaker}>
              <th scope="row">{names[one.speaker]}</th>
              <td className="fig">{one.turns}</td>
              <td className="fig">{one.sentences}</td>
              <td className="fig">{figure.format(one.words)}</td>
              <td className="fig">{Math.round((one.words / allWords) * 100)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="label">Turn by turn, bars by words</p>
      <ol className="turnlist" ref={list}>
        {all.map((turn) => (
          <li key={turn.id} data-at={turn.sentences.map(({ id }) => id).join(' ')}>
            <button type="button" onClick={() => goTo({ at: turn.sentences[0]?.id ?? '' })}>
              <span className="num">{turn.n}</span> <span>{names[turn.speaker]}</span>
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" className={turn.speaker}>
                <rect width={((total(turn.sentences) / longest) * 100).toFixed(1)} height="8" />
              </svg>
              <span className="num">
                {figure.format(total(turn.sentences))}
                <span className="vh"> words</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </>
  )
}
