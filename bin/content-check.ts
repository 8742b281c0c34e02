import path from 'node:path'
import { checkEdition } from '#lib/content/check.ts'
import { editionRoot } from '#lib/content/reading/files.ts'
import { formatProblem, isUnresolved } from '#lib/content/reading/problems.ts'

const { problems, counts } = checkEdition(editionRoot(), path.join(process.cwd(), 'tests/fixtures/transcript.txt'))
const brackets = Object.entries(counts).reduce((sum, [name, n]) => (name.startsWith('bracket:') ? sum + n : sum), 0)
const lines = { ...counts, brackets, unresolvedReferences: problems.filter(isUnresolved).length }
for (const [name, count] of Object.entries(lines)) console.log(`${String(count).padStart(6)}  ${name}`)
for (const problem of problems) console.error(`content/${formatProblem(problem)}`)
console.log(
  problems.length === 0
    ? 'The edition has no problem.'
    : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`,
)
if (problems.length > 0) process.exitCode = 1
