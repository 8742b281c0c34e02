import { Refusal } from '#lib/domain/errors.ts'

type DriverError = { code?: unknown; message?: unknown; cause?: DriverError }

const chainOf = (error: unknown): DriverError[] => {
  const chain: DriverError[] = []
  for (let one = error as DriverError | undefined; one && chain.length < 5; one = one.cause) chain.push(one)
  return chain
}
const UNIQUE = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505'])
const REPLAYABLE = new Set(['40001', '40P01'])
/**
 * The disk is full or fails, somebody else holds the file, or PostgreSQL is gone for a while, ends, or is a standby that
 * has not taken over yet: the same may be sent again.
 */
const PASSING = /^(SQLITE_(BUSY|FULL|IOERR)|(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[1-3]|08...|25006|53[123]00)$)/
const LOST = /^Connection terminated/
const COME_BACK_SECONDS = 3

export const isBusy = (error: unknown): boolean =>
  chainOf(error).some((one) => String(one.code).startsWith('SQLITE_BUSY'))

/** Unique violations of either engine become `conflict`, what may pass `unavailable`; everything else passes through. */
export const mapDriverError = (error: unknown): unknown => {
  const chain = chainOf(error)
  if (chain.some((one) => UNIQUE.has(String(one.code)))) return new Refusal('conflict')
  if (chain.some((one) => PASSING.test(String(one.code)) || LOST.test(String(one.message))))
    return new Refusal('unavailable', { seconds: COME_BACK_SECONDS })
  return error
}

/** PostgreSQL's serialization failures and deadlocks, which a transaction body survives by being run again. */
export const isReplayable = (error: unknown): boolean => chainOf(error).some((one) => REPLAYABLE.has(String(one.code)))
