import type { Verdict } from '#lib/domain/judge.ts'

/** The sentences that settle an item: lit in the passage beside its verdict. */
export const litIn = (verdict: Verdict): string[] => [
  ...new Set(
    verdict.kind === 'select'
      ? verdict.accepted
      : [
          ...(verdict.explanation?.cites ?? []),
          ...verdict.rows.flatMap((row) => row.cites),
          ...verdict.options.flatMap((option) => (option.correct ? option.cites : [])),
        ].map(({ at }) => at),
  ),
]
