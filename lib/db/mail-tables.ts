import type { LetterKind, Rhythm } from '#lib/domain/mail.ts'
import type { Belonging } from './belonging.ts'
import type { Kit } from './kit.ts'

/** What is kept of whoever wants mail, and what is on its way to them. Who wants none has no row in either. */
export function defineMailTables(k: Kit, ofUser: Belonging['ofUser']) {
  const mailSettings = k.table(
    'mail_settings',
    {
      userId: ofUser().primaryKey(),
      address: k.text().notNull(),
      /** In the links of what is sent: whoever reads mail at the address may say yes to it, or no more. */
      key: k.text().notNull(),
      rhythm: k.text().$type<Rhythm>().notNull(),
      /** Nothing but the question goes to an address that nobody has said yes at. */
      confirmedAt: k.instant(),
      /** News up to here has been mailed, or came before mail was wanted. */
      toldThrough: k.instant().notNull(),
      /** No news goes before. */
      nextAt: k.instant().notNull(),
      changedAt: k.instant().notNull(),
    },
    (t) => [k.unique('mail_settings_key').on(t.key), k.index('mail_settings_next').on(t.nextAt)],
  )

  const outbox = k.table(
    'outbox',
    {
      id: k.id(),
      userId: ofUser(),
      kind: k.text().$type<LetterKind>().notNull(),
      /** It tells of what came up to here; its words are made when it goes. */
      through: k.instant().notNull(),
      /** When it goes, or is tried again. */
      dueAt: k.instant().notNull(),
      /** How often a process has taken it in hand. */
      tries: k.int().notNull(),
      /** Until then it is in the hands of one process, and no other takes it. */
      leasedUntil: k.instant(),
    },
    (t) => [k.unique('outbox_once').on(t.userId, t.kind), k.index('outbox_due').on(t.dueAt)],
  )

  return { mailSettings, outbox }
}
