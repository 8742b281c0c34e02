/**
 * Puts a card beside the line it belongs to. On wide screens the card is absolute in the margin of its column; on narrow
 * ones it is a fixed sheet, and the page only scrolls as far as keeps the line above it: the text is never covered.
 */
export function placeCard(card: HTMLElement, line: Element | null) {
  card.style.top = ''
  if (!line) return
  const at = line.getClientRects()[0] ?? line.getBoundingClientRect()
  if (getComputedStyle(card).position === 'absolute') {
    const column = card.offsetParent?.getBoundingClientRect()
    if (!column) return
    const lowest = column.height - card.offsetHeight
    card.style.top = `${Math.max(0, Math.min(at.top - column.top - 6, lowest))}px`
    return
  }
  const hidden = line.getBoundingClientRect().bottom + 16 - card.getBoundingClientRect().top
  if (hidden > 0) scrollBy({ top: hidden })
}
