import type { listRoster } from '#lib/features/manage-roster/manage-roster.ts'

export type Roster = Awaited<ReturnType<typeof listRoster>>
export type Member = Roster['members'][number]
