/**
 * Looks through a SQLite file for damage while the process goes on: a page that was scribbled over is better found before
 * anybody writes beside it. Receipts and audit trails are not compared here; `npm run verify` does that.
 */
import { Worker } from 'node:worker_threads'
import { isBeingChecked } from './condition.ts'

/** What is wrong with the file, a line for each thing; none where its pages are whole. */
export function checkFile(file: string): Promise<string[]> {
  isBeingChecked(true)
  return new Promise<string[]>((resolve) => {
    const worker = new Worker(new URL('look-through.ts', import.meta.url), { workerData: file })
    worker.once('message', resolve)
    // What cannot even be read to the end is damaged too.
    worker.once('error', (error) => resolve([(error as Error).message]))
  }).finally(() => isBeingChecked(false))
}
