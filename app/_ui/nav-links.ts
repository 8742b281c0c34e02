/** `fresh`: how many new things stand behind the link. */
export type NavLink = { href: string; text: string; fresh?: number }

export const publicLinks: NavLink[] = [
  { href: '/transcript', text: 'Transcript' },
  { href: '/claims', text: 'Who told whom' },
  { href: '/essays', text: 'Essays' },
  { href: '/apparatus', text: 'Apparatus' },
  { href: '/people', text: 'People' },
  { href: '/quizzes', text: 'Quizzes' },
  { href: '/about', text: 'About' },
]
