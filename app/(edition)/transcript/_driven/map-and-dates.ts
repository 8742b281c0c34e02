/**
 * The map and the calendar beside the text. Loaded when somebody first asks for them. Both are the figures of /places
 * and /timeline, fetched once; reading lights what the sentences in view name, mean or tell, and pressing a mark moves
 * the reading to its sentences, one after the other.
 */
import { citeName } from '../../../_ui/citation.ts'
import type { Reading } from './reading.ts'
import '../../places/figure.css'
import '../../timeline/figure.css'
import './driven.css'

/** Something with sentences: `mark` is shared by a dot and the name under it, so that both go on where the other stopped. */
type Named = { mark: string; text: string; at: string[] }
type Figures = { map: Element; calendar: Element; places: Named[]; events: Named[] }

let figures: Promise<Figures> | undefined

async function pageAt(path: string): Promise<Document> {
  const reply = await fetch(path)
  if (!reply.ok) throw new Error(path)
  return new DOMParser().parseFromString(await reply.text(), 'text/html')
}

const idsOf = (element: Element): string[] => (element.getAttribute('data-at') ?? '').split(' ').filter(Boolean)

async function read(): Promise<Figures> {
  const [placesPage, timelinePage] = await Promise.all([pageAt('/places'), pageAt('/timeline')])
  const map = placesPage.querySelector('figure.map')
  const calendar = timelinePage.querySelector('figure.calendar')
  if (!map || !calendar) throw new Error('figures')
  return {
    map,
    calendar,
    places: [...placesPage.querySelectorAll<HTMLElement>('[data-place][data-at]')].map((row) => ({
      mark: `place ${row.id}`,
      text: `${row.textContent ?? ''}${row.dataset.place === 'implied' ? ', meant' : ''}`,
      at: idsOf(row),
    })),
    events: [...calendar.querySelectorAll<HTMLElement>('a[data-mark][data-at]')].map((mark) => ({
      mark: `event ${mark.dataset.mark ?? ''}`,
      text: mark.getAttribute('aria-label') ?? '',
      at: idsOf(mark),
    })),
  }
}

async function figuresOnce(): Promise<Figures> {
  figures ??= read()
  try {
    return await figures
  } catch (error) {
    figures = undefined
    throw error
  }
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  made.className = className
  made.append(...inside)
  return made
}

function button(words: string, className: string): HTMLButtonElement {
  const made = element('button', className, words)
  made.type = 'button'
  return made
}

/** Brings what is lit into the middle of a frame that scrolls, without moving the page. */
function bringIntoFrame(frame: Element, lit: readonly Element[]) {
  const first = lit[0]
  if (!first || frame.clientHeight === 0) return
  const box = frame.getBoundingClientRect()
  const boxes = lit.map((one) => one.getBoundingClientRect())
  const middle = (from: 'left' | 'top', to: 'right' | 'bottom', size: number): number => {
    const [start, end] = [Math.min(...boxes.map((one) => one[from])), Math.max(...boxes.map((one) => one[to]))]
    // What does not fit is centered on the first, which is nearest to the middle of the reading.
    const own = first.getBoundingClientRect()
    return end - start <= size ? (start + end) / 2 : (own[from] + own[to]) / 2
  }
  frame.scrollBy({
    left: middle('left', 'right', box.width) - (box.left + box.width / 2),
    top: middle('top', 'bottom', box.height) - (box.top + box.height / 2),
    behavior: 'instant',
  })
}

/**
 * Fills `host`, whose frame, title and way to close are others' business, and follows `reading` until the returned
 * function is called. Where the page is not to be left (`leaves` is false), marks without a sentence here lead nowhere.
 */
export function mountMapAndDates(host: HTMLElement, reading: Reading, leaves: boolean): () => void {
  let gone = false
  let stop = () => {}
  host.replaceChildren(element('p', 'mut', 'Opening…'))
  figuresOnce().then(
    (found) => {
      if (!gone) stop = show(host, reading, found, leaves)
    },
    () => {
      if (gone) return
      const link = (href: string, words: string) => {
        const made = element('a', '', words)
        made.href = href
        return made
      }
      host.replaceChildren(
        element(
          'p',
          '',
          'The map and the dates did not load. They are also pages: ',
          link('/places', 'places'),
          ', ',
          link('/timeline', 'timeline'),
          '.',
        ),
      )
    },
  )
  return () => {
    gone = true
    stop()
    host.replaceChildren()
  }
}

function show(
  host: HTMLElement,
  reading: Reading,
  { map: mapAsFetched, calendar: calendarAsFetched, places, events }: Figures,
  leaves: boolean,
): () => void {
  const map = document.importNode(mapAsFetched, true)
  const calendar = document.importNode(calendarAsFetched, true)
  const here = new Set([...document.querySelectorAll<HTMLElement>('#document .s')].map((unit) => unit.dataset.s ?? ''))
  if (!leaves)
    for (const mark of [map, calendar].flatMap((figure) => [...figure.querySelectorAll('a[href]')]))
      if (!idsOf(mark).some((id) => here.has(id))) mark.removeAttribute('href')
  const mapFrame = map.querySelector('.mapbox') ?? map
  const calendarFrame = element('div', 'calendarbox')
  const drawing = calendar.querySelector('svg')
  if (drawing) {
    drawing.replaceWith(calendarFrame)
    calendarFrame.append(drawing)
  }

  const namesHere = element('ul', 'inview')
  namesHere.setAttribute('aria-label', 'Places in the sentences in view')
  const toldHere = element('ul', 'inview told')
  toldHere.setAttribute('aria-label', 'Events in the sentences in view')
  const said = element('p', 'vh')
  said.setAttribute('role', 'status')

  const sections = [
    { name: 'Map', body: element('section', 'part', map, namesHere) },
    { name: 'Dates', body: element('section', 'part', calendar, toldHere) },
  ]
  for (const { name, body } of sections) body.setAttribute('aria-label', name)
  // Where there is no room for both, one of them shows.
  const choice = element('p', 'seg which')
  const choose = (name: string) => {
    host.dataset.shows = name
    for (const one of choice.querySelectorAll('button'))
      one.setAttribute('aria-pressed', String(one.textContent === name))
    light()
  }
  for (const { name, body } of sections) {
    body.dataset.part = name
    const one = button(name, '')
    one.addEventListener('click', () => choose(name))
    choice.append(one)
  }

  const dots = [...map.querySelectorAll<HTMLElement>('[data-mark]')]
  const marks = [...calendarFrame.querySelectorAll<HTMLElement>('[data-mark]')]
  let inView: string[] = []
  let lastLit = ''

  const list = (into: HTMLElement, named: readonly Named[], none: string) => {
    // A button that is in use keeps its place in the page, and with it the focus.
    const old = new Map([...into.querySelectorAll('button')].map((one) => [one.dataset.mark, one.parentElement]))
    into.replaceChildren(
      ...named.map(({ mark, text, at }) => {
        const kept = old.get(mark)
        if (kept) return kept
        const one = button(text, 'link')
        one.dataset.mark = mark
        one.dataset.at = at.join(' ')
        return element('li', '', one)
      }),
      ...(named.length === 0 ? [element('li', 'mut', none)] : []),
    )
  }

  const light = () => {
    const seen = new Set(inView)
    const isHere = ({ at }: { at: string[] }) => at.some((id) => seen.has(id))
    const firstAt = (at: string[]) => inView.findIndex((id) => at.includes(id))
    const fromMiddle = (at: string[]) =>
      Math.min(...inView.flatMap((id, i) => (at.includes(id) ? [Math.abs(i - (inView.length - 1) / 2)] : [])))
    const nearest = (all: readonly HTMLElement[]) =>
      all.filter(isLit).toSorted((a, b) => fromMiddle(idsOf(a)) - fromMiddle(idsOf(b)))
    const litPlaces = places.filter(isHere).toSorted((a, b) => firstAt(a.at) - firstAt(b.at))
    const litEvents = events.filter(isHere)
    const lit = [...litPlaces, ...litEvents].map(({ mark }) => mark).join('|') + (host.dataset.shows ?? '')
    if (lit === lastLit) return
    lastLit = lit
    for (const mark of [...dots, ...marks]) mark.classList.toggle('now', isHere({ at: idsOf(mark) }))
    const focused = document.activeElement
    list(namesHere, litPlaces, 'The sentences in view name no place.')
    list(toldHere, litEvents, 'The sentences in view rest on no dated event.')
    if (focused instanceof HTMLElement && host.contains(focused)) focused.focus({ preventScroll: true })
    bringIntoFrame(mapFrame, nearest(dots))
    bringIntoFrame(calendarFrame, nearest(marks))
  }
  const isLit = (mark: Element) => mark.classList.contains('now')

  let went: { mark: string; step: number } | null = null
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.metaKey || event.ctrlKey || event.shiftKey) return
    const pressed = event.target.closest<HTMLElement>('[data-mark]')
    if (!pressed) return
    const at = idsOf(pressed).filter((id) => here.has(id))
    if (at.length === 0) return
    event.preventDefault()
    const mark = pressed.closest('svg')
      ? `${pressed.closest('.map') ? 'place' : 'event'} ${pressed.dataset.mark ?? ''}`
      : (pressed.dataset.mark ?? '')
    const step: number = went?.mark === mark ? (went.step + 1) % at.length : 0
    went = { mark, step }
    const id = at[step] ?? ''
    reading.goTo(id)
    const words = (pressed.getAttribute('aria-label') ?? pressed.textContent ?? '').split(':')[0] ?? ''
    said.textContent = `${words}: ${citeName(id)}${at.length > 1 ? `, ${step + 1} of ${at.length}. Press again for the next.` : '.'}`
  }

  host.classList.add('driven')
  host.replaceChildren(choice, ...sections.map(({ body }) => body), said)
  host.addEventListener('click', onClick)
  // Until the text names a place, the one that it names most.
  bringIntoFrame(
    mapFrame,
    dots.toSorted((a, b) => idsOf(b).length - idsOf(a).length),
  )
  choose('Map')
  const leave = reading.onMove((ids) => {
    inView = ids
    light()
  })
  return () => {
    leave()
    host.removeEventListener('click', onClick)
    host.classList.remove('driven')
    delete host.dataset.shows
  }
}
