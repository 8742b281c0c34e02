import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { contentSecurityPolicy, inlineScriptHashes } from '#lib/server/csp.ts'

const hashed = (body: string) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`

test('each inline script is named once, by its exact bytes', () => {
  const html =
    '<script>a()</script><script id="x">b( )</script><script src="/x.js" async=""></script><script>a()</script>'
  expect(inlineScriptHashes(html)).toEqual([hashed('a()'), hashed('b( )')])
})
test('an attribute that only ends in src does not make a script external', () => {
  expect(inlineScriptHashes('<script data-src="x">c()</script>')).toEqual([hashed('c()')])
})
test('a page without inline scripts runs our files only', () =>
  expect(contentSecurityPolicy([])).toContain("script-src 'self';"))
test('nothing unsafe is ever allowed', () =>
  expect(contentSecurityPolicy([hashed('a()')])).not.toMatch(/unsafe|\*|https?:/))
