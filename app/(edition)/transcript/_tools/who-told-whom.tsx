'use client'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Rung, ToldClaim } from '../../claims/told.ts'
import { Ladder } from '../../claims/ladder.tsx'
import { citeName, runsOf } from '../../../_ui/citation.ts'
import { Cite } from '../../../_ui/cite.tsx'
import { speakerName } from '../../../_ui/figures.ts'
import { isOn, keepSwitch } from '../kept-on-device.ts'
import { idOf, units, words } from '../text-on-page.ts'
import { idsOf, useFollowingList } from './follow-text.ts'
import { useMark } from './marks.ts'
import type { BodyProps } from './body-props.ts'
import { useChips } from './pressed-entry.ts'

const FIRST_HAND = 'only-first-hand'
const none: readonly string[] = []

let asked: Promise<ToldClaim[]> | undefined
async function read(): Promise<ToldClaim[]> {
  asked ??= fetch('/claims.json').then(async (reply) => {
    if (!reply.ok) throw new Error('claims')
    return ((await reply.json()) as { claims: ToldClaim[] }).claims
  })
  try {
    return await asked
  } catch (error) {
    asked = undefined
    throw error
  }
}

/** A class's reading may leave out sentences that a ladder cites: there is no going to them from there. */
const withinPage = (rung: Rung): Rung => ({ ...rung, cites: rung.cites.filter(({ at }) => words(at)) })

/** The claims of the talk, each with its ladder of mouths; and, by a switch, only what the speakers witnessed. */
export function Body({ passage, leaves, goTo, scroller }: BodyProps) {
  const [claims, setClaims] = useState<readonly ToldClaim[] | 'failed' | null>(null)
  const [onlyFirstHand, setOnlyFirstHand] = useState(() => isOn(FIRST_HAND))
  const [picked, setPicked] = useState<{ id: string; by: string } | null>(null)
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    read().then(
      (all) => setClaims(all.filter(({ at }) => at.some((id) => words(id)))),
      () => setClaims('failed'),
    )
  }, [])
  const all = useMemo(
    () =>
      Array.isArray(claims)
        ? (claims as readonly ToldClaim[]).filter(({ firstHand }) => firstHand || !onlyFirstHand)
        : null,
    [claims, onlyFirstHand],
  )

  const here = idsOf(passage)
  const touching = all?.filter(({ at }) => at.some((id) => here.includes(id))) ?? []
  const by = passage ? `${passage.at}-${passage.to}` : ''
  const open =
    picked?.by === by ? all?.find(({ id }) => id === picked.id) : touching.length === 1 ? touching[0] : undefined

  useMark(
    'concerned',
    useMemo(() => all?.flatMap(({ at }) => at) ?? none, [all]),
  )
  useMark('singled', open?.at ?? none)
  const leftOut = useMemo(() => {
    if (!onlyFirstHand || !all) return none
    const witnessed = new Set(all.flatMap(({ at }) => at))
    return units()
      .map(idOf)
      .filter((id) => !witnessed.has(id))
  }, [onlyFirstHand, all])
  useMark('dimmed', leftOut)
  useFollowingList(list, scroller, passage, open ?? all)
  useChips(list, goTo)
  useEffect(() => {
    if (open) scroller.current?.scrollTo({ top: 0 })
  }, [open, scroller])

  const pick = (claim: ToldClaim) => {
    const run = runsOf(claim.at.filter((id) => words(id)))[0]
    if (!run) return
    setPicked({ id: claim.id, by: `${run.at}-${run.to ?? run.at}` })
    goTo(run)
  }

  if (claims === 'failed') return <p>The claims did not load. Close this and open it again.</p>
  if (!all) return <p className="mut">Opening…</p>
  return (
    <div ref={list}>
      <label className="check stays">
        <input
          type="checkbox"
          checked={onlyFirstHand}
          onChange={({ target }) => {
            setOnlyFirstHand(target.checked)
            keepSwitch(FIRST_HAND, target.checked)
          }}
        />
        <span>Only what the speaker says he witnessed</span>
      </label>
      {open ? (
        <>
          <h3>{open.title}</h3>
          <p className="small mut">
            {open.mouths}, before the note-taker. {open.certainty}.{' '}
            {runsOf(open.at.filter((id) => words(id))).map(({ at, to }) => (
              <span key={at}>
                <Cite at={at} to={to} speaker={open.speaker} />{' '}
              </span>
            ))}
          </p>
          <Ladder rungs={leaves ? open.ladder : open.ladder.map(withinPage)} leads={leaves} />
          <p className="row">
            <button type="button" className="tool" onClick={() => setPicked({ id: '', by })}>
              {onlyFirstHand ? `All ${all.length} first-hand claims` : `All ${all.length} claims`}
            </button>
            {leaves && (
              <a href={`/claims/${open.id}`} className="tool">
                What other sources say
              </a>
            )}
          </p>
        </>
      ) : (
        <>
          <p className="small mut">
            {passage && touching.length === 0
              ? `No claim is listed at ${citeName(passage.at, passage.to)}. Underlined sentences make one.`
              : 'The underlined sentences make a claim. Choose one to see through whose mouths it came.'}
          </p>
          <ol className="picks">
            {all.map((claim) => (
              <li key={claim.id} data-at={claim.at.join(' ')}>
                <button type="button" onClick={() => pick(claim)}>
                  <b>{claim.title}</b>
                  <span>
                    {speakerName[claim.speaker]}. {claim.mouths}. {claim.certainty}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  )
}
