/**
 * Lifts the notes into the margin, each beside its sentence and none over another: a note that finds its place taken
 * stands below the one before. Returns what takes it all down.
 */
export function liftIntoMargin(column: HTMLElement): () => void {
  const GAP = 14
  let frame = 0
  const lay = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      const wide = matchMedia('(min-width: 74.01rem)').matches
      const panel = document.querySelector('.beside .panel') !== null
      const lifted = wide && !panel
      column.toggleAttribute('data-lifted', lifted)
      const top = column.getBoundingClientRect().top
      let free = 0
      for (const box of column.querySelectorAll<HTMLElement>('.lifts')) {
        if (!lifted) {
          box.style.top = ''
          continue
        }
        const line = column.querySelector(`.s[data-s="${box.dataset.at ?? ''}"]`)?.getClientRects()[0]
        if (!line || box.offsetHeight === 0) continue
        const y = Math.max(free, line.top - top)
        box.style.top = `${y}px`
        free = y + box.offsetHeight + GAP
      }
      // The last of them may reach below the text.
      column.style.minHeight = lifted && free > 0 ? `${free}px` : ''
    })
  }
  const sizes = new ResizeObserver(lay)
  const watch = () => {
    for (const box of column.querySelectorAll('.lifts')) sizes.observe(box)
    lay()
  }
  const changes = new MutationObserver(watch)
  changes.observe(column, { childList: true, subtree: true })
  const beside = document.getElementById('beside')
  if (beside) changes.observe(beside, { childList: true })
  addEventListener('resize', lay)
  watch()
  return () => {
    cancelAnimationFrame(frame)
    sizes.disconnect()
    changes.disconnect()
    removeEventListener('resize', lay)
  }
}
