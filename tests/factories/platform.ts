/** A platform that answers nobody, with a course that is a class: what the routes about it need to stand on. */
import { v7 } from 'uuid'
import { q, type Db } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { insertIdentified } from '#lib/db/queries/platforms.ts'
import { keepToolKey } from '#lib/db/tool-keys.ts'
import { env } from '#lib/env.ts'

/** A port that nobody listens at: whoever asks there is refused at once. */
const HOST = '127.0.0.1:1'
let platforms = 0

type About = { classId: string; instructorId: string; studentId: string; assignmentId: string }

export async function makeCourse(db: Db, { classId, instructorId, studentId, assignmentId }: About) {
  const origin = `http://${HOST}`
  const issuer = `${origin}/${++platforms}-${v7()}`
  const at = new Date()
  const soon = new Date(at.getTime() + 3_600_000)
  const [platformId, course, list, score, fresh] = [v7(), v7(), v7(), v7(), v7()]
  const secrets = { launch: v7(), freshLaunch: v7(), pick: v7(), barePick: v7(), invitation: v7() }
  await keepToolKey(db, { id: v7(), now: at })
  await db.atomically(function* (tx) {
    const { t } = db
    yield* q(
      tx.insert(t.platforms).values({
        id: platformId,
        title: 'School',
        issuer,
        clientId: 'client-1',
        authUrl: `${origin}/auth`,
        tokenUrl: `${origin}/token`,
        jwksUrl: `${origin}/jwks`,
        tokenAudience: null,
        hosts: [HOST],
        isInside: true,
        createdAt: at,
        endedAt: null,
      }),
    )
    yield* q(tx.insert(t.platformDeployments).values({ platformId, deployment: 'd1', createdAt: at }))
    yield* q(
      tx.insert(t.platformInvitations).values({
        id: digest('platform', secrets.invitation),
        host: HOST,
        isInside: true,
        createdAt: at,
        expiresAt: soon,
        usedAt: null,
      }),
    )
    const services = { membersUrl: `${origin}/members`, lineItemsUrl: `${origin}/items`, scopes: [] }
    const bound = { platformId, deployment: 'd1', context: 'course-1' }
    yield* q(
      tx
        .insert(t.platformCourses)
        .values({ ...bound, ...services, id: course, title: 'A course', classId, boundBy: instructorId, boundAt: at }),
    )
    for (const [userId, role] of [
      [instructorId, 'instructor'],
      [studentId, 'student'],
    ] as const) {
      yield* q(tx.insert(t.identities).values({ issuer, subject: `sub-${userId}`, userId, createdAt: at }))
      yield* q(
        tx.insert(t.platformMembers).values({ courseId: course, classId, userId, role, isBrought: false, seenAt: at }),
      )
    }
    yield* insertIdentified(db, tx, {
      userId: fresh,
      name: 'Sent just now',
      mayTeach: true,
      issuer,
      subject: 'fresh',
      now: at,
    })
    const launch = {
      ...services,
      platformId,
      deployment: 'd1',
      title: 'A course',
      createdAt: at,
      expiresAt: soon,
      usedAt: null,
    }
    const picks = { returnUrl: `${origin}/picked`, data: null, takesMany: true, takesLineItem: true }
    for (const one of [
      { secret: secrets.launch, userId: instructorId, context: 'course-2', isFresh: false, picks: null },
      { secret: secrets.freshLaunch, userId: fresh, context: 'course-3', isFresh: true, picks: null },
      { secret: secrets.pick, userId: instructorId, context: 'course-1', isFresh: false, picks },
      { secret: secrets.barePick, userId: instructorId, context: 'course-4', isFresh: false, picks },
    ]) {
      const { secret, ...row } = one
      const subject = row.isFresh ? 'fresh' : `sub-${row.userId}`
      yield* q(tx.insert(t.platformLaunches).values({ ...launch, ...row, id: digest('launch', secret), subject }))
    }
    const lineItemUrl = `${origin}/items/1`
    yield* q(tx.insert(t.platformLinks).values({ courseId: course, assignmentId, classId, lineItemUrl, seenAt: at }))
    yield* q(
      tx.insert(t.platformScores).values({
        id: score,
        courseId: course,
        assignmentId,
        classId,
        userId: studentId,
        lineItemUrl,
        given: 700,
        maximum: 10,
        state: 'given-up',
        queuedAt: at,
        tries: 1,
        nextAt: at,
        heldBy: null,
        heldUntil: null,
        toldAt: at,
        answeredAt: at,
        status: 403,
        answer: 'Closed',
      }),
    )
    yield* q(
      tx.insert(t.platformRosters).values({
        id: list,
        courseId: course,
        classId,
        userId: instructorId,
        people: [{ subject: 'new', name: 'Nora New', role: 'student' }],
        createdAt: at,
      }),
    )
  })
  const configuration = `${origin}/.well-known/openid-configuration`
  return {
    ...secrets,
    course,
    list,
    score,
    configuration,
    login: { iss: issuer, login_hint: 'x', target_link_uri: `${env.publicUrl}/api/lti/launch` },
  }
}
