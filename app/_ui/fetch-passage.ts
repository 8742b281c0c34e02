import type { PassageUnit } from './passage.tsx'

let page: Promise<PassageUnit[]> | undefined

/** Every unit of the transcript, read from its own static page, once. The page is the text's one public form in HTML. */
async function read(): Promise<PassageUnit[]> {
  const reply = await fetch('/transcript')
  if (!reply.ok) throw new Error('transcript')
  const text = new DOMParser().parseFromString(await reply.text(), 'text/html')
  for (const added of text.querySelectorAll('.corr')) added.remove()
  return [...text.querySelectorAll<HTMLElement>('#document .s')].map((unit) => {
    const turn = unit.closest('.turn')
    return {
      id: unit.dataset.s ?? '',
      text: unit.textContent ?? '',
      turn: turn?.id ?? null,
      speaker: turn ? (turn.classList.contains('u') ? 'khiem' : 'zhou') : null,
    }
  })
}

async function all(): Promise<PassageUnit[]> {
  page ??= read()
  try {
    return await page
  } catch (error) {
    page = undefined
    throw error
  }
}

export async function fetchPassage(from: string, to: string, around = 0): Promise<PassageUnit[]> {
  const units = await all()
  const first = units.findIndex(({ id }) => id === from)
  const last = units.findIndex(({ id }) => id === to)
  return first < 0 || last < first ? [] : units.slice(Math.max(0, first - around), last + 1 + around)
}
