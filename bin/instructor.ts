/** `npm run instructor -- name@school`: a one-time link by which somebody becomes an instructor, or sets a new passphrase. */
import { openDb } from '#lib/db/client.ts'
import { asSystem } from '#lib/door/context.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { env } from '#lib/env.ts'
import { inviteInstructor, LINK_HOURS } from '#lib/features/claim-link/claim-link.ts'

const email = process.argv[2]
if (!email) {
  console.error('Usage: npm run instructor -- name@school.edu')
  process.exit(1)
}
const db = await openDb()
try {
  const { secret } = await inviteInstructor(asSystem('operator', { db }), { email })
  console.log(`A link for ${email}, good once and for ${LINK_HOURS} hours:\n\n  ${env.publicUrl}/welcome/${secret}\n`)
} catch (error) {
  console.error(
    codeOf(error) === 'invalid'
      ? `${email} is not an e-mail address.`
      : `No link was made: ${(error as Error).message}`,
  )
  process.exitCode = 1
}
await db.close()
