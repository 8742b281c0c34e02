import type { Work } from '#lib/content/types.ts'

/** Works of a kind by their references. Two files may list the same work for their own sake; it is printed once. */
export function listed(works: readonly Work[], kind: Work['kind']): Work[] {
  const byReference = new Map<string, Work>()
  for (const work of works)
    if (work.kind === kind && !byReference.has(work.reference)) byReference.set(work.reference, work)
  const plain = ({ reference }: Work): string => reference.replace(/[^\p{L}\p{N} ]/gu, '')
  return [...byReference.values()].toSorted((a, b) => plain(a).localeCompare(plain(b), 'en'))
}
