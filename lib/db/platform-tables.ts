import type { JWK } from 'jose'
import type { PickSettings, RosterPerson } from '#lib/domain/platform.ts'
import type { Role } from '#lib/domain/viewer.ts'
import type { Belonging } from './belonging.ts'
import type { Kit } from './kit.ts'

/** A school's own system (LTI 1.3): who it is, which of its courses is which class, and the scores on their way to it. */
export function definePlatformTables(k: Kit, { ofUser, ofClass, ofAssignment }: Belonging) {
  const identities = k.table(
    'identities',
    {
      issuer: k.text().notNull(),
      subject: k.text().notNull(),
      userId: ofUser(),
      createdAt: k.instant().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.issuer, t.subject] }), k.index('identities_user').on(t.userId)],
  )

  const platforms = k.table(
    'platforms',
    {
      id: k.id(),
      /** What people call it. */
      title: k.text().notNull(),
      issuer: k.text().notNull(),
      clientId: k.text().notNull(),
      authUrl: k.text().notNull(),
      tokenUrl: k.text().notNull(),
      jwksUrl: k.text().notNull(),
      /** What its token address is called in an assertion, where that is not the address itself. */
      tokenAudience: k.text(),
      /** The only hosts that are ever asked for anything, and whose pages may frame a window page. */
      hosts: k.json<string[]>().notNull(),
      /** It stands inside the school's own network: private addresses and, on this machine, plain http are meant. */
      isInside: k.bool().notNull(),
      createdAt: k.instant().notNull(),
      endedAt: k.instant(),
    },
    (t) => [k.unique('platforms_client').on(t.issuer, t.clientId)],
  )
  const ofPlatform = () =>
    k
      .text()
      .notNull()
      .references(() => platforms.id, { onDelete: 'cascade' })

  const platformDeployments = k.table(
    'platform_deployments',
    { platformId: ofPlatform(), deployment: k.text().notNull(), createdAt: k.instant().notNull() },
    (t) => [k.primaryKey({ columns: [t.platformId, t.deployment] })],
  )

  const platformInvitations = k.table('platform_invitations', {
    /** SHA-256 of the secret in the address that the platform's administrator pastes. */
    id: k.id(),
    /** The one host that may register by it. */
    host: k.text().notNull(),
    isInside: k.bool().notNull(),
    createdAt: k.instant().notNull(),
    expiresAt: k.instant().notNull(),
    usedAt: k.instant(),
  })

  const toolKeys = k.table('tool_keys', {
    /** The `kid`. */
    id: k.id(),
    privateKey: k.json<JWK>().notNull(),
    publicKey: k.json<JWK>().notNull(),
    createdAt: k.instant().notNull(),
    /** From then on another key signs; this one is shown a while longer, for what it has signed. */
    retiredAt: k.instant(),
  })

  const platformLogins = k.table('platform_logins', {
    /** SHA-256 of the state. */
    id: k.id(),
    platformId: ofPlatform(),
    nonce: k.text().notNull(),
    /** SHA-256 of the secret in the browser's cookie. */
    browser: k.text().notNull(),
    target: k.text().notNull(),
    createdAt: k.instant().notNull(),
    /** Set by whoever uses it first; of many that come at once one finds it empty. */
    usedAt: k.instant(),
  })

  const platformCourses = k.table(
    'platform_courses',
    {
      id: k.id(),
      platformId: ofPlatform(),
      deployment: k.text().notNull(),
      /** The platform's id of the course. */
      context: k.text().notNull(),
      title: k.text().notNull(),
      classId: ofClass(),
      /** Where it lists its members and its columns of grades, where it allows that. */
      membersUrl: k.text(),
      lineItemsUrl: k.text(),
      scopes: k.json<string[]>().notNull(),
      boundBy: k.text().notNull(),
      boundAt: k.instant().notNull(),
    },
    (t) => [
      k.unique('platform_courses_once').on(t.platformId, t.deployment, t.context),
      k.index('platform_courses_class').on(t.classId),
    ],
  )
  const ofCourse = () =>
    k
      .text()
      .notNull()
      .references(() => platformCourses.id, { onDelete: 'cascade' })

  const platformMembers = k.table(
    'platform_members',
    {
      courseId: ofCourse(),
      userId: ofUser(),
      classId: ofClass(),
      role: k.text().$type<Role>().notNull(),
      /** The platform brought them into the class; its word on their role then counts from launch to launch. */
      isBrought: k.bool().notNull(),
      seenAt: k.instant().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.courseId, t.userId] }),
      k.index('platform_members_class').on(t.classId, t.userId),
    ],
  )

  /** A launch that waits for somebody to choose: which class a course is, or what is put into a course. */
  const platformLaunches = k.table(
    'platform_launches',
    {
      /** SHA-256 of the secret in the address of the page that asks. */
      id: k.id(),
      platformId: ofPlatform(),
      deployment: k.text().notNull(),
      userId: ofUser(),
      context: k.text().notNull(),
      title: k.text().notNull(),
      membersUrl: k.text(),
      lineItemsUrl: k.text(),
      scopes: k.json<string[]>().notNull(),
      /** Who launched, as the platform names them. */
      subject: k.text().notNull(),
      /** The account was made by this very launch, so that another one may take its place. */
      isFresh: k.bool().notNull(),
      picks: k.json<PickSettings>(),
      createdAt: k.instant().notNull(),
      expiresAt: k.instant().notNull(),
      usedAt: k.instant(),
    },
    (t) => [k.index('platform_launches_user').on(t.userId)],
  )

  const platformLinks = k.table(
    'platform_links',
    {
      courseId: ofCourse(),
      assignmentId: ofAssignment(),
      classId: ofClass(),
      /** The platform's column of grades. */
      lineItemUrl: k.text().notNull(),
      seenAt: k.instant().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.courseId, t.assignmentId] }), k.index('platform_links_class').on(t.classId)],
  )

  const platformScores = k.table(
    'platform_scores',
    {
      id: k.id(),
      courseId: ofCourse(),
      assignmentId: ofAssignment(),
      classId: ofClass(),
      userId: ofUser(),
      lineItemUrl: k.text().notNull(),
      /** In hundredths; null takes back what was sent before. */
      given: k.int(),
      maximum: k.int().notNull(),
      state: k.text().$type<'waiting' | 'sent' | 'replaced' | 'given-up'>().notNull(),
      queuedAt: k.instant().notNull(),
      tries: k.int().notNull(),
      /** Not before. */
      nextAt: k.instant().notNull(),
      /** Whoever sends it holds it for so long; another process takes it over afterwards. */
      heldBy: k.text(),
      heldUntil: k.instant(),
      /** The time that the platform was told, in whole seconds, later with each score of this person in this column. */
      toldAt: k.instant(),
      answeredAt: k.instant(),
      /** What the platform said: its status, 0 where it could not be reached, and its first words. */
      status: k.int(),
      answer: k.text(),
    },
    (t) => [
      k.index('platform_scores_due').on(t.state, t.nextAt),
      k.index('platform_scores_of').on(t.classId, t.assignmentId, t.userId),
      k.index('platform_scores_user').on(t.userId),
    ],
  )

  const platformRosters = k.table(
    'platform_rosters',
    {
      id: k.id(),
      courseId: ofCourse(),
      classId: ofClass(),
      /** Who asked for it. */
      userId: ofUser(),
      people: k.json<RosterPerson[]>().notNull(),
      createdAt: k.instant().notNull(),
    },
    (t) => [k.index('platform_rosters_class').on(t.classId)],
  )

  return {
    identities,
    platforms,
    platformDeployments,
    platformInvitations,
    toolKeys,
    platformLogins,
    platformCourses,
    platformMembers,
    platformLaunches,
    platformLinks,
    platformScores,
    platformRosters,
  }
}
