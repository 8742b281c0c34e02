/** A real mail server on this machine, which keeps what it is sent and refuses what it is told to. */
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { MailServer } from '#lib/env.ts'

export type Received = { from: string; to: string[]; headers: Map<string, string>; text: string; raw: string }
export type MailBox = {
  port: number
  received: Received[]
  /** Says no to an address, as RFC 5321 does. */
  refuse: (address: string, status: number) => void
  close: () => Promise<void>
}

/** Headers with their folded lines put together, and the words as they were written. */
function readMessage(raw: string): Pick<Received, 'headers' | 'text'> {
  const cut = raw.indexOf('\r\n\r\n')
  const headers = new Map(
    raw
      .slice(0, cut)
      .replaceAll(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)] as const),
  )
  const body = raw.slice(cut + 4)
  const encoding = headers.get('content-transfer-encoding')
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? Buffer.from(
            body
              .replaceAll('=\r\n', '')
              .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
            'latin1',
          )
        : Buffer.from(body, 'utf8')
  return { headers, text: bytes.toString('utf8').replaceAll('\r\n', '\n') }
}

export async function openMailBox(port = 0, host = '127.0.0.1'): Promise<MailBox> {
  const received: Received[] = []
  const refused = new Map<string, number>()
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      const status = refused.get(address)
      done(status ? Object.assign(new Error(`<${address}> is not here`), { responseCode: status }) : null)
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString('latin1')
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          ...readMessage(raw),
        })
        done()
      })
    },
  })
  // A client that is cut off is no fault of the test.
  server.on('error', () => {})
  server.listen(port, host)
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    refuse: (address, status) => void refused.set(address, status),
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

/** A port on which nobody listens. */
export async function nobodysPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

export const mailServer = (port: number, host = '127.0.0.1'): MailServer => ({
  host,
  port,
  secure: false,
  user: null,
  password: null,
  from: { name: 'Xihua Hall', address: 'hall@school.test' },
})
