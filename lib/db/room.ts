/** The room on the disk of the database: a save that finds none is refused. */
import { statfsSync } from 'node:fs'

/** What the file system says of itself, in blocks; `bavail` is what is left to anybody but root. */
export type Disk = { blocks: number; bfree: number; bavail: number; bsize: number }

const SCARCE = 0.05
/** A twentieth of a large disk is room for years. */
const PLENTY = 5 * 1024 ** 3

/** Null where there is no such file, as with a database in memory. */
export function diskOf(file: string): Disk | null {
  try {
    return statfsSync(file)
  } catch {
    return null
  }
}

export const freeBytes = ({ bavail, bsize }: Disk): number => bavail * bsize

export function isNearlyFull(disk: Disk): boolean {
  const used = disk.blocks - disk.bfree
  return disk.bavail < SCARCE * (used + disk.bavail) && freeBytes(disk) < PLENTY
}
