/**
 * `npm run platform`: which schools' systems may send people here. Without a word it lists them.
 *
 *   npm run platform -- invite canvas.school.edu
 *   npm run platform -- add platform.json
 *   npm run platform -- deployment <platform> <id>
 *   npm run platform -- end <platform>
 *   npm run platform -- rotate-keys
 *
 * `--inside` after `invite` says that the system stands in the school's own network (docs/lms.md).
 */
import { readFileSync } from 'node:fs'
import { openDb } from '#lib/db/client.ts'
import { asSystem } from '#lib/door/context.ts'
import { codeOf, type FieldIssue } from '#lib/domain/errors.ts'
import { env } from '#lib/env.ts'
import {
  addDeployment,
  addPlatform,
  endPlatform,
  INVITATION_HOURS,
  inviteRegistration,
  listRegistered,
  rotateKeys,
} from '#lib/features/connect-platform/register.ts'

const USAGE =
  'npm run platform -- invite HOST [--inside] | add FILE.json | deployment PLATFORM ID | end PLATFORM | rotate-keys'

const words = process.argv.slice(2)
const isInside = words.includes('--inside')
const [command, first = '', second = ''] = words.filter((word) => word !== '--inside')

const db = await openDb()
const ctx = asSystem('operator', { db })

async function list(): Promise<void> {
  const platforms = await listRegistered(ctx, {})
  if (platforms.length === 0) console.log('No platform is registered.')
  for (const one of platforms) {
    console.log(`${one.title}\n  platform     ${one.id}\n  issuer       ${one.issuer}\n  client       ${one.clientId}`)
    console.log(`  deployments  ${one.deployments.join(', ') || 'none yet'}\n  hosts        ${one.hosts.join(', ')}`)
    if (one.isInside) console.log('  inside       private addresses are meant')
  }
  console.log(`
What a platform asks for when it is registered by hand:
  Login            ${env.publicUrl}/api/lti/login
  Redirect         ${env.publicUrl}/api/lti/launch
  Target           ${env.publicUrl}/api/lti/launch
  Target to pick   ${env.publicUrl}/api/lti/pick
  Public keys      ${env.publicUrl}/api/lti/jwks`)
}

async function run(): Promise<void> {
  switch (command) {
    case undefined:
      return list()
    case 'invite': {
      const { secret } = await inviteRegistration(ctx, { host: first, isInside })
      console.log(
        `An address for the administrator of ${first}, good once and for ${INVITATION_HOURS} hours:\n\n  ${env.publicUrl}/api/lti/register/${secret}\n`,
      )
      return
    }
    case 'add': {
      const { platform } = await addPlatform(ctx, JSON.parse(readFileSync(first, 'utf8')) as never)
      console.log(`Registered: ${platform}`)
      return
    }
    case 'deployment':
      await addDeployment(ctx, { platform: first, deployment: second })
      console.log('Added.')
      return
    case 'end':
      await endPlatform(ctx, { platform: first })
      console.log('It sends nobody any more. Classes and what was done in them stay.')
      return
    case 'rotate-keys':
      await rotateKeys(ctx, {})
      console.log('Another key signs from now on. The one before is shown for a week more.')
      return
    default:
      throw new Error(USAGE)
  }
}

try {
  await run()
} catch (error) {
  const issues = (error as { detail?: { issues?: FieldIssue[] } }).detail?.issues
  console.error(
    codeOf(error) === 'not-found'
      ? 'No platform has this id; npm run platform lists them.'
      : issues
        ? `Not done: ${issues.map((one) => `${one.path || 'the file'} (${one.message})`).join(', ')}`
        : `Not done: ${(error as Error).message}`,
  )
  process.exitCode = 1
}
await db.close()
