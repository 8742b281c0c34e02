'use client'
import Link from 'next/link'
import { useCallback, useEffect, useRef, useState } from 'react'
import { citationText, citeAddress, citeName } from '../../_ui/citation.ts'
import { placeCard } from '../../_ui/place-card.ts'
import { personCard } from '../../_ui/person-card.ts'
import { ReferenceButtons } from '../../_ui/reference-buttons.tsx'
import { type SentenceUse, sentenceUses } from '../../_ui/sentence-uses.ts'

/** What cites the sentence `at`; null until the list has come, or when it did not. */
type Uses = { at: string; list: SentenceUse[] | null }

type Card =
  | { kind: 'sentence'; at: string; to: string; extending: boolean; citing: boolean; copied: string | null }
  | { kind: 'person'; id: string; body: Node | null; failed: boolean }

const switches = ['show-numbers', 'show-brackets', 'show-corrections', 'no-keys'] as const
const placeKey = 'xh:place'
const switchKey = 'xh:shows'

const byId = (id: string) => document.getElementById(id)
const words = (id: string) => document.querySelector<HTMLElement>(`.s[data-s="${id}"]`)
const units = () => [...document.querySelectorAll<HTMLElement>('#document .s')]
const idOf = (element: HTMLElement) => element.dataset.s ?? ''
const order = (id: string) => units().findIndex((unit) => idOf(unit) === id)
/** Whoever speaks to their computer, or types by accident, can turn the single keys off. */
const noKeys = () => (byId('no-keys') as HTMLInputElement | null)?.checked === true
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && (target as HTMLInputElement).type !== 'checkbox'))

/** Storage may be refused (private windows, policies): the page then forgets, and reads as well. */
function keep(key: string, value: string) {
  try {
    localStorage.setItem(key, value)
  } catch {
    /* see above */
  }
}
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** `/transcript?to=s147#s143` → the ids it names, when the page has them. */
function addressed(): { at: string; to: string } | null {
  const at = decodeURIComponent(location.hash.slice(1))
  if (!words(at)) return null
  const to = new URLSearchParams(location.search).get('to')
  return { at, to: to && words(to) && order(to) > order(at) ? to : at }
}

function wash(at: string | null, to: string | null) {
  for (const old of document.querySelectorAll('.s.cur')) old.classList.remove('cur')
  for (const old of document.querySelectorAll('.n.at')) old.classList.remove('at')
  if (!at || !to) return
  const all = units()
  for (const unit of all.slice(order(at), order(to) + 1)) unit.classList.add('cur')
  byId(at)?.classList.add('at')
  byId(to)?.classList.add('at')
}

const speakerOf = (id: string) => {
  const turn = words(id)?.closest('.turn')
  return turn ? (turn.classList.contains('u') ? 'Khiem' : 'Zhou') : undefined
}
const passageSpeaker = (at: string, to: string) => {
  const both = new Set(
    units()
      .slice(order(at), order(to) + 1)
      .map((unit) => speakerOf(idOf(unit))),
  )
  return both.size === 1 ? speakerOf(at) : [...both].filter(Boolean).join(' and ')
}

/**
 * What the transcript does beyond being read: the action row of a sentence, name cards, the place, the switches and the
 * keys. The text is the server's own HTML and stays so; this reads it and never re-renders it. `address` is the page that it
 * stands on: only the transcript's own page remembers a place on the device.
 */
export function Reader({ address = '/transcript' }: { address?: string }) {
  const [card, setCard] = useState<Card | null>(null)
  const [uses, setUses] = useState<Uses | null>(null)
  const box = useRef<HTMLElement>(null)
  const personBody = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLElement | null>(null)
  const now = useRef<Card | null>(null)
  const focusNext = useRef(false)
  // Listeners are put up once and read the card that is open when they run.
  useEffect(() => {
    now.current = card
  }, [card])

  const say = (text: string) => {
    const line = byId('reader-said')
    if (line) line.textContent = text
  }

  const close = useCallback((returnFocus: boolean) => {
    setCard(null)
    // Focus first: a numeral that only shows while it is marked can take the focus now, and stays in sight while it has it.
    if (returnFocus) opener.current?.focus({ preventScroll: true })
    wash(null, null)
    opener.current = null
  }, [])

  const openSentence = useCallback(
    (at: string, to: string, from: HTMLElement | null, focus: boolean) => {
      const tools = byId('tools')
      if (tools instanceof HTMLDetailsElement) tools.open = false
      wash(at, to)
      opener.current = from
      focusNext.current = focus
      setCard({ kind: 'sentence', at, to, extending: false, citing: false, copied: null })
      history.replaceState(history.state, '', citeAddress(at, to).replace('/transcript', address))
    },
    [address],
  )

  const openPerson = useCallback((id: string, from: HTMLElement) => {
    const tools = byId('tools')
    if (tools instanceof HTMLDetailsElement) tools.open = false
    opener.current = from
    focusNext.current = true
    setCard({ kind: 'person', id, body: null, failed: false })
    personCard(id).then(
      (body) =>
        setCard((current) => (current?.kind === 'person' && current.id === id ? { ...current, body } : current)),
      () =>
        setCard((current) =>
          current?.kind === 'person' && current.id === id ? { ...current, failed: true } : current,
        ),
    )
  }, [])

  const copy = useCallback(async (what: 'citation' | 'link', at: string, to: string) => {
    const text =
      what === 'link'
        ? `${location.origin}${citeAddress(at, to)}`
        : citationText({ at, to, speaker: passageSpeaker(at, to), origin: location.origin })
    try {
      await navigator.clipboard.writeText(text)
      say(what === 'link' ? 'Link copied' : `Citation of ${citeName(at, to)} copied`)
      setCard((current) => (current?.kind === 'sentence' ? { ...current, copied: what } : current))
    } catch {
      // A browser that keeps the clipboard to itself still shows the words, ready to be selected.
      setCard((current) => (current?.kind === 'sentence' ? { ...current, citing: true } : current))
    }
  }, [])

  // The card stands beside its line where there is a margin; a sheet at the foot of the window elsewhere (CSS decides).
  useEffect(() => {
    const element = box.current
    if (!element || !card) return
    const anchor = card.kind === 'sentence' ? words(card.at) : opener.current
    placeCard(element, anchor)
    if (card.kind === 'person' && personBody.current && card.body && !personBody.current.hasChildNodes())
      personBody.current.replaceChildren(card.body)
    if (focusNext.current) {
      focusNext.current = false
      element.focus({ preventScroll: true })
    }
  }, [card, uses])

  // The list of uses grows with the essays, so it is no part of the page: the first card that opens asks for it.
  const usesOf = address === '/transcript' && card?.kind === 'sentence' ? card.at : null
  useEffect(() => {
    if (!usesOf) return
    let gone = false
    const show = (list: SentenceUse[] | null) => {
      if (!gone) setUses({ at: usesOf, list })
    }
    sentenceUses(usesOf).then(show, () => show(null))
    return () => {
      gone = true
    }
  }, [usesOf])

  useEffect(() => {
    const article = byId('document')
    if (!article) return
    article.dataset.reader = 'on'

    const stored = new Set((kept(switchKey) ?? '').split(' '))
    const boxes = switches.map((id) => byId(id)).filter((element) => element instanceof HTMLInputElement)
    for (const input of boxes) if (stored.has(input.id)) input.checked = true
    const onSwitch = () =>
      keep(
        switchKey,
        boxes
          .filter((input) => input.checked)
          .map((input) => input.id)
          .join(' '),
      )

    const goOn = byId('go-on')
    const place = kept(placeKey)
    if (goOn && place && !location.hash && words(place)) {
      const link = document.createElement('a')
      link.href = `#${place}`
      link.textContent = `Go on at ${citeName(place)}`
      goOn.replaceChildren(link, ', where you stopped. Kept on this device only.')
      goOn.hidden = false
    }

    const fromAddress = () => {
      const named = addressed()
      // In a class's reading an address is where to go on, not a sentence to act upon.
      if (!named) return
      if (address !== '/transcript') {
        wash(named.at, named.to)
        return
      }
      openSentence(named.at, named.to, byId(named.at), false)
      const first = words(named.at)
      if (first) first.scrollIntoView({ block: named.at === named.to ? 'center' : 'start' })
    }

    const step = (by: number) => {
      const all = units()
      const current =
        now.current?.kind === 'sentence'
          ? order(by > 0 ? now.current.to : now.current.at)
          : order(topSentence()) - (by > 0 ? 1 : 0)
      const next = all[Math.min(all.length - 1, Math.max(0, current + by))]
      if (next) go(idOf(next))
    }
    const go = (id: string) => {
      const numeral = byId(id)
      openSentence(id, id, numeral, false)
      words(id)?.scrollIntoView({ block: 'center' })
      numeral?.focus({ preventScroll: true })
    }
    const turn = (by: number) => {
      const at = now.current?.kind === 'sentence' ? now.current.at : topSentence()
      const turns = [...document.querySelectorAll<HTMLElement>('#document .turn')]
      const here = turns.findIndex((section) => section.contains(words(at)))
      const next = turns[Math.min(turns.length - 1, Math.max(0, here + by))]?.querySelector<HTMLElement>('.s')
      if (next) go(idOf(next))
    }

    const onClick = (event: MouseEvent) => {
      const target = event.target
      if (!(target instanceof Element) || event.defaultPrevented || event.metaKey || event.ctrlKey) return
      const name = target.closest<HTMLElement>('a.e[data-person]')
      if (name) {
        event.preventDefault()
        event.stopPropagation()
        openPerson(name.dataset.person ?? '', name)
        return
      }
      if (target.closest('a:not(.n), button, summary, .card')) return
      const numeral = target.closest<HTMLElement>('a.n')
      const unit = numeral ? words(numeral.id) : target.closest<HTMLElement>('.s')
      if (!unit || (!numeral && !getSelection()?.isCollapsed)) return
      if (numeral) event.preventDefault()
      const id = idOf(unit)
      const current = now.current
      if (current?.kind === 'sentence' && (current.extending || event.shiftKey)) {
        const [at, to] = order(id) < order(current.at) ? [id, current.at] : [current.at, id]
        openSentence(at, to, byId(at), false)
        return
      }
      // `detail` is 0 when a key pressed the link: then the row takes the focus, as a keyboard expects.
      openSentence(id, id, byId(id), event.detail === 0)
    }

    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
      if (event.key === 'Escape') {
        const tools = byId('tools')
        if (now.current) close(true)
        else if (tools instanceof HTMLDetailsElement && tools.open) {
          tools.open = false
          tools.querySelector('summary')?.focus()
        }
      } else if (noKeys()) return
      else if (event.key === 'j' || event.key === 'J') step(1)
      else if (event.key === 'k' || event.key === 'K') step(-1)
      else if (event.key === '[') turn(-1)
      else if (event.key === ']') turn(1)
      else if ((event.key === 'c' || event.key === 'C') && now.current?.kind === 'sentence')
        void copy('citation', now.current.at, now.current.to)
    }

    const topSentence = () => {
      const all = units()
      const line = 72
      let low = 0
      let high = all.length - 1
      while (low < high) {
        const middle = (low + high) >> 1
        if ((all[middle]?.getBoundingClientRect().bottom ?? 0) < line) low = middle + 1
        else high = middle
      }
      const unit = all[low]
      return unit ? idOf(unit) : 'h1'
    }

    let frame = 0
    let saving: ReturnType<typeof setTimeout> | undefined
    const total = Number(article.dataset.total) || article.querySelectorAll('.turn .s').length
    const onScroll = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        const id = topSentence()
        const section = words(id)?.closest<HTMLElement>('.turn')
        const turnLine = byId('pos-turn')
        const sentenceLine = byId('pos-sentence')
        if (turnLine && sentenceLine) {
          turnLine.textContent = section ? `Turn ${section.id.slice(1)}, ${speakerOf(id) ?? ''}` : 'The document'
          sentenceLine.textContent = section ? `${citeName(id)} of ${total}` : `${total} sentences`
        }
        const view = byId('edge-view')
        const frameBox = view?.closest('svg')?.getBoundingClientRect()
        if (view && frameBox && frameBox.height > 0) {
          const first = Math.max(0, order(id) - 10)
          const all = units().slice(10)
          let last = first
          while (last < total - 1 && (all[last + 1]?.getBoundingClientRect().top ?? Infinity) < innerHeight) last += 1
          view.setAttribute('y', ((first / total) * frameBox.height).toFixed(1))
          view.setAttribute('height', ((Math.max(1, last - first + 1) / total) * frameBox.height).toFixed(1))
        }
        clearTimeout(saving)
        if (section && address === '/transcript') saving = setTimeout(() => keep(placeKey, id), 800)
      })
    }

    const edge = document.querySelector<SVGElement>('.edge svg')
    const onEdge = (event: MouseEvent) => {
      if (!edge) return
      const frameBox = edge.getBoundingClientRect()
      const n = Math.min(total, Math.max(1, Math.ceil(((event.clientY - frameBox.top) / frameBox.height) * total)))
      words(`s${n}`)?.scrollIntoView({ block: 'center' })
    }
    const tools = byId('tools')
    const onTools = () => {
      if (tools instanceof HTMLDetailsElement && tools.open) close(false)
    }

    article.addEventListener('click', onClick, true)
    document.addEventListener('keydown', onKey)
    addEventListener('scroll', onScroll, { passive: true })
    addEventListener('resize', onScroll)
    addEventListener('hashchange', fromAddress)
    edge?.addEventListener('click', onEdge)
    tools?.addEventListener('toggle', onTools)
    for (const input of boxes) input.addEventListener('change', onSwitch)
    fromAddress()
    onScroll()
    return () => {
      article.removeEventListener('click', onClick, true)
      document.removeEventListener('keydown', onKey)
      removeEventListener('scroll', onScroll)
      removeEventListener('resize', onScroll)
      removeEventListener('hashchange', fromAddress)
      edge?.removeEventListener('click', onEdge)
      tools?.removeEventListener('toggle', onTools)
      for (const input of boxes) input.removeEventListener('change', onSwitch)
      clearTimeout(saving)
      cancelAnimationFrame(frame)
      wash(null, null)
    }
  }, [address, close, copy, openPerson, openSentence])

  if (!card) return null
  if (card.kind === 'person') {
    return (
      <aside className="card" ref={box} tabIndex={-1} aria-label="Name card" key={card.id}>
        <button className="x" type="button" onClick={() => close(true)}>
          Close <kbd>Esc</kbd>
        </button>
        {card.failed ? (
          <p>
            The card did not load. <a href={`/people/${card.id}`}>Open the page of this person</a>
          </p>
        ) : (
          !card.body && <p className="mut">Opening…</p>
        )}
        <div ref={personBody} />
      </aside>
    )
  }
  const { at, to } = card
  const marks = [...(words(at)?.querySelectorAll<HTMLElement>('.br, .slip') ?? [])].map((mark) => ({
    text: mark.querySelector('.sic')?.textContent ?? mark.textContent ?? '',
    corr: mark.querySelector<HTMLElement>('.corr')?.dataset.corr,
    note: mark.dataset.note ?? '',
  }))
  const named = new Map(
    [...(words(at)?.querySelectorAll<HTMLElement>('[data-person]') ?? [])].map((name) => [
      name.dataset.person ?? '',
      name.textContent ?? '',
    ]),
  )
  return (
    <aside className="card act" ref={box} tabIndex={-1} aria-label={`Actions for ${citeName(at, to)}`}>
      <header>
        <h2>{citeName(at, to).replace(/^./, (letter) => letter.toUpperCase())}</h2>
        <button className="x" type="button" onClick={() => close(true)}>
          Close <kbd>Esc</kbd>
        </button>
      </header>
      <p className="row">
        <button
          type="button"
          className="tool"
          aria-expanded={card.citing}
          onClick={() => {
            setCard({ ...card, citing: !card.citing })
            void copy('citation', at, to)
          }}
        >
          {card.copied === 'citation' ? 'Copied' : 'Cite'}
        </button>
        <button type="button" className="tool" onClick={() => void copy('link', at, to)}>
          {card.copied === 'link' ? 'Copied' : 'Copy link'}
        </button>
        {at !== 'end' && (
          <button
            type="button"
            className="tool"
            aria-pressed={card.extending}
            onClick={() => setCard({ ...card, extending: !card.extending })}
          >
            Extend
          </button>
        )}
      </p>
      {card.extending && <p className="hint">Press the sentence where the passage ends.</p>}
      {card.citing && (
        <>
          <p className="citation">
            {citationText({ at, to, speaker: passageSpeaker(at, to), origin: location.origin })}
          </p>
          <ReferenceButtons at={at} to={to} speaker={passageSpeaker(at, to)} />
        </>
      )}
      {marks.map((mark, i) => (
        <p className="hint" key={i}>
          <span className="br on">{mark.text}</span> {mark.corr !== undefined && `Read “${mark.corr}”. `}
          {mark.note}
        </p>
      ))}
      {named.size > 0 && (
        <p className="named">
          <span>Named here</span>
          {[...named].map(([id, name]) => (
            <button type="button" key={id} className="link" onClick={() => openPerson(id, byId(at) ?? document.body)}>
              {name}
            </button>
          ))}
        </p>
      )}
      {address === '/transcript' && (
        <div className="used">
          <h3>Used in</h3>
          <UsedIn uses={uses?.at === at ? uses : null} />
        </div>
      )}
    </aside>
  )
}

function UsedIn({ uses }: { uses: Uses | null }) {
  if (!uses) return <p className="hint">Opening…</p>
  if (!uses.list) {
    return (
      <p className="hint">
        The list did not load.{' '}
        <Link href="/transcript/uses" prefetch={false}>
          Where the sentences are used
        </Link>
      </p>
    )
  }
  if (uses.list.length === 0) return <p className="hint">Nothing on this site cites this sentence yet.</p>
  return (
    <ul>
      {uses.list.map((use) => (
        <li key={use.href + use.title}>
          <a href={use.href}>{use.title}</a>
        </li>
      ))}
    </ul>
  )
}
