/**
 * Mail goes out beside everything else: every few seconds a round gathers what is due into the outbox and sends it, one
 * letter after the other. The database says who has which letter in hand, so that any number of processes may send. A
 * letter is off the list only after the mail server has taken it: one whose process dies in between goes again under the
 * same Message-ID, by which mail programs know that it is one and the same.
 */
import { randomBytes } from 'node:crypto'
import { createTransport, type Transporter } from 'nodemailer'
import { v7 } from 'uuid'
import type { Db } from '#lib/db/atomically.ts'
import { gatherAsked, gatherNews, putDown, takeLetter, type HeldLetter } from '#lib/db/queries/mail.ts'
import {
  changedLetter,
  confirmLetter,
  forgottenLetter,
  mailPage,
  newsLetter,
  triedAgainAt,
  type Letter,
} from '#lib/domain/mail.ts'
import { isLoopbackName, type MailServer } from '#lib/env.ts'
import type { ServerLog } from './access-log.ts'
import { keepDoing } from './rounds.ts'

const EVERY_MS = 10_000
/** Together far below the lease of a letter. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 }

export type Post = {
  db: Db
  server: MailServer
  publicUrl: string
  log: Pick<ServerLog, 'warn' | 'error'>
  now?: () => Date
  newId?: () => string
  /** Of a one-time link; made when its letter goes. */
  newSecret?: () => string
  /** Asked between two letters: whether to leave the rest for later. */
  isEnding?: () => boolean
}

const connect = (server: MailServer): Transporter =>
  createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    // Addresses and the passphrase of the account never cross a network in the clear.
    requireTLS: !isLoopbackName(server.host),
    ...(server.user !== null && { auth: { user: server.user, pass: server.password ?? '' } }),
    pool: true,
    maxConnections: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...PATIENCE,
  })

function wordsOf(publicUrl: string, held: HeldLetter): Letter {
  switch (held.kind) {
    case 'confirm':
      return confirmLetter({ publicUrl, key: held.key })
    case 'news':
      return newsLetter({ publicUrl, key: held.key }, held.rhythm, held.classes)
    case 'forgotten':
      return forgottenLetter({ publicUrl }, held.secret)
    case 'changed':
      return changedLetter({ publicUrl }, held.at)
  }
}

async function send(transport: Transporter, { server, publicUrl }: Post, held: HeldLetter): Promise<void> {
  const { subject, text } = wordsOf(publicUrl, held)
  await transport.sendMail({
    from: server.from,
    // An object is taken as one address, whatever is in it; a text would be read as a list.
    to: { name: '', address: held.address },
    envelope: { from: server.from.address, to: held.address },
    messageId: `<${held.id}@${new URL(publicUrl).hostname}>`,
    subject,
    text,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(held.kind === 'news' && { 'List-Unsubscribe': `<${mailPage({ publicUrl, key: held.key })}>` }),
    },
  })
}

type SmtpFault = { code?: string; command?: string; responseCode?: number }
/** The mail server knows no such address. Anything else may be better in an hour, wrong settings included. */
const isRefused = (fault: SmtpFault): boolean => isOfAddress(fault) && (fault.responseCode ?? 0) >= 500
const isOfAddress = (fault: SmtpFault): boolean => fault.command?.startsWith('RCPT') === true

/** Gathers what is due and sends it; how many letters left. A fault that is not one address's own ends the round. */
export async function postRound(post: Post): Promise<number> {
  const { db, log, now = () => new Date(), newId = () => v7() } = post
  const newSecret = post.newSecret ?? (() => randomBytes(24).toString('base64url'))
  const gatheredAt = now()
  await db.atomically((tx) => gatherNews(db, tx, { now: gatheredAt, newId }))
  await db.atomically((tx) => gatherAsked(db, tx, { now: gatheredAt, newId }))
  let transport: Transporter | null = null
  let sent = 0
  try {
    while (!post.isEnding?.()) {
      const takenAt = now()
      const held = await db.atomically((tx) => takeLetter(db, tx, { now: takenAt, newSecret }))
      if (!held) break
      transport ??= connect(post.server)
      const fault = await send(transport, post, held).then(
        () => null,
        (error: unknown) => error as SmtpFault,
      )
      const endedAt = now()
      const refused = fault !== null && isRefused(fault)
      const again = fault === null || refused ? null : triedAgainAt(held.tries, endedAt)
      await db.atomically((tx) => putDown(db, tx, held, { again, refused, now: endedAt }))
      if (fault === null) {
        sent += 1
        continue
      }
      // What a mail server says may name the address, so its words stay out of the log.
      const about = { letter: held.id, tries: held.tries, fault: fault.code, status: fault.responseCode }
      if (again) log.warn(about, 'a letter did not leave; it goes again later')
      else log.error(about, 'a letter was given up')
      if (!isOfAddress(fault)) break
    }
  } finally {
    transport?.close()
  }
  return sent
}

/** Mail round after round; a letter that takes longer than the end of the process waits is taken up again later. */
export const startPost = (post: Post): { stop: () => Promise<void> } =>
  keepDoing((isEnding) => postRound({ ...post, isEnding }), {
    firstMs: EVERY_MS,
    everyMs: EVERY_MS,
    lastMs: 5_000,
    failed: (error) => post.log.error({ fault: (error as SmtpFault).code }, 'a round of mail failed'),
  })
