/** The school's own provider of sign-ins, and whom it has shown to be here. */
import { z } from 'zod'

/** As features know it: who vouches, and what people call it. Null where the operator has named none. */
export type School = { issuer: string; title: string }

/**
 * Whom the provider has just shown to be in this browser, while no account here is theirs yet. Issuer and subject are
 * who they are; the name only saves typing it.
 */
export const provenSchema = z.object({
  issuer: z.string().min(1).max(500),
  subject: z.string().min(1).max(255),
  name: z.string().max(80).nullable(),
})
export type Proven = z.infer<typeof provenSchema>
