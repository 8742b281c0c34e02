import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { optionsFor } from '#lib/auth/options.ts'
import { SESSION_COOKIE } from '#lib/auth/session.ts'
import { closeVisit, isSchool, openVisit } from '#lib/auth/visit.ts'
import { seeOther } from '#lib/web/http.ts'
import { goOnPage } from '#lib/web/school-page.ts'

type Way = { params: Promise<{ nextauth: string[] }> }

async function bySchool(request: NextRequest, way: Way): Promise<Response> {
  const address = request.headers.get('x-client-address') ?? 'unknown'
  const visit = await openVisit(request.cookies.get(SESSION_COOKIE)?.value, address)
  if (typeof visit === 'string') return seeOther(visit)
  // On the way out next-auth would hand on to the provider whatever stands behind the question mark.
  if (request.method === 'POST') request.nextUrl.search = ''
  const answer = (await NextAuth(request, way, optionsFor(visit))) as Response
  const location = answer.headers.get('location')
  if (location === null) return answer
  const { to, isAbroad, cookies } = await closeVisit(visit, location, address)
  const response = isAbroad ? goOnPage(visit.provider.name, to) : seeOther(to)
  for (const one of [...answer.headers.getSetCookie(), ...cookies]) response.headers.append('set-cookie', one)
  return response
}

async function handle(request: NextRequest, way: Way): Promise<Response> {
  const [, provider] = (await way.params).nextauth
  if (isSchool(provider)) return bySchool(request, way)
  const answer = (await NextAuth(request, way, optionsFor(null))) as Response
  // A form whose cookie is gone, from a tab opened again: next-auth leads back to the page, which would not know why.
  if (answer.headers.get('location')?.endsWith('/api/auth/signin?csrf=true'))
    answer.headers.set('location', '/sign-in?error=stale-form')
  return answer
}
export { handle as GET, handle as POST }
