import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { editionRoot } from '#lib/content/reading/files.ts'
import { LOCK_FILE, compareWithLock, extendLock, readLock } from '#lib/content/ids/lock.ts'
import { loadEdition } from '#lib/content/load.ts'
import { formatProblem } from '#lib/content/reading/problems.ts'
import type { Problem } from '#lib/content/reading/problems.ts'

/** Adds new ids to content/ids.lock.json. It never changes or drops one: a withdrawn id gets a tombstone, by hand. */
const root = editionRoot()
const { edition, problems, ids, textCounts } = loadEdition(root)
const refused: Problem[] = [...problems]
const lock = readLock({ root, report: (file, line, message) => refused.push({ file, line, message }) })
if (edition && lock) {
  for (const [name, count] of Object.entries(textCounts)) {
    if (lock.counts[name] !== count)
      refused.push({
        file: LOCK_FILE,
        line: 1,
        message: `the lock counts ${lock.counts[name] ?? 0} for ${name}, the transcript has ${count}`,
      })
  }
  // Against the lock as it will be: a new id is no fault here, and a raised revision is what keeps the one before it.
  compareWithLock(ids, extendLock(ids, lock, textCounts), ({ file, line }, message) =>
    refused.push({ file, line, message }),
  )
}
if (refused.length > 0) {
  for (const problem of refused) console.error(formatProblem(problem))
  console.error('Nothing written: mend these first.')
  process.exitCode = 1
} else {
  const file = path.join(root, LOCK_FILE)
  const next = `${JSON.stringify(extendLock(ids, lock, textCounts), null, 1)}\n`
  const added = ids.filter(({ id }) => !lock || !(id in lock.ids)).length
  if (!existsSync(file) || readFileSync(file, 'utf8') !== next) writeFileSync(file, next)
  console.log(`${added} new ids, ${ids.length} in all.`)
}
