import { sqliteKit } from '#lib/db/kit.ts'
import { defineTables } from '#lib/db/tables.ts'

export const {
  users,
  sessions,
  classes,
  classCodes,
  sections,
  memberships,
  rosterImports,
  links,
  contentRevisions,
  assignments,
  overrides,
  readingPlaces,
  predictions,
  attempts,
  answers,
  lateSaves,
  posts,
  postVersions,
  citations,
  inbox,
  audit,
  idempotency,
  throttles,
} = defineTables(sqliteKit)
