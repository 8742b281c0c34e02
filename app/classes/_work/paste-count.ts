/**
 * How much was pasted into a box, counted where it is pasted and sent with the post alone. The device keeps two numbers
 * and which draft they belong to, never a word. What was partly written where nobody counted (another device, a page
 * before its scripts) is not known, and stays so: that is not the same as nothing pasted.
 */
import type { Tally } from '#lib/domain/pasted.ts'

type Kept = Tally & {
  /** The draft that was sent last: the server has this one, or the one before where the answer got lost. */
  seq: number
}
type Device = Pick<Storage, 'getItem' | 'setItem'>

/** Kept in place of a count that will never be known again. */
const LOST = 'lost'
const folded = (text: string): string => text.replaceAll('\r\n', '\n')

export class PasteCount {
  private kept: Kept | null = null
  /** What was last taken out of the box itself: putting one's own words elsewhere is not counted. */
  private own = ''
  private isDraggedWithin = false
  private readonly key: string
  private readonly seq: number
  private readonly device: () => Device

  /** `seq` is the stored draft's, 0 where there is none yet. */
  constructor(key: string, seq: number, device: () => Device) {
    this.key = key
    this.device = device
    this.seq = seq
  }

  /** Takes up what an earlier visit left on this device. */
  start(): void {
    const { seq } = this
    const left = this.read()
    if (left === LOST) this.kept = null
    else if (left && (seq === left.seq || seq === left.seq - 1)) this.kept = left
    else this.kept = seq === 0 ? { seq, pastes: 0, characters: 0 } : null
  }

  /** Null where not all of the writing was seen. */
  get tally(): Tally | null {
    return this.kept && { pastes: this.kept.pastes, characters: this.kept.characters }
  }

  came(text: string): void {
    const words = folded(text)
    const characters = words.length
    if (!this.kept || characters === 0 || words === this.own) return
    this.keep({ ...this.kept, pastes: this.kept.pastes + 1, characters: this.kept.characters + characters })
  }

  took(text: string): void {
    if (text) this.own = folded(text)
  }

  dragged(isWithin: boolean): void {
    this.isDraggedWithin = isWithin
  }

  dropped(text: string): void {
    if (!this.isDraggedWithin) this.came(text)
    this.isDraggedWithin = false
  }

  /** A draft of this number goes to the server. */
  sends(seq: number): void {
    if (this.kept) this.keep({ ...this.kept, seq })
  }

  /** Something in the box was written where nobody counted. */
  lost(): void {
    this.kept = null
    this.write(JSON.stringify(LOST))
  }

  private keep(kept: Kept): void {
    this.kept = kept
    this.write(JSON.stringify(kept))
  }

  private write(text: string): void {
    try {
      this.device().setItem(this.key, text)
    } catch {
      // Where the device keeps nothing, the count holds for as long as the page is open.
    }
  }

  private read(): Kept | typeof LOST | null {
    try {
      return JSON.parse(this.device().getItem(this.key) ?? 'null') as Kept | typeof LOST | null
    } catch {
      return null
    }
  }
}
