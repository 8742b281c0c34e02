import { expect, test } from 'vitest'
import { judgeAuthBody } from '#lib/server/auth-shield.ts'

const origin = 'http://127.0.0.1:3000'
const judge = (type: string, body: string) => judgeAuthBody(type, Buffer.from(body), origin)?.code ?? 'pass'
const FORM = 'application/x-www-form-urlencoded'

test.each([
  ['application/json', '{"email":"a@b.test","password":"x","redirect":false}', 'pass'],
  ['application/json', '{"email":', 'malformed-json'],
  ['application/json', '[]', 'malformed-json'],
  ['application/json', 'null', 'malformed-json'],
  ['application/json', '', 'malformed-json'],
  ['application/json', '{"email":{"$gt":""}}', 'invalid'],
  ['application/json', '{"email":1}', 'invalid'],
  ['application/json', '{"email":"\\ud800"}', 'invalid'],
  ['application/json', '{"email":"a\\u0000"}', 'invalid'],
  ['application/json', '{"callbackUrl":"http://["}', 'bad-request'],
  ['application/json', '{"callbackUrl":true}', 'bad-request'],
  [FORM, 'email=a%40b.test&password=x&callbackUrl=%2Fclasses', 'pass'],
  [FORM, 'callbackUrl=%2F%2Fevil.example', 'bad-request'],
  [FORM, 'email=%00', 'invalid'],
  [FORM, '', 'pass'],
])('%s %s: %s', (type, body, expected) => expect(judge(type, body)).toBe(expected))
