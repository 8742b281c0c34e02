/**
 * Asks the server on this machine how it is, by the name under which people reach it: `npm run health`. Exit code 0 where
 * its database answers; the container file asks by it.
 */
import '../lib/server/node-version.mjs'
import http from 'node:http'
import { env } from '#lib/env.ts'

const PATIENCE_MS = 5_000

const fail = (reason: string): never => {
  console.error(reason)
  process.exit(1)
}

const request = http.get(
  { host: '127.0.0.1', port: env.port, path: '/api/health', headers: { Host: new URL(env.publicUrl).host } },
  (reply) => {
    let text = ''
    reply.on('data', (part: Buffer) => (text += part.toString()))
    reply.on('end', () => (reply.statusCode === 200 ? console.log(text) : fail(`${reply.statusCode}: ${text}`)))
  },
)
request.setTimeout(PATIENCE_MS, () => fail('no answer'))
request.on('error', (error) => fail(error.message))
