const pages = new Map<string, Promise<Document>>()

async function read(address: string): Promise<Document> {
  const reply = await fetch(address)
  if (!reply.ok) throw new Error(`${address}: ${reply.status}`)
  return new DOMParser().parseFromString(await reply.text(), 'text/html')
}

/** A finished page of this site as a document, fetched once; one that failed is asked for again. */
export async function fetchPage(address: string): Promise<Document> {
  const page = pages.get(address) ?? read(address)
  pages.set(address, page)
  try {
    return await page
  } catch (error) {
    pages.delete(address)
    throw error
  }
}
