import { citeName } from '../../_ui/citation.ts'
import { keepPlace } from './kept-on-device.ts'
import { byId, order, speakerOf, topSentence, units, words } from './text-on-page.ts'

/**
 * As the page moves: the bar says where the reader is, the strip shows what is in view, and after a rest the place is kept
 * on this device. Returns what takes it all down.
 */
export function followScroll(article: HTMLElement, keepsPlace: boolean): () => void {
  let frame = 0
  let saving: ReturnType<typeof setTimeout> | undefined
  const total = Number(article.dataset.total) || article.querySelectorAll('.turn .s').length
  const onScroll = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      const id = topSentence()
      const section = words(id)?.closest<HTMLElement>('.turn')
      const turnLine = byId('pos-turn')
      const sentenceLine = byId('pos-sentence')
      if (turnLine && sentenceLine) {
        turnLine.textContent = section ? `Turn ${section.id.slice(1)}, ${speakerOf(id) ?? ''}` : 'The document'
        sentenceLine.textContent = section ? `${citeName(id)} of ${total}` : `${total} sentences`
      }
      const view = byId('edge-view')
      const frameBox = view?.closest('svg')?.getBoundingClientRect()
      if (view && frameBox && frameBox.height > 0) {
        const first = Math.max(0, order(id) - 10)
        const all = units().slice(10)
        let last = first
        while (last < total - 1 && (all[last + 1]?.getBoundingClientRect().top ?? Infinity) < innerHeight) last += 1
        view.setAttribute('y', ((first / total) * frameBox.height).toFixed(1))
        view.setAttribute('height', ((Math.max(1, last - first + 1) / total) * frameBox.height).toFixed(1))
      }
      clearTimeout(saving)
      if (section && keepsPlace) saving = setTimeout(() => keepPlace(id), 800)
    })
  }

  const edge = document.querySelector<SVGElement>('.edge svg')
  const onEdge = (event: MouseEvent) => {
    if (!edge) return
    const frameBox = edge.getBoundingClientRect()
    const n = Math.min(total, Math.max(1, Math.ceil(((event.clientY - frameBox.top) / frameBox.height) * total)))
    words(`s${n}`)?.scrollIntoView({ block: 'center' })
  }

  addEventListener('scroll', onScroll, { passive: true })
  addEventListener('resize', onScroll)
  edge?.addEventListener('click', onEdge)
  onScroll()
  return () => {
    removeEventListener('scroll', onScroll)
    removeEventListener('resize', onScroll)
    edge?.removeEventListener('click', onEdge)
    clearTimeout(saving)
    cancelAnimationFrame(frame)
  }
}
