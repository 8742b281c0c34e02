/** The thread of lib/db/file-check.ts: reads every page of a file, with a connection of its own, and says what is wrong. */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/** One damaged page often breaks many; the first few say where. */
const TOLD = 3

const raw = new Database(workerData as string, { readonly: true, fileMustExist: true })
const verdicts = raw.prepare(`PRAGMA quick_check(${TOLD})`).pluck().all() as string[]
raw.close()
const lines = verdicts
  .flatMap((verdict) => verdict.split('\n'))
  .filter((line) => line !== 'ok' && !line.startsWith('***'))
parentPort!.postMessage(lines.slice(0, TOLD))
