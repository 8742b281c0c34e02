'use client'
import { type ComponentType, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { citeAddress, citeName } from '../../_ui/citation.ts'
import { placeCard } from '../../_ui/place-card.ts'
import type { PanelProps } from './_tools/panel.tsx'
import { followScroll } from './follow-scroll.ts'
import { chosen, isOn, keepChosen, keepSwitch, keptPlace } from './kept-on-device.ts'
import { NameCard } from './name-card.tsx'
import { citationOf, SentenceActions, type SentenceCard } from './sentence-card.tsx'
import {
  addressed,
  byId,
  idOf,
  order,
  type Passage,
  passageFrom,
  topSentence,
  units,
  unitsOf,
  wash,
  words,
} from './text-on-page.ts'

type Card = SentenceCard | { kind: 'person'; id: string }
type OpenTool = { id: string; takesFocus: boolean }

/** What a page of a class adds to the reader; the public transcript adds nothing, and stores nothing. */
export type OwnActions = {
  /** Stands in the card of a sentence, above citing. */
  inCard: (passage: Passage, card: { change: (passage: Passage) => void }) => ReactNode
  /** Letter keys for the sentence one is at; one that answers `open` opens its card. */
  keys: Record<string, (passage: Passage) => void | 'open'>
  opened: (reader: { open: (passage: Passage) => void; say: (text: string) => void }) => void
  closed: () => void
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio)$/.test((target as HTMLInputElement).type)))

const say = (text: string) => {
  const line = byId('reader-said')
  if (line) line.textContent = text
}
const toolsMenu = () => {
  const menu = byId('tools')
  return menu instanceof HTMLDetailsElement ? menu : null
}
const closeTools = () => {
  const menu = toolsMenu()
  if (menu) menu.open = false
}

/**
 * What the transcript does beyond being read: the action row of a sentence, name cards, the place, the switches, the keys,
 * and the panel beside the text. The text is the server's own HTML and stays so; this reads it and never re-renders it.
 * `address` is the page that it stands on: only the transcript's own page remembers a place on the device, and only from
 * there do the tools lead elsewhere. A tool's code and data come when it is first used.
 */
export function Reader({ address = '/transcript', actions }: { address?: string; actions?: OwnActions }) {
  const own = address === '/transcript'
  const [card, setCard] = useState<Card | null>(null)
  const [tool, setTool] = useState<OpenTool | null>(null)
  const [passage, setPassage] = useState<Passage | null>(null)
  const [Panel, setPanel] = useState<ComponentType<PanelProps> | null>(null)
  const box = useRef<HTMLElement>(null)
  const opener = useRef<HTMLElement | null>(null)
  const panelOpener = useRef<HTMLElement | null>(null)
  const now = useRef({ card, tool, passage })
  const focusNext = useRef(false)
  const added = useRef(actions)
  useEffect(() => {
    added.current = actions
  })
  // Listeners are put up once and read what is open when they run; a key pressed as soon as a card shows finds it open.
  useLayoutEffect(() => {
    now.current = { card, tool, passage }
  }, [card, tool, passage])

  const close = useCallback((returnFocus: boolean) => {
    setCard(null)
    added.current?.closed()
    // Focus first: a numeral that only shows while it is marked can take the focus now, and stays in sight while it has it.
    if (returnFocus) opener.current?.focus({ preventScroll: true })
    opener.current = null
    // A panel that steps back into its place still speaks of the sentence.
    if (now.current.tool) return
    wash(null)
    setPassage(null)
  }, [])

  /** Makes a passage the current one, which an open panel follows. */
  const choose = useCallback(
    (next: Passage) => {
      wash(next)
      setPassage(next)
      history.replaceState(history.state, '', citeAddress(next.at, next.to).replace('/transcript', address))
    },
    [address],
  )

  const openSentence = useCallback(
    (next: Passage, from: HTMLElement | null, focus: boolean) => {
      closeTools()
      choose(next)
      opener.current = from
      focusNext.current = focus
      setCard({ kind: 'sentence', ...next, extending: false, citing: false, copied: null })
    },
    [choose],
  )
  /** A panel takes the place of the card: then the sentence is chosen, and the card waits until it is asked for. */
  const comeTo = useCallback(
    (next: Passage, from: HTMLElement | null) => {
      if (!now.current.tool || now.current.card?.kind === 'sentence') openSentence(next, from, false)
      else {
        setCard(null)
        choose(next)
      }
    },
    [choose, openSentence],
  )

  const openPerson = useCallback((id: string, from: HTMLElement) => {
    closeTools()
    opener.current = from
    focusNext.current = true
    setCard({ kind: 'person', id })
  }, [])

  const closePanel = useCallback((returnFocus: boolean) => {
    setTool(null)
    keepChosen('panel', null)
    const from = panelOpener.current
    panelOpener.current = null
    const to = from?.isConnected ? from : toolsMenu()?.querySelector('summary')
    // A numeral can take the focus only while it shows; with the focus it goes on showing.
    if (to?.matches('.n')) to.classList.add('at')
    if (returnFocus) to?.focus({ preventScroll: true })
    wash(null)
    setPassage(null)
  }, [])

  const openPanel = useCallback((id: string, takesFocus: boolean) => {
    const menu = toolsMenu()
    const from = document.activeElement
    if (!now.current.tool)
      panelOpener.current =
        from instanceof HTMLElement && byId('document')?.contains(from)
          ? from
          : (menu?.querySelector('summary') ?? null)
    closeTools()
    keepChosen('panel', id)
    import('./_tools/panel.tsx').then(
      (module) => {
        setPanel(() => module.Panel)
        setCard(null)
        setTool({ id, takesFocus })
      },
      () => {
        now.current = { ...now.current, tool: null }
        say('The panel did not load. Try once more.')
      },
    )
  }, [])

  const copy = useCallback(async (what: 'citation' | 'link', { at, to }: Passage) => {
    try {
      await navigator.clipboard.writeText(
        what === 'link' ? `${location.origin}${citeAddress(at, to)}` : citationOf({ at, to }),
      )
      say(what === 'link' ? 'Link copied' : `Citation of ${citeName(at, to)} copied`)
      setCard((current) => (current?.kind === 'sentence' ? { ...current, copied: what } : current))
    } catch {
      // A browser that keeps the clipboard to itself still shows the words, ready to be selected.
      setCard((current) => (current?.kind === 'sentence' ? { ...current, citing: true } : current))
    }
  }, [])

  // The card stands beside its line where there is a margin; a sheet at the foot of the window elsewhere (CSS decides).
  const place = useCallback(() => {
    const open = now.current.card
    if (box.current && open) placeCard(box.current, open.kind === 'sentence' ? words(open.at) : opener.current)
  }, [])
  useEffect(() => {
    const element = box.current
    if (!element || !card) return
    placeCard(element, card.kind === 'sentence' ? words(card.at) : opener.current)
    if (focusNext.current) {
      focusNext.current = false
      element.focus({ preventScroll: true })
    }
  }, [card])

  useEffect(() => {
    for (const entry of document.querySelectorAll<HTMLElement>('#tools [data-tool]'))
      entry.setAttribute('aria-expanded', String(entry.dataset.tool === tool?.id))
  }, [tool])

  useEffect(() => {
    const article = byId('document')
    if (!article) return
    article.dataset.reader = 'on'

    const tools = toolsMenu()
    const shows = [...(tools?.querySelectorAll<HTMLInputElement>('input[id]:not([id=brackets-printed])') ?? [])]
    for (const input of shows) {
      if (isOn(input.id)) input.checked = true
      else if (input.checked) keepSwitch(input.id, true)
    }
    const onSwitch = () => {
      for (const input of shows) keepSwitch(input.id, input.checked)
    }
    const nextBrackets = () => {
      const states = [...(tools?.querySelectorAll<HTMLInputElement>('input[name=brackets]') ?? [])]
      const next = states[(states.findIndex((state) => state.checked) + 1) % states.length]
      if (!next) return
      next.checked = true
      onSwitch()
      say(`Brackets: ${next.closest('label')?.textContent ?? ''}`)
    }

    const goOn = byId('go-on')
    const kept = keptPlace()
    if (goOn && kept && !location.hash && words(kept)) {
      const link = document.createElement('a')
      link.href = `#${kept}`
      link.textContent = `Go on at ${citeName(kept)}`
      goOn.replaceChildren(link, ', where you stopped. Kept on this device only.')
      goOn.hidden = false
    }

    const fromAddress = () => {
      const named = addressed()
      // In a class's reading an address is where to go on, not a sentence to act upon.
      if (!named) return
      if (!own) {
        wash(named)
        return
      }
      comeTo(named, byId(named.at))
      words(named.at)?.scrollIntoView({ block: named.at === named.to ? 'center' : 'start' })
    }

    const here = () => now.current.passage ?? { at: topSentence(), to: topSentence() }
    const go = (unit: HTMLElement | null | undefined) => {
      if (!unit) return
      const id = idOf(unit)
      const numeral = byId(id)
      comeTo({ at: id, to: id }, numeral)
      unit.scrollIntoView({ block: 'center' })
      numeral?.focus({ preventScroll: true })
    }
    const step = (by: number) => {
      const all = units()
      const from = now.current.passage
      const current = from ? order(by > 0 ? from.to : from.at) : order(topSentence()) - (by > 0 ? 1 : 0)
      go(all[Math.min(all.length - 1, Math.max(0, current + by))])
    }
    const turn = (by: number) => {
      const turns = [...document.querySelectorAll<HTMLElement>('#document .turn')]
      const at = turns.findIndex((section) => section.contains(words(here().at)))
      go(turns[Math.min(turns.length - 1, Math.max(0, at + by))]?.querySelector<HTMLElement>('.s'))
    }
    /** The card of whoever the current sentence names; pressed again, of the next one. */
    const nextName = () => {
      const at = here()
      const names = unitsOf(at).flatMap((unit) => [...unit.querySelectorAll<HTMLElement>('[data-person]')])
      const ids = [...new Set(names.map((name) => name.dataset.person ?? ''))]
      const open = now.current.card
      const id = ids[open?.kind === 'person' ? (ids.indexOf(open.id) + 1) % ids.length : 0]
      if (!id) return say(`Nobody is named in ${citeName(at.at, at.to)}`)
      wash(at)
      setPassage(at)
      openPerson(id, byId(at.at) ?? article)
    }
    const showKeys = () => {
      if (!tools) return
      tools.open = true
      byId('keys')?.focus()
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
      if (target.closest('a:not(.n), button:not(.n), summary, form, .card, .pnotes')) return
      const numeral = target.closest<HTMLElement>('.n')
      const unit = numeral ? words(numeral.id) : target.closest<HTMLElement>('.s')
      if (!unit || (!numeral && !getSelection()?.isCollapsed)) return
      if (numeral) event.preventDefault()
      const id = idOf(unit)
      const { card: open } = now.current
      if (open?.kind === 'sentence' && (open.extending || event.shiftKey)) {
        openSentence(
          order(id) < order(open.at) ? { at: id, to: open.at } : { at: open.at, to: id },
          byId(open.at),
          false,
        )
        return
      }
      // `detail` is 0 when a key pressed the link: then the row takes the focus, as a keyboard expects.
      if (numeral) openSentence({ at: id, to: id }, numeral, event.detail === 0)
      else comeTo({ at: id, to: id }, byId(id))
    }

    const keys: Record<string, () => void> = {
      j: () => step(1),
      k: () => step(-1),
      '[': () => turn(-1),
      ']': () => turn(1),
      c: () => {
        if (now.current.passage) void copy('citation', now.current.passage)
      },
      b: nextBrackets,
      e: nextName,
      w: () => (now.current.tool?.id === 'claims' ? closePanel(true) : openPanel('claims', true)),
      '?': showKeys,
      ...(own && { '/': () => location.assign('/search') }),
    }
    const onOwnKey = (act: OwnActions['keys'][string]) => {
      const at = here()
      if (act(at) === 'open') openSentence(at, byId(at.at), false)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (event.key === 'Escape') {
        if (tools?.open) {
          tools.open = false
          tools.querySelector('summary')?.focus()
        } else if (now.current.card) close(true)
        else if (now.current.tool) closePanel(true)
        return
      }
      if (typing(event.target) || shows.some(({ id, checked }) => id === 'no-keys' && checked)) return
      const key = event.key.toLowerCase()
      const own = added.current?.keys[key]
      const run = own ? () => onOwnKey(own) : keys[key]
      if (!run) return
      event.preventDefault()
      run()
    }

    const onToggle = () => {
      if (tools?.open) close(false)
    }
    const onTool = (event: MouseEvent) => {
      const entry = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tool]') : null
      const id = entry?.dataset.tool
      if (!id || event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      if (now.current.tool?.id !== id) openPanel(id, true)
      else {
        closeTools()
        closePanel(true)
      }
    }

    added.current?.opened({
      open: (next) => {
        openSentence(passageFrom(next.at, next.to), byId(next.at), false)
        words(next.at)?.scrollIntoView({ block: 'center' })
      },
      say,
    })
    article.addEventListener('click', onClick, true)
    document.addEventListener('keydown', onKey)
    addEventListener('hashchange', fromAddress)
    tools?.addEventListener('toggle', onToggle)
    tools?.addEventListener('change', onSwitch)
    tools?.addEventListener('click', onTool, true)
    const unfollow = followScroll(article, own)
    const open = chosen('panel')
    if (open) {
      openPanel(open, false)
      // The address that the page was opened with finds the place of the card taken.
      now.current = { ...now.current, tool: { id: open, takesFocus: false } }
    }
    fromAddress()
    return () => {
      unfollow()
      article.removeEventListener('click', onClick, true)
      document.removeEventListener('keydown', onKey)
      removeEventListener('hashchange', fromAddress)
      tools?.removeEventListener('toggle', onToggle)
      tools?.removeEventListener('change', onSwitch)
      tools?.removeEventListener('click', onTool, true)
      wash(null)
    }
  }, [close, closePanel, comeTo, copy, openPanel, openPerson, openSentence, own])

  const goTo = useCallback(
    (next: { at: string; to?: string }) => {
      setCard(null)
      choose(passageFrom(next.at, next.to))
      words(next.at)?.scrollIntoView({ block: 'center' })
    },
    [choose],
  )

  const beside = tool && byId('beside')
  return (
    <>
      {card && (
        <aside
          className={card.kind === 'sentence' ? 'card act' : 'card'}
          ref={box}
          tabIndex={-1}
          aria-label={card.kind === 'sentence' ? `Actions for ${citeName(card.at, card.to)}` : 'Name card'}
          key={card.kind === 'person' ? card.id : 'sentence'}
        >
          {card.kind === 'sentence' ? (
            <SentenceActions
              card={card}
              change={setCard}
              copy={(what, of) => void copy(what, of)}
              close={() => close(true)}
              openPerson={(id) => openPerson(id, byId(card.at) ?? document.body)}
              showsUses={own}
              grown={place}
              more={actions?.inCard(card, {
                change: (next) => {
                  choose(next)
                  setCard({ ...card, ...next })
                },
              })}
            />
          ) : (
            <NameCard id={card.id} close={() => close(true)} grown={place} />
          )}
        </aside>
      )}
      {beside &&
        Panel &&
        createPortal(
          <Panel
            key={tool.id}
            id={tool.id}
            takesFocus={tool.takesFocus}
            away={card !== null}
            passage={passage}
            leaves={own}
            goTo={goTo}
            act={(of, from) => openSentence(of, from, true)}
            close={closePanel}
            say={say}
          />,
          beside,
        )}
    </>
  )
}
