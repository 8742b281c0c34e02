/** A promise is proved by tests that anybody can look up: the file, and the title as it stands there. */
import { readFileSync } from 'node:fs'

export type Proof = { file: string; test: string }

/** `proof('tests/a.test.ts', 'one title', 'another')` */
export const proof = (file: string, ...tests: string[]): Proof[] => tests.map((test) => ({ file, test }))

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Whether a test or a group of tests of that title stands in the file. */
export function stands({ file, test }: Proof): boolean {
  const text = readFileSync(file, 'utf8')
  return new RegExp(`\\(\\s*(['"\`])${escaped(test)}\\1`).test(text)
}

/** Whether a report's full name, groups and values filled in, is of that title. */
export const isOf = (name: string, { test }: Proof): boolean =>
  new RegExp(
    test
      .split(/%[sdij]|\$\{[^}]*\}|\$[\w.]+/)
      .map(escaped)
      .join('.*'),
  ).test(name)
