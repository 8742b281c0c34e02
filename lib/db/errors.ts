import { Refusal } from '#lib/domain/errors.ts'

type DriverError = { code?: unknown; message?: unknown; cause?: DriverError }

const chainOf = (error: unknown): DriverError[] => {
  const chain: DriverError[] = []
  for (let one = error as DriverError | undefined; one && chain.length < 5; one = one.cause) chain.push(one)
  return chain
}
const UNIQUE = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505'])
const REPLAYABLE = new Set(['40001', '40P01'])

/** Unique violations of either engine become `conflict`; everything else passes through. */
export const mapDriverError = (error: unknown): unknown =>
  chainOf(error).some((one) => UNIQUE.has(String(one.code))) ? new Refusal('conflict') : error

/** PostgreSQL's serialization failures and deadlocks, which a transaction body survives by being run again. */
export const isReplayable = (error: unknown): boolean => chainOf(error).some((one) => REPLAYABLE.has(String(one.code)))
