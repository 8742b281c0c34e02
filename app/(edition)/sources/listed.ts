import type { Work } from '#lib/content/types.ts'

/** Works of a kind by their references. */
export function listed(works: readonly Work[], kind: Work['kind']): Work[] {
  const plain = ({ reference }: Work): string => reference.replace(/[^\p{L}\p{N} ]/gu, '')
  return works.filter((work) => work.kind === kind).toSorted((a, b) => plain(a).localeCompare(plain(b), 'en'))
}
