/**
 * Which methods each API address takes, looked up from the one table that lists them (lib/web/api.ts). The guard turns
 * everything else away before a handler sees it, so a route that is not in the table does not exist.
 */
export type ApiRoute = { method: string; path: string }

/** The methods that `path`, as sent, takes; null when no route has that shape. */
export type RouteTable = (path: string) => readonly string[] | null

type Branch = { named: Map<string, Branch>; any: Branch | null; methods: string[] }

const branch = (): Branch => ({ named: new Map(), any: null, methods: [] })

export function routeTable(routes: readonly ApiRoute[]): RouteTable {
  const root = branch()
  for (const { method, path } of routes) {
    let at = root
    for (const segment of path.split('/').slice(1)) {
      if (segment.startsWith('{')) at = at.any ??= branch()
      else {
        const next = at.named.get(segment) ?? branch()
        at.named.set(segment, next)
        at = next
      }
    }
    const upper = method.toUpperCase()
    if (!at.methods.includes(upper)) at.methods.push(upper)
    if (upper === 'GET' && !at.methods.includes('HEAD')) at.methods.push('HEAD')
  }
  return (path) => {
    const methods = methodsAt(root, path.split('/'), 1)
    return methods.length > 0 ? methods : null
  }
}

/** Both the named and the open branch are followed: `/notes/mine` and `/notes/{note}` may take different methods. */
function methodsAt(at: Branch, segments: readonly string[], index: number): readonly string[] {
  const segment = segments[index]
  if (segment === undefined) return at.methods
  if (segment === '') return []
  const named = at.named.get(segment)
  const fromNamed = named ? methodsAt(named, segments, index + 1) : []
  const fromAny = at.any ? methodsAt(at.any, segments, index + 1) : []
  if (fromNamed.length === 0) return fromAny
  return fromAny.length === 0 ? fromNamed : [...new Set([...fromNamed, ...fromAny])]
}
