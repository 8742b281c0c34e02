import { z } from 'zod'
import { Refusal, type FieldIssue } from '#lib/domain/errors.ts'
import { may, OPEN_PERMISSIONS, type Permission, type Subjects } from '#lib/domain/permissions.ts'
import { membershipIn } from '#lib/domain/viewer.ts'
import type { Context } from './context.ts'

/** A context whose viewer the door has already seen. */
export type SignedIn = Context & { viewer: NonNullable<Context['viewer']> }
type Seen<P extends Permission> = P extends 'edition.use' | 'door.enter' ? Context : SignedIn

export type Spec<P extends Permission, Input extends z.ZodType, S extends Subjects[P], Out> = {
  /** Parsed strictly: an unknown field is refused. */
  input: Input
  permission: P
  /** Loads what the policy judges; null means it does not exist, which looks the same as a refusal. */
  subject: (ctx: Context, input: z.output<Input>) => Promise<S | null> | S | null
  run: (ctx: Seen<P>, input: z.output<Input>, subject: S) => Promise<Out> | Out
  /** It may be done in a closed class too: it opens or erases it, takes something out, or is the person's own. */
  alsoWhenClosed?: true
  /** What it answers over JSON, for OpenAPI and its test; features used only by pages leave it out. */
  output?: z.ZodType<Out>
}

export type Feature<Input extends z.ZodType = z.ZodType, Out = unknown> = {
  (ctx: Context, raw: z.input<Input>): Promise<Out>
  input: Input
  permission: Permission
  output: z.ZodType<Out> | undefined
}

/** What a command answers that has nothing more to say than that it was done. */
export const doneSchema = z.strictObject({ done: z.literal(true) })
export const DONE: z.infer<typeof doneSchema> = { done: true }

export const issuesOf = (error: z.ZodError): FieldIssue[] =>
  error.issues.map((issue) => ({ path: issue.path.join('.'), code: issue.code, message: issue.message }))

/** The one place where a closed class refuses: whatever would change something in it, by its subject. */
const isClosed = (viewer: Context['viewer'], subject: object): boolean =>
  'classId' in subject &&
  typeof subject.classId === 'string' &&
  membershipIn(viewer, subject.classId)?.isClosed === true

/**
 * The one door. In order: a session where one is needed (before any id is looked at), the input, the subject, the
 * permission table, whether the class is closed, then `run`. Throws `sign-in-needed`, `invalid` (with `issues`),
 * `not-found` or `class-closed`.
 */
export function feature<P extends Permission, Input extends z.ZodType, S extends Subjects[P], Out>(
  spec: Spec<P, Input, S, Out>,
): Feature<Input, Out> {
  const enter = async (ctx: Context, raw: z.input<Input>): Promise<Out> => {
    if (!ctx.viewer && !ctx.system && !OPEN_PERMISSIONS.has(spec.permission)) throw new Refusal('sign-in-needed')
    const parsed = spec.input.safeParse(raw)
    if (!parsed.success) throw new Refusal('invalid', { issues: issuesOf(parsed.error) })
    const subject = await spec.subject(ctx, parsed.data)
    if (subject === null || !(ctx.system || may(ctx.viewer, spec.permission, subject))) throw new Refusal('not-found')
    if (ctx.writes && !spec.alsoWhenClosed && isClosed(ctx.viewer, subject)) throw new Refusal('class-closed')
    return spec.run(ctx as Seen<P>, parsed.data, subject)
  }
  return Object.assign(enter, { input: spec.input, permission: spec.permission, output: spec.output })
}
