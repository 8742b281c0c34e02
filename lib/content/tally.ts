/** How often each kind comes, under names such as `crux:uncertain`. */
export const tally = (prefix: string, kinds: readonly string[]): Record<string, number> =>
  kinds.reduce<Record<string, number>>(
    (sum, kind) => ({ ...sum, [`${prefix}:${kind}`]: (sum[`${prefix}:${kind}`] ?? 0) + 1 }),
    {},
  )
