import Link from 'next/link'
import { cookies } from 'next/headers'
import { Name as NameShown } from './names-shown.tsx'
import { asked, type Search } from './refused.ts'

/** Set by the switch, so that names stay hidden from page to page. It says nothing about anybody. */
const NAMES_COOKIE = 'xh-names'

/** Whether names are hidden: the address says so, or else the switch did on an earlier page. */
export async function namesHidden(search: Search): Promise<boolean> {
  const said = asked(search, 'names')
  return said === 'hidden' || (said !== 'shown' && (await cookies()).get(NAMES_COOKIE)?.value === 'hidden')
}

/** A student's name or number, as a link where there is a page to go to. */
export function Name({ name, number, href }: { name: string; number: number; href?: string }) {
  const both = <NameShown name={name} number={number} />
  return href ? (
    <Link href={href} prefetch={false}>
      {both}
    </Link>
  ) : (
    both
  )
}

/** While names are hidden rows stand by number, since the alphabet would give names away. */
export const inOrder = <T extends { number: number }>(people: readonly T[], hidden: boolean): readonly T[] =>
  hidden ? people.toSorted((a, b) => a.number - b.number) : people
