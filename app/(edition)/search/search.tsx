'use client'
import {
  type ChangeEvent,
  type FormEvent,
  type MouseEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import {
  addressOf,
  asksNothing,
  type Facet,
  queryOf,
  search,
  type SearchAnswer,
  type SearchIndex,
  type SearchQuery,
  toggled,
} from '#lib/domain/text-search.ts'
import { Answer } from './answer.tsx'
import { Facets } from './facets.tsx'

/** Long enough that a fast hand does not make a page of history of each letter. */
const PAUSE_MS = 150

const askers = new Set<() => void>()
/** The address as the one place where the question is kept; a press shows at once, and Back is heard. */
const address = {
  subscribe: (listener: () => void) => {
    askers.add(listener)
    addEventListener('popstate', listener)
    return () => {
      askers.delete(listener)
      removeEventListener('popstate', listener)
    }
  },
  query: () => location.search,
  go: (to: string, how: 'push' | 'replace') => {
    if (how === 'push') history.pushState(null, '', to)
    else history.replaceState(null, '', to)
    for (const listener of askers) listener()
  },
}

/**
 * The form, and what answers it. The address holds the question. The server has answered the first one; once the list of
 * sentences has come, the browser answers the next ones, and until then, or when it never comes, the form asks the server.
 */
export function Search({
  values,
  first,
}: {
  values: SearchIndex['values']
  first: { query: SearchQuery; answer: SearchAnswer }
}) {
  const asked = useSyncExternalStore(address.subscribe, address.query, () =>
    addressOf(first.query).slice('/search'.length),
  )
  const query = useMemo(() => queryOf(new URLSearchParams(asked)), [asked])
  const [index, setIndex] = useState<SearchIndex | null>(null)
  const [typed, setTyped] = useState(query.words)
  const field = useRef<HTMLInputElement>(null)
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined)
  /** A run of letters is one step back, not one for each. */
  const isRun = useRef(false)

  const answer = useMemo(
    () => (index && addressOf(query) !== addressOf(first.query) ? search(index, query) : first.answer),
    [index, query, first],
  )

  const ask = (next: SearchQuery, how: 'push' | 'replace' = 'push') => {
    clearTimeout(typing.current)
    const to = addressOf(next)
    if (!index) location.assign(to)
    else if (to !== addressOf(query)) address.go(to, how)
  }
  const askOnce = (next: SearchQuery) => {
    isRun.current = false
    setTyped(next.words)
    ask(next)
  }

  // Typed or ticked before the scripts arrived: it stands in the page alone, and the next render would take it away.
  useLayoutEffect(() => {
    const fields = [...new FormData(field.current!.form!)].flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    )
    const early = queryOf(new URLSearchParams(fields))
    const known = queryOf(new URLSearchParams(location.search))
    if (early.words !== known.words) setTyped(early.words)
    if (addressOf({ ...early, words: known.words }) !== addressOf(known)) location.assign(addressOf(early))
  }, [])
  useEffect(() => {
    const gone = new AbortController()
    fetch('/search.json', { signal: gone.signal })
      .then(async (reply) => {
        if (!reply.ok) return
        setIndex((await reply.json()) as SearchIndex)
        // What was typed while the list was on its way is answered by it.
        const [now, words] = [queryOf(new URLSearchParams(location.search)), field.current?.value.trim()]
        if (words !== undefined && words !== now.words) address.go(addressOf({ ...now, words }), 'push')
      })
      .catch(() => {
        /* without the list the form asks the server */
      })
    const onBack = () => {
      clearTimeout(typing.current)
      isRun.current = false
      setTyped(queryOf(new URLSearchParams(location.search)).words)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target
      if (target instanceof HTMLInputElement && target.type === 'search') return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    addEventListener('popstate', onBack)
    document.addEventListener('keydown', onKey)
    return () => {
      gone.abort()
      clearTimeout(typing.current)
      removeEventListener('popstate', onBack)
      document.removeEventListener('keydown', onKey)
    }
  }, [])

  const onType = (event: ChangeEvent<HTMLInputElement>) => {
    const words = event.currentTarget.value
    setTyped(words)
    clearTimeout(typing.current)
    if (!index) return
    typing.current = setTimeout(() => {
      ask({ ...query, words: words.trim() }, isRun.current ? 'replace' : 'push')
      isRun.current = true
    }, PAUSE_MS)
  }
  const onSubmit = (event: FormEvent) => {
    if (!index) return
    event.preventDefault()
    askOnce({ ...query, words: typed.trim() })
  }
  const onLink = (event: MouseEvent<HTMLAnchorElement>, next: SearchQuery) => {
    if (!index || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    askOnce(next)
  }
  const onToggle = (facet: Facet, value: string) => askOnce(toggled({ ...query, words: typed.trim() }, facet, value))

  return (
    <div className="search">
      <form
        className="searchform"
        action="/search"
        role="search"
        aria-label="Search the text"
        // A browser that puts old ticks back on a reload would pass them off as newly made.
        autoComplete="off"
        onSubmit={onSubmit}
      >
        <div className="ask-words">
          <label htmlFor="q">Words</label>
          <div className="line">
            <input
              className="input"
              id="q"
              name="q"
              type="search"
              ref={field}
              value={typed}
              onChange={onType}
              maxLength={200}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              aria-describedby="q-hint"
              aria-keyshortcuts="/"
            />
            <button type="submit" className="btn go">
              Search
            </button>
          </div>
          <p className="hint" id="q-hint">
            A word also finds longer ones that begin with it. “Words in quotation marks” stand exactly so. Accents and
            capitals make no difference.{' '}
            <span className="keyhint">
              Press <kbd>/</kbd> to come back here.
            </span>
          </p>
          <label className="check">
            <input
              type="checkbox"
              name="whole"
              checked={query.whole}
              onChange={() => askOnce({ ...query, words: typed.trim(), whole: !query.whole })}
            />
            <span>Whole words only</span>
          </label>
        </div>
        <Facets values={values} query={query} counts={answer.counts} onToggle={onToggle} />
      </form>
      <section className="found" aria-label="What was found">
        <Answer values={values} query={query} answer={answer} onLink={onLink} isEmpty={asksNothing(query)} />
      </section>
    </div>
  )
}
