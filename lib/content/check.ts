import { existsSync, readFileSync } from 'node:fs'
import { foldSpace } from '#lib/domain/citation.ts'
import { LOCK_FILE, compareWithLock, readLock } from './ids/lock.ts'
import { loadEdition } from './load.ts'
import type { Loaded } from './load.ts'
import { byPlace } from './reading/problems.ts'
import { splitSentences } from './text/split.ts'
import type { Transcript } from './types.ts'

const FIRST_WORDS = 'Return after Reading Top Secret Document 559'
const LAST_WORDS = '[...]'

/** The document inside a copy of the archive's page, white space folded. */
export function documentIn(source: string): string {
  const from = source.indexOf(FIRST_WORDS)
  return foldSpace(source.slice(from, source.lastIndexOf(LAST_WORDS) + LAST_WORDS.length))
}

/** Where two texts part, with the words around, so that one need not search 26,000 characters. */
function difference(ours: string, source: string): string | null {
  if (ours === source) return null
  let at = 0
  while (ours[at] === source[at]) at += 1
  const around = (text: string): string => text.slice(Math.max(0, at - 20), at + 20)
  return `the text is not the source's: "${around(ours)}" where the source has "${around(source)}"`
}

/**
 * Everything that can be wrong with an edition. Beyond what reading it shows, this looks at the copy of the source, at
 * the rule by which sentences were cut, and at the ids once released.
 */
export function checkEdition(root: string, sourceFile: string): Loaded {
  const loaded = loadEdition(root)
  const problems = [...loaded.problems]
  const report = (file: string, line: number, message: string): void => {
    problems.push({ file, line, message })
  }
  if (loaded.edition) {
    const { transcript } = loaded.edition
    const lineOf = (id: string): number => loaded.ids.find((one) => one.id === id)?.line ?? 1
    if (existsSync(sourceFile)) {
      const message = difference(transcript.exactText, documentIn(readFileSync(sourceFile, 'utf8')))
      if (message) report('transcript.xml', 1, message)
    } else report('transcript.xml', 1, 'there is no copy of the source to compare with')
    checkSplit(transcript, (id, message) => report('transcript.xml', lineOf(id), message))

    const lock = readLock({ root, report })
    if (lock) {
      compareWithLock(loaded.ids, lock, ({ file, line }, message) => report(file, line, message))
      for (const [name, count] of Object.entries(loaded.textCounts)) {
        if (lock.counts[name] !== count)
          report(LOCK_FILE, 1, `the lock counts ${lock.counts[name] ?? 0} for ${name}, the transcript has ${count}`)
      }
    } else if (!problems.some(({ file }) => file === LOCK_FILE))
      report(LOCK_FILE, 1, 'the lock is missing; npm run content:lock makes it')
  }
  return { ...loaded, problems: problems.toSorted(byPlace) }
}

function checkSplit({ turns }: Transcript, fault: (id: string, message: string) => void): void {
  for (const { paragraphs } of turns) {
    for (const { id, sentences } of paragraphs) {
      const byRule = splitSentences(sentences.map(({ text }) => text).join(' '))
      const wrong = sentences.findIndex(({ text }, index) => byRule[index] !== text)
      if (wrong >= 0)
        fault(
          sentences[wrong]?.id ?? id,
          `${sentences[wrong]?.id ?? id} is not cut by the rule, which gives "${(byRule[wrong] ?? '').slice(0, 60)}"`,
        )
      else if (byRule.length !== sentences.length)
        fault(id, `${id} has ${sentences.length} sentences, by the rule ${byRule.length}`)
    }
  }
}
