/** The account of a person: name, passphrase, mail, data and erasure; and the ways in and out. */
import {
  acceptInvitation,
  inviteInstructor,
  joinAsColleague,
  redeemReset,
} from '#lib/features/claim-link/claim-link.ts'
import { askForLink, choosePassphrase } from '#lib/features/claim-link/forgotten.ts'
import { joinBySchool } from '#lib/features/join-class/join-by-school.ts'
import { joinClass } from '#lib/features/join-class/join-class.ts'
import { eraseMe } from '#lib/features/manage-account/erase-me.ts'
import { getMe, rename, signOut } from '#lib/features/manage-account/my-account.ts'
import { changePassphrase } from '#lib/features/manage-account/passphrase.ts'
import { takeMyData } from '#lib/features/manage-account/take-my-data.ts'
import { linkSchool, unlinkSchool } from '#lib/features/manage-account/school.ts'
import { changeMail, confirmMail, stopMail } from '#lib/features/receive-mail/receive-mail.ts'
import { PROVEN_COOKIE, provenFromCookie } from '#lib/auth/proven.ts'
import { setUp } from '#lib/features/set-up/set-up.ts'
import { download } from '../http.ts'
import { line, type Line } from './line.ts'

const mailPage = (p: Record<string, string>): string => `/mail/${p.key}`
/** To the front page; or, for another account, to signing in and back to the page that asks which class a course is. */
const afterSignOut = (p: Record<string, string>): string =>
  /^\/classes\/connect\?launch=[\w-]{1,80}$/.test(p.next ?? '')
    ? `/sign-in?callbackUrl=${encodeURIComponent(p.next!)}`
    : '/'

/** Whom the school’s provider has shown, from this browser’s cookie; and back to the page that asks what then. */
const bySchool = {
  usesProof: true,
  besides: async (_request, cookie) => ({ proven: await provenFromCookie(cookie(PROVEN_COOKIE)) }),
} satisfies Pick<Line, 'usesProof' | 'besides'>
const ownPath = (path: string | undefined): string | null => (path && /^\/(?![/\\])/.test(path) ? path : null)
const askPage = (p: Record<string, string>): string => {
  const next = ownPath(p.next)
  return `/sign-in/school${next ? `?callbackUrl=${encodeURIComponent(next)}` : ''}`
}

/** The part of the sign-in page about a forgotten passphrase; whoever was on the way somewhere still is. */
const forgotPage = (p: Record<string, string>, done = ''): string => {
  const next = ownPath(p.next)
  const query = new URLSearchParams({ ...(next && { callbackUrl: next }), ...(done && { done }) }).toString()
  return `/sign-in${query && `?${query}`}#forgotten`
}

export const ACCOUNT: readonly Line[] = [
  line('GET', '/api/me', 'The viewer and their classes with role', getMe),
  line('GET', '/api/me/data', 'Everything stored about the viewer', takeMyData, {
    file: (out) => download('xihua-hall-my-data.json', 'application/json; charset=utf-8', JSON.stringify(out, null, 2)),
  }),
  line('POST', '/api/me/name', 'Changes the name', rename, {
    form: { back: () => '/me', onward: () => '/me?done=name' },
  }),
  line('POST', '/api/me/passphrase', 'Changes the passphrase; other sessions end', changePassphrase, {
    form: { back: () => '/me', onward: () => '/me?done=passphrase' },
  }),
  line('PUT', '/api/me/mail', 'Says how word of the inbox comes by mail, where the site sends any', changeMail, {
    form: { back: () => '/me#mail-head', onward: () => '/me?done=mail#mail-head' },
  }),
  line('POST', '/api/mail/{key}/confirmation', 'Says yes to mail at an address, by the link in a letter', confirmMail, {
    form: { back: mailPage, onward: (p) => `${mailPage(p)}?done=confirmed` },
  }),
  line('DELETE', '/api/mail/{key}', 'Ends mail to an address, by the link in a letter', stopMail, {
    form: { back: mailPage, onward: (p) => `${mailPage(p)}?done=ended` },
  }),
  line('POST', '/api/me/erasure', 'Erases the viewer', eraseMe, {
    endsSession: true,
    form: { back: () => '/me', onward: () => '/?done=erased' },
  }),
  line('POST', '/api/sign-out', 'Ends the session', signOut, {
    endsSession: true,
    form: { back: () => '/', onward: afterSignOut },
  }),
  line('POST', '/api/join', 'Joins a class by its code', joinClass, {
    opensSession: true,
    form: { back: (p) => `/join/${encodeURIComponent(p.code ?? '')}`, onward: (_p, out) => `/classes/${out.class}` },
  }),
  line('POST', '/api/school/link', 'Lets the school’s sign-in open an account whose passphrase is given', linkSchool, {
    ...bySchool,
    opensSession: true,
    form: {
      back: (p) => `${askPage(p)}#link`,
      onward: (p, out) => (out.session ? (ownPath(p.next) ?? '/classes?only') : '/me?done=linked#school-head'),
    },
  }),
  line('POST', '/api/school/join', 'Joins a class by its code as somebody whom the school has shown', joinBySchool, {
    ...bySchool,
    opensSession: true,
    form: { back: (p) => `${askPage(p)}#join`, onward: (_p, out) => `/classes/${out.class}` },
  }),
  line('DELETE', '/api/me/school', 'Parts the school’s sign-in from the account; other sessions end', unlinkSchool, {
    form: { back: () => '/me#school-head', onward: () => '/me?done=parted#school-head' },
  }),
  line('POST', '/api/reset', 'Sets a new passphrase with a one-time code', redeemReset, {
    opensSession: true,
    form: { back: () => '/reset', onward: (_p, out) => `/classes/${out.class}` },
  }),
  line('POST', '/api/forgotten', 'Asks for a link to a new passphrase, where the site sends mail', askForLink, {
    form: { back: (p) => forgotPage(p), onward: (p) => forgotPage(p, 'asked') },
  }),
  line('POST', '/api/forgotten/passphrase', 'Sets a new passphrase by the link in a letter', choosePassphrase, {
    opensSession: true,
    form: { back: (p) => `/forgotten/${encodeURIComponent(p.token ?? '')}`, onward: () => '/classes?only' },
  }),
  line('POST', '/api/invitations', 'Invites a colleague to teach', inviteInstructor, {
    form: { back: () => '/classes', onward: () => '/classes?done=invited', flash: (out) => out },
  }),
  line('POST', '/api/setup', 'Makes the first account of a site, an instructor’s', setUp, {
    opensSession: true,
    form: { back: (p) => `/setup/${encodeURIComponent(p.token ?? '')}`, onward: () => '/classes' },
  }),
  line('POST', '/api/welcome', 'Accepts an invitation to teach', acceptInvitation, {
    opensSession: true,
    form: { back: (p) => `/welcome/${encodeURIComponent(p.token ?? '')}`, onward: () => '/classes' },
  }),
  line('POST', '/api/colleagues', 'Takes a link to teach a class together', joinAsColleague, {
    form: {
      back: (p) => `/welcome/${encodeURIComponent(p.token ?? '')}`,
      onward: (_p, out) => `/classes/${out.class}/desk`,
    },
  }),
]
