import { fetchPage } from './fetch-page.ts'

/** The card of a person: who, office, one line, where else. It is a part of the static page /people, fetched once. */
export async function personCard(id: string): Promise<Node> {
  const found = (await fetchPage('/people')).getElementById(`card-${id}`)
  if (!found) throw new Error('no card')
  const copy = document.importNode(found, true)
  copy.removeAttribute('id')
  return copy
}
