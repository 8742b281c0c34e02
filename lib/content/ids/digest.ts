import { createHash } from 'node:crypto'

/** A short stable digest of what something means: keys sorted, white space folded by the caller. */
export function digest(value: unknown): string {
  return createHash('sha256')
    .update(
      JSON.stringify(value, (_key, inner: unknown) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
          : inner,
      ),
    )
    .digest('hex')
    .slice(0, 16)
}
