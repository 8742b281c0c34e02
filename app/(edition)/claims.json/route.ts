import { edition } from '#lib/content/edition.ts'
import { toldClaim } from '../claims/told.ts'

export const dynamic = 'force-static'

/** Every claim with its ladder, for the panel beside the transcript: asked for once, when the panel first opens. */
export function GET() {
  const whole = edition()
  return Response.json({ claims: whole.claims.map((claim) => toldClaim(claim, whole)) })
}
