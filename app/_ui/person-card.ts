let page: Promise<Document> | undefined

/** The card of a person: who, office, one line, where else. It is a part of the static page /people, fetched once. */
export async function personCard(id: string): Promise<Node> {
  page ??= fetch('/people').then(async (reply) => {
    if (!reply.ok) throw new Error('people')
    return new DOMParser().parseFromString(await reply.text(), 'text/html')
  })
  try {
    const found = (await page).getElementById(`card-${id}`)
    if (!found) throw new Error('no card')
    const copy = document.importNode(found, true)
    copy.removeAttribute('id')
    return copy
  } catch (error) {
    page = undefined
    throw error
  }
}
