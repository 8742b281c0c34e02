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
      const boxes = [...column.querySelectorAll<HTMLElement>('.lifts')].flatMap((box) => {
        if (!lifted) box.style.top = ''
        const line = lifted && column.querySelector(`.s[data-s="${box.dataset.at ?? ''}"]`)?.getClientRects()[0]
        // A box counts its place from its turn, the order of the margin from the top of the text.
        const turn = (box.offsetParent ?? column).getBoundingClientRect().top - top
        return line && box.offsetHeight > 0 ? [{ box, at: line.top - top, turn }] : []
      })
      // In the order of their sentences: a prompt stands before the notes of its paragraph in the flow, not in the margin.
      for (const { box, at, turn } of boxes.toSorted((a, b) => a.at - b.at)) {
        const y = Math.max(free, at)
        box.style.top = `${y - turn}px`
        free = y + box.offsetHeight + GAP
      }
      // The last of them may reach below the text.
      column.style.minHeight = lifted && free > 0 ? `${free}px` : ''
    })
  }
  const sizes = new ResizeObserver(lay)
  const watch = () => {
    // The text too: letters that arrive late move every line below them.
    for (const box of column.querySelectorAll('.lifts, .turn, .dochead')) sizes.observe(box)
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
