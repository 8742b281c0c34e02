/**
 * The only reader of process.env. Everything the operator can set is named here, parsed once when the process starts,
 * and refused in plain words when it makes no sense. Whether a sensible setting is also a *safe* one is decided by
 * lib/server/startup-checks.ts, so that `next build` and the small commands run without a production secret.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

export type Env = {
  port: number
  /** The address the process binds. */
  host: string
  /** `file:data/xihua.db`, or `postgres://…` when one machine is not enough. */
  databaseUrl: string
  /** Where people reach the site, without a closing slash. */
  publicUrl: string
  /** `publicUrl` as browsers write it in the Origin header. */
  origin: string
  /** Seals cookies. Empty when the operator set none and none may be made up; the server then refuses to start. */
  secret: string
  /**
   * Opens the page on which the first account of a site is made. It follows from the secret, so that every process and every
   * start of one site has the same and nothing of it is stored. Empty without a secret.
   */
  setupToken: string
  /** Bound to this machine and addressed on it: nobody else can reach the process. */
  isLoopback: boolean
  /** The operator said: this is the demo, shown to others on purpose. */
  demoPublic: boolean
  /** The operator has looked at the clock: what is recorded of later than now was recorded by one that was ahead. */
  clockIsRight: boolean
  /** What must outlive the process, beside the database: secrets, backups. */
  dataDir: string
  /** Peers whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[]
  logLevel: 'silent' | 'error' | 'warn' | 'info'
  /** Opens the metrics; empty where nobody asks for them. */
  metricsToken: string
  /** The mail server and who the mail is from; null where the site sends none. */
  mail: MailServer | null
  /** The school's own provider of sign-ins (OpenID Connect); null where people sign in here alone. */
  school: SchoolProvider | null
  /** AUTH_TRUST_HOST makes next-auth believe any Host header; a start with it set is refused. */
  authTrustHost: boolean
}

export type MailServer = {
  host: string
  port: number
  /** TLS from the first byte; otherwise STARTTLS is asked for, and required of any other machine. */
  secure: boolean
  user: string | null
  password: string | null
  from: { name: string; address: string }
}

export type SchoolProvider = {
  /** As its tokens name it, without a closing slash. */
  issuer: string
  clientId: string
  clientSecret: string
  /** What people call it. */
  title: string
}

const flag = (name: string) =>
  z
    .enum(['0', '1'], { error: `${name} is either 1 or 0` })
    .default('0')
    .transform((value) => value === '1')

const schema = z.object({
  PORT: z.string().transform(Number).refine(isPort, { error: 'PORT is a number from 1 to 65535' }).default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, { error: 'HOST is an address to bind, such as 127.0.0.1 or 0.0.0.0' })
    .default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, { error: 'DATABASE_URL starts with file: (SQLite) or postgres://' })
    .default('file:data/xihua.db'),
  PUBLIC_URL: z
    .string()
    .refine((value) => isBareOrigin(value), {
      error: 'PUBLIC_URL is an address without a path, such as https://hall.example.edu',
    })
    .optional(),
  SECRET: z.string().optional(),
  DEMO_PUBLIC: flag('DEMO_PUBLIC'),
  CLOCK_IS_RIGHT: flag('CLOCK_IS_RIGHT'),
  TRUSTED_PROXIES: z.string().default(''),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info'], { error: 'LOG_LEVEL is silent, error, warn or info' })
    .default('info'),
  METRICS_TOKEN: z.string().min(16, { error: 'METRICS_TOKEN has at least 16 characters' }).optional(),
  SMTP_URL: z
    .string()
    .refine((value) => isMailUrl(value), {
      error: 'SMTP_URL names a mail server, such as smtps://name:passphrase@mail.example.edu or smtp://127.0.0.1:25',
    })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^\p{Cc}<>"@,;]+ <[^\s<>@,;"]+@[^\s<>@,;"]+>|[^\s<>@,;"]+@[^\s<>@,;"]+)$/u, {
      error: 'MAIL_FROM is an address, such as hall@example.edu or Xihua Hall <hall@example.edu>',
    })
    .optional(),
  OIDC_ISSUER: z
    .string()
    .refine((value) => isIssuer(value), {
      error: 'OIDC_ISSUER is the address of an issuer, such as https://accounts.google.com',
    })
    .refine((value) => !/^https:\/\/login\.microsoftonline\.com\/(common|organizations|consumers)\b/i.test(value), {
      error: 'OIDC_ISSUER names everybody’s Microsoft accounts; put the id of your tenant in (docs/operations.md)',
    })
    .optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().max(2000).optional(),
  OIDC_TITLE: z
    .string()
    .regex(/^[^\p{Cc}]{1,60}$/u, { error: 'OIDC_TITLE is a name of at most 60 characters, such as Northfield School' })
    .optional(),
  AUTH_TRUST_HOST: z.string().default(''),
  NEXT_PHASE: z.string().default(''),
})

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65535
}

function isBareOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  return (
    /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
  )
}

function isMailUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  return /^smtps?:$/.test(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname) && !url.search && !url.hash
}

function mailServer(smtpUrl: string | undefined, mailFrom: string | undefined): MailServer | null {
  if (smtpUrl === undefined && mailFrom === undefined) return null
  if (smtpUrl === undefined || mailFrom === undefined)
    throw new Error('SMTP_URL and MAIL_FROM are set together, or neither')
  const url = new URL(smtpUrl)
  const secure = url.protocol === 'smtps:'
  const [, name, address] = /^(.+) <(.+)>$/u.exec(mailFrom) ?? [null, 'Xihua Hall', mailFrom]
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    user: decodeURIComponent(url.username) || null,
    password: decodeURIComponent(url.password) || null,
    from: { name: name!, address: address! },
  }
}

/** https, or plain http to this machine; discovery is asked for below it, so nothing may stand behind it. */
function isIssuer(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname, search, hash, username, password } = new URL(value)
  const isReached = protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname))
  return isReached && !search && !hash && !username && !password
}

const TITLES: Readonly<Record<string, string>> = {
  'accounts.google.com': 'Google',
  'login.microsoftonline.com': 'Microsoft',
}

function schoolProvider(values: {
  OIDC_ISSUER?: string | undefined
  OIDC_CLIENT_ID?: string | undefined
  OIDC_CLIENT_SECRET?: string | undefined
  OIDC_TITLE?: string | undefined
}): SchoolProvider | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_TITLE: title } = values
  if ([issuer, clientId, clientSecret, title].every((value) => value === undefined)) return null
  if (issuer === undefined || clientId === undefined || clientSecret === undefined)
    throw new Error('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are set together, or none of them')
  const { hostname } = new URL(issuer)
  return { issuer: issuer.replace(/\/$/, ''), clientId, clientSecret, title: title ?? TITLES[hostname] ?? hostname }
}

/** 127.0.0.0/8, ::1 and localhost: names that no other machine can reach. */
export function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Reads settings from `source`; an Error whose message has one line a problem when they make no sense. */
export function readEnv(source: Record<string, string | undefined>): Env {
  // An empty variable means "not set": shells and unit files write `SECRET=` for that.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => issue.message).join('\n'))
  }
  const values = parsed.data
  const url = new URL(values.PUBLIC_URL ?? `http://127.0.0.1:${values.PORT}`)
  const isLoopback = isLoopbackName(values.HOST) && isLoopbackName(url.hostname)
  const demoPublic = values.DEMO_PUBLIC
  const dataDir = values.DATABASE_URL.startsWith('file:') ? dirname(values.DATABASE_URL.slice('file:'.length)) : 'data'
  // The build seals nothing, so it leaves no secret behind in whatever folder it runs.
  const mayMakeSecret = (isLoopback || demoPublic) && values.NEXT_PHASE !== 'phase-production-build'
  const secret = values.SECRET ?? (mayMakeSecret ? secretFromFile(dataDir) : '')
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    publicUrl: url.origin,
    origin: url.origin,
    secret,
    setupToken: secret && createHmac('sha256', secret).update('the first account of a site').digest('base64url'),
    isLoopback,
    demoPublic,
    clockIsRight: values.CLOCK_IS_RIGHT,
    dataDir,
    trustedProxies: values.TRUSTED_PROXIES.split(',')
      .map((peer) => peer.trim())
      .filter(Boolean),
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN ?? '',
    mail: mailServer(values.SMTP_URL, values.MAIL_FROM),
    school: schoolProvider(values),
    authTrustHost: values.AUTH_TRUST_HOST !== '',
  }
}

/**
 * The demo needs no settings, so its secret is made at the first start and kept, readable by its owner only. The file
 * is written whole under another name and then linked: two processes that start together agree on one secret, and
 * neither reads half of it.
 */
export function secretFromFile(dir: string): string {
  const file = join(dir, 'secrets.json')
  const stored = readSecret(file)
  if (stored) return stored
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${JSON.stringify({ secret: randomBytes(32).toString('base64url') })}\n`, {
    flag: 'wx',
    mode: 0o600,
  })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  const made = readSecret(file)
  if (!made) throw new Error(`${file} holds no secret; delete it and start again (everybody signs in anew)`)
  return made
}

function readSecret(file: string): string | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const parsed = z.object({ secret: z.string().min(32) }).safeParse(parseJson(text))
  return parsed.success ? parsed.data.secret : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function readOrExit(): Env {
  try {
    return readEnv(process.env)
  } catch (error) {
    console.error((error as Error).message)
    process.exit(1)
  }
}

export const env: Env = readOrExit()

// React picks its build by NODE_ENV when first imported, long before Next would set it. Unset means that nobody chose.
const variables: Record<string, string | undefined> = process.env
variables.NODE_ENV ??= 'production'

// next-auth reads these two by itself; without them it sends people to http://localhost:3000 after sign-in.
variables.NEXTAUTH_URL = env.publicUrl
if (env.secret) variables.NEXTAUTH_SECRET = env.secret
