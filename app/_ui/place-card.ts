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
    // Beside its line, but higher where its foot would leave the window, and never above the window's own top.
    const inView = innerHeight - 16 - card.offsetHeight
    const top = Math.min(at.top - 6, Math.max(64, inView))
    card.style.top = `${Math.max(0, Math.min(top - column.top, column.height - card.offsetHeight))}px`
    return
  }
  const hidden = line.getBoundingClientRect().bottom + 16 - card.getBoundingClientRect().top
  if (hidden > 0) scrollBy({ top: hidden })
}
