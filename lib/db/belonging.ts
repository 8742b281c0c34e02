import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Kit } from './kit.ts'

export type Named = { id: AnySQLiteColumn }
export type Belonging = ReturnType<typeof belonging>

/** The columns that say what a row belongs to: it goes when its owner goes. Each call makes one, for one table. */
export function belonging(k: Kit, owners: Record<'user' | 'class' | 'assignment', () => Named>) {
  const goesWith = (owner: () => Named) =>
    k
      .text()
      .notNull()
      .references(() => owner().id, { onDelete: 'cascade' })
  return {
    ofUser: () => goesWith(owners.user),
    ofClass: () => goesWith(owners.class),
    ofAssignment: () => goesWith(owners.assignment),
  }
}
