/** `npm run passphrase -- CODE "Name"`: a one-time code for whoever has that name in the class of that code, staff as well. */
import { openDb } from '#lib/db/client.ts'
import { findByClassAndName } from '#lib/db/queries/users.ts'
import { asSystem } from '#lib/door/context.ts'
import { codeSchema } from '#lib/domain/names.ts'
import { env } from '#lib/env.ts'
import { resetPassphrase } from '#lib/features/manage-roster/manage-roster.ts'

const [code, name] = process.argv.slice(2)
if (!code || !name) {
  console.error('Usage: npm run passphrase -- CLASSCODE "Name in the class"')
  process.exit(1)
}
const db = await openDb()
const person = await findByClassAndName(db, codeSchema.safeParse(code).data ?? '', name)
if (person) {
  const given = await resetPassphrase(asSystem('operator', { db }), { class: person.classId, member: person.id })
  console.log(`A code for ${given.name}, good once and until ${given.expiresAt}:\n\n  ${given.code}\n`)
  console.log(
    `To be used at ${env.publicUrl}/reset with the class code and the name. They have been signed out everywhere.`,
  )
} else {
  console.error(`Nobody in a class with the code ${code} is called ${name}.`)
  process.exitCode = 1
}
await db.close()
