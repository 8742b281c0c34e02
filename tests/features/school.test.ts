/** What the provider's own word is asked for before anything is believed, and which places are asked at all. */
import http from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findProvider, type Provider } from '#lib/auth/provider.ts'
import { openProvider, type TestProvider } from '../platform/provider.ts'

let provider: TestProvider
beforeAll(async () => void (provider = await openProvider()))
afterAll(() => provider.close())
beforeEach(() => provider.reset())

const school = (issuer = provider.issuer) => ({ issuer, clientId: 'hall', clientSecret: 'kept', title: 'School' })
const DISCOVERY = '/realm/.well-known/openid-configuration'

test('one that says what it should is asked once, by whoever many come at once', async () => {
  const one = school()
  const found = await Promise.all([findProvider(one), findProvider(one), findProvider(one)])
  expect(found[0]).toMatchObject({ id: 'school', checks: ['state', 'nonce', 'pkce'], issuer: provider.issuer })
  expect(found[2]).toBe(found[0])
  expect(provider.state.asked).toEqual([`GET ${DISCOVERY}`])
})

const answers = (status: number, body: string, headers = {}) =>
  provider.state.instead.set(DISCOVERY, (response) => void response.writeHead(status, headers).end(body))

test.each([
  ['another issuer', () => (provider.state.discovery = { issuer: 'https://elsewhere.test' })],
  ['an issuer below it', () => (provider.state.discovery = { issuer: `${provider.issuer}/other` })],
  [
    'a page to sign in at that runs a script',
    () => (provider.state.discovery = { authorization_endpoint: 'javascript:x' }),
  ],
  [
    'codes that leave this machine without TLS',
    () => (provider.state.discovery = { token_endpoint: 'http://10.0.0.9/t' }),
  ],
  ['keys at an address with a name in it', () => (provider.state.discovery = { jwks_uri: 'http://a:b@127.0.0.1/j' })],
  ['another protocol than its own', () => (provider.state.discovery = { jwks_uri: 'https://127.0.0.1/j' })],
  ['no keys', () => (provider.state.discovery = { jwks_uri: undefined })],
  ['no JSON', () => answers(200, '<html>')],
  ['an error', () => answers(500, '{}')],
  ['another place', () => answers(302, '', { location: `${provider.origin}/elsewhere` })],
  [
    'more than is read',
    () => answers(200, JSON.stringify({ issuer: provider.issuer, x: 'x'.repeat(2 * 1024 * 1024) })),
  ],
])('one that names %s is none', async (_what, lie) => {
  lie()
  expect(await findProvider(school())).toBeNull()
  expect(provider.state.asked).toEqual([`GET ${DISCOVERY}`])
})

test('one that is down is none, and is not asked by every click', async () => {
  answers(503, '')
  const one = school()
  expect(await findProvider(one)).toBeNull()
  provider.state.instead.clear()
  expect(await findProvider(one)).toBeNull()
  expect(provider.state.asked).toHaveLength(1)
})

test('its ways of naming itself and of signing are chosen here, from what it offers', async () => {
  provider.state.discovery = {
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_post'],
    id_token_signing_alg_values_supported: ['none', 'HS256', 'ES256'],
  }
  expect((await findProvider(school()))!.client).toEqual({
    token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'ES256',
  })
  provider.state.discovery = { id_token_signing_alg_values_supported: ['none', 'HS256'] }
  expect((await findProvider(school()))!.client).toMatchObject({ id_token_signed_response_alg: 'RS256' })
})

/** What becomes of a request over the provider's own connections. */
const asks = (found: Provider, url: string): Promise<string> =>
  new Promise((resolve) => {
    try {
      const request = http.get(url, { agent: found.httpOptions!.agent }, (response) => {
        response.on('error', () => resolve('cut'))
        response.on('end', () => resolve(String(response.statusCode)))
        response.resume()
      })
      request.on('error', (error) => resolve(error.message))
    } catch (error) {
      resolve((error as Error).message)
    }
  })

test('connections go to the issuer and to what it names, and to no other place', async () => {
  const found = (await findProvider(school()))!
  expect(await asks(found, `${provider.origin}/jwks`)).toBe('200')
  const other = await openProvider()
  expect(await asks(found, `${other.origin}/jwks`)).toBe('address refused')
  expect(await asks(found, 'http://localhost/')).toBe('address refused')
  expect(other.state.asked).toEqual([])
  await other.close()
})

test('the issuer may stand inside; what it names may not lead further in', async () => {
  const inner = await openProvider()
  provider.state.discovery = { jwks_uri: `${inner.origin}/jwks` }
  const found = (await findProvider(school()))!
  expect(await asks(found, `${inner.origin}/jwks`)).toBe('address refused')
  expect(inner.state.asked).toEqual([])
  await inner.close()
})

test('an answer that does not end in time, or at one megabyte, is cut', async () => {
  const found = (await findProvider(school()))!
  provider.state.instead.set('/jwks', (response) => void response.writeHead(200).end('x'.repeat(2 * 1024 * 1024)))
  expect(await asks(found, `${provider.origin}/jwks`)).toMatch(/cut|answer too long/)
  // A byte a second is never idle.
  provider.state.instead.set('/jwks', (response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write('x'), 500)
    response.on('close', () => clearInterval(drip))
  })
  const began = Date.now()
  expect(await asks(found, `${provider.origin}/jwks`)).toMatch(/cut|no answer in time/)
  expect(Date.now() - began).toBeLessThan(8_000)
})
