/** Dates of a whole class moved to other days: the same hours on the wall, as many days later as the first of them is. */
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { daysBetween, shiftWall, wallOf } from '#lib/domain/zone.ts'

export type Walls = { opens?: string; due?: string; closes?: string }

export const wallsOf = (one: Assignment): Walls => ({
  ...(one.opensAt ? { opens: wallOf(one.opensAt, one.zone) } : {}),
  ...(one.dueAt ? { due: wallOf(one.dueAt, one.zone) } : {}),
  ...(one.closesAt ? { closes: wallOf(one.closesAt, one.zone) } : {}),
})

/** The earliest day of all; null where nothing has a date. */
export const firstDay = (all: readonly Walls[]): string | null =>
  all
    .flatMap((walls) => Object.values(walls))
    .map((wall) => wall.slice(0, 10))
    .toSorted()[0] ?? null

export const moved = (walls: Walls, from: string, to: string): Walls =>
  Object.fromEntries(
    Object.entries(walls).map(([which, wall]) => [which, shiftWall(wall, daysBetween(from, to))] as const),
  )
