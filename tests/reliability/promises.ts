/**
 * What is promised of this product under fault, a line each: what is done to it, how often, and what proves it. Scripts
 * take a seed and a number; their short forms run in `npm test` where `inTests` says so, all of them in `npm run torture`.
 */
import { proof, type Proof } from '../proofs.ts'
import type { Outcome } from './outcome.ts'

export type Run = (seed: number, n: number) => Promise<Outcome>
export type Promised = {
  id: string
  says: string
  /** A script with its full number and its short one. */
  script?: { run: () => Promise<Run>; full: number; short: number; inTests?: true }
  /** Tests that prove it, or the rest of it. */
  proofs?: readonly Proof[]
}

const CLOCK = 'tests/features/clock-table.test.ts'

export const PROMISES: readonly Promised[] = [
  {
    id: 'kill',
    says: 'The server is killed while students save: no acknowledged answer is lost',
    script: { run: async () => (await import('./kill.ts')).kill, full: 100, short: 3 },
    proofs: proof(
      'tests/server/kill.test.ts',
      'ten kills under load: of a thousand acknowledged answers none is missing',
      'a server that answers before it commits is found out',
    ),
  },
  {
    id: 'power-cut',
    says: 'The power goes at any moment: no acknowledged answer is lost, and the file is whole',
    script: { run: async () => (await import('./power-cut.ts')).powerCut, full: 200, short: 20, inTests: true },
  },
  {
    id: 'io-errors',
    says: 'The disk answers with errors: what was not stored is refused, what was acknowledged is there',
    script: { run: async () => (await import('./io-errors.ts')).ioErrors, full: 100, short: 10 },
  },
  {
    id: 'disk-full',
    says: 'The disk is full: saves are refused with a time to come back, reading goes on, no restart is needed',
    script: { run: async () => (await import('./disk-full.ts')).diskFull, full: 20, short: 1, inTests: true },
  },
  {
    id: 'busy',
    says: 'Another process holds the database: saves wait or come back, and whoever reads notices nothing',
    script: { run: async () => (await import('./busy.ts')).busy, full: 6, short: 1 },
    proofs: proof('tests/contract/atomically.test.ts', 'is waited for, and meanwhile the event loop goes on'),
  },
  {
    id: 'restart',
    says: 'A restart or a deploy in the middle of a quiz: old pages go on saving, what is under way is answered',
    proofs: [
      ...proof(
        CLOCK,
        'a restart in the middle: another process on the same file has the order, the answers and the clock',
      ),
      ...proof(
        'tests/server/start.test.ts',
        'SIGTERM to npm lets the request under way finish, closes the port and ends with 0',
      ),
      ...proof(
        'tests/server/build.test.ts',
        'there is not one server action: their ids change with each build, and each is an open decoder',
      ),
    ],
  },
  {
    id: 'offline',
    says: 'The network goes for forty minutes: nothing typed is lost, and nothing is called saved without a receipt',
    proofs: [
      ...proof(
        CLOCK,
        'forty minutes offline: everything that waited is stored in its order, and what came after the end is kept',
      ),
      ...proof(
        'tests/ui/save-queue.test.ts',
        'is called saved only with the receipt in hand',
        'survives a reload: what is left on the device is sent as it was',
      ),
      ...proof('tests/e2e/class.spec.ts', 'a class from the first link to the CSV, with a network that drops'),
    ],
  },
  {
    id: 'two-devices',
    says: 'Two tabs or two devices on one answer: nobody overwrites unasked, and both versions are kept',
    proofs: [
      ...proof(
        CLOCK,
        'two tabs: whoever saves second is shown what the first saved, and both stay in the history',
        'two devices: a stale one hands in nothing that it has not seen',
      ),
      ...proof('tests/e2e/class.spec.ts', 'two tabs on one answer: the one behind sees both versions and chooses'),
    ],
  },
  {
    id: 'clock',
    says: 'The server’s clock is set forward and back: receipts stay, nobody gains time, what is late is kept',
    script: { run: async () => (await import('./clock-steps.ts')).clockSteps, full: 60, short: 4 },
    proofs: proof(
      CLOCK,
      'around a deadline',
      'a server clock that is set back gives nobody more time, and orders no save anew',
    ),
  },
  {
    id: 'zones',
    says: 'Dates where the clocks change: an hour that comes twice is asked about, one that never comes refused',
    proofs: [
      ...proof(
        CLOCK,
        'an hour that comes twice is asked about; each answer is an instant of its own, and shown with the zone',
        'an hour that never comes is refused, and nothing is stored',
        'forty minutes are forty minutes, also over the change',
      ),
      ...proof('lib/domain/zone.test.ts', 'a wall time in its zone'),
    ],
  },
  {
    id: 'migration',
    says: 'A database of any released schema is migrated and cut off in the middle: wholly old or wholly new',
    script: { run: async () => (await import('./migration.ts')).migration, full: 50, short: 1, inTests: true },
  },
  {
    id: 'scribble',
    says: 'The file is scribbled over: no answer is changed without being found',
    script: { run: async () => (await import('./scribble.ts')).scribble, full: 400, short: 50, inTests: true },
    proofs: [
      ...proof('tests/server/verify.test.ts', '%s is found'),
      ...proof(
        'tests/server/damage.test.ts',
        'a server does not start on a damaged file, says so and what to do, and leaves it as it is',
        'a file that takes long to look through: the server opens, says that it still looks, and ends where it finds damage',
      ),
    ],
  },
  {
    id: 'long-reader',
    says: 'Another program reads the database without end: the operator is told, and the log is short once it ends',
    script: { run: async () => (await import('./long-reader.ts')).longReader, full: 120, short: 20 },
    proofs: proof(
      'tests/server/damage.test.ts',
      'another program reads without end: the log and health say so, and once it ends the log is short again',
    ),
  },
  {
    id: 'backup',
    says: 'Backups under load hold everything acknowledged before them, and come back with one command',
    script: { run: async () => (await import('./backup-load.ts')).backupUnderLoad, full: 20, short: 2 },
    proofs: proof(
      'tests/server/backup.test.ts',
      'a restore takes the place of a file that is damaged, and of a log whose file is lost',
      'a damaged file is not restored',
    ),
  },
  {
    id: 'rush',
    says: 'Everybody hands in within the last minute, half within its last ten seconds: no request fails',
    script: { run: async () => (await import('./rush.ts')).rush, full: 2000, short: 60 },
  },
  {
    id: 'slow-clients',
    says: 'Slow and broken clients are cut off, and the others notice nothing',
    script: { run: async () => (await import('./slow-clients.ts')).slowClients, full: 2000, short: 100 },
  },
  {
    id: 'fuzz',
    says: 'Ten thousand hostile requests a seed: none answers 5xx or hangs, and memory comes back',
    script: { run: async () => (await import('./fuzz.ts')).fuzz, full: 5, short: 1 },
  },
  {
    id: 'huge',
    says: 'Very large classes and long terms: no page grows with them, and everything is reachable',
    proofs: [
      ...proof('tests/features/big-class.test.ts', 'no page grows with the class'),
      ...proof('tests/server/big-class.test.ts', 'every student is reached from page to page, each on one of them'),
      ...proof(
        'tests/server/long-term.test.ts',
        'the desk’s pages show every assignment once, each with the column of the same page under it',
      ),
    ],
  },
  {
    id: 'edits',
    says: 'A quiz is edited while it is taken: nobody’s questions, answers or scores change unasked',
    proofs: [
      ...proof(CLOCK, 'a quiz that is changed after it was given'),
      ...proof(
        'tests/features/second-look.test.ts',
        'moving reaches only those who have not begun; who has keeps questions, key and score',
        'a corrected key is previewed, applied once, audited, told, and the first score stays',
      ),
    ],
  },
  {
    id: 'erasure',
    says: 'Whoever is erased is gone from every table; the counts stay',
    proofs: proof(
      'tests/features/erasure.test.ts',
      'after erasure no word, name or address of mine is in any table; the counts are',
      'and the way in is shut: session, address, name',
    ),
  },
  {
    id: 'two-processes',
    says: 'Two servers on one PostgreSQL, one of them killed: what it acknowledged is handed in on the other',
    proofs: proof(
      'tests/server/two-processes.test.ts',
      'twenty hands on one answer through both: one seq, one winner, nothing lost',
      'one is killed: what it acknowledged is handed in on the other',
    ),
  },
  {
    id: 'failover',
    says: 'The machine of PostgreSQL dies and its synchronous standby takes its place: no acknowledged answer is lost',
    script: { run: async () => (await import('./failover.ts')).failover, full: 10, short: 1 },
  },
]
