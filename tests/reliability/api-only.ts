/** The API table on a bare server with the real database: what the kill test starts where nothing has been built. */
import { serve } from '@hono/node-server'
import { openDb } from '#lib/db/client.ts'
import { env } from '#lib/env.ts'
import { api } from '#lib/web/api.ts'

await openDb()
serve({ fetch: api.fetch, port: env.port, hostname: env.host })
