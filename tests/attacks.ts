/** The attacks that this product is tested against, each with the tests that try it. */
import { proof, type Proof } from './proofs.ts'

export type Attack = { id: string; attack: string; proofs: readonly Proof[] }

const MATRIX = 'tests/features/route-matrix.test.ts'
const GUARD = 'lib/server/guard.test.ts'
const RULES = 'tests/features/attacks.test.ts'
const PROCESS = 'tests/server/attacks.test.ts'
const START = 'tests/server/start.test.ts'
const BUILD = 'tests/server/build.test.ts'
const FUZZ = proof('tests/server/fuzz.test.ts', '10,000 hostile requests, seed ${seed}')

export const ATTACKS: readonly Attack[] = [
  {
    id: 'A1',
    attack: 'Ids of others in addresses, bodies and forms, for every route and role',
    proofs: proof(MATRIX, 'names every route that is mounted, and no other', '%s', '%s as a form'),
  },
  {
    id: 'A2',
    attack: 'Keys, explanations and misreadings of a quiz before its feedback is due',
    proofs: [
      ...proof(
        'tests/features/sentinels.test.ts',
        '$name holds no key, explanation or misreading',
        'reads no key; handing in does, so that this test can see one',
        'says the same to right and wrong, but for the receipt',
      ),
      ...proof(
        'tests/server/sentinel-crawl.test.ts',
        'nothing hidden is in any byte that students can fetch before feedback is due, and it is there afterwards',
      ),
    ],
  },
  {
    id: 'A3',
    attack: 'Changing what has been handed in',
    proofs: [
      ...proof(RULES, 'no save, newer, older or the same with another answer, changes what was handed in or its score'),
      ...proof('tests/contract/append-only.test.ts', '%s is refused'),
    ],
  },
  {
    id: 'A4',
    attack: 'Deadlines, clocks, a fresh timer by beginning again',
    proofs: proof(
      'tests/features/clock-table.test.ts',
      'around a deadline',
      'extra time moves it for one, and both read their own on the page',
      'a server clock that is set back gives nobody more time, and orders no save anew',
    ),
  },
  {
    id: 'A5',
    attack: 'Replays and races: fifty beginnings, fifty hand-ins, a save beside a hand-in',
    proofs: proof(
      RULES,
      'beginnings of a quiz that may be taken once are one attempt',
      'hand-ins are one, with one result',
      'a save beside the hand-in is either in what is scored or refused and kept, never neither',
    ),
  },
  {
    id: 'A6',
    attack: 'Guessing the code of a class',
    proofs: proof(RULES, 'wrong codes are answered alike, however near, and slowed by address; others still join'),
  },
  {
    id: 'A7',
    attack: 'Fields that nobody asked for, prototypes, a client that changes its own token',
    proofs: [
      ...proof(
        RULES,
        '%s refuses them and changes nothing',
        'a prototype sent along is no more than another unknown field',
      ),
      ...proof(PROCESS, 'a client does not change its own token'),
    ],
  },
  {
    id: 'A8',
    attack: 'An instructor’s routes asked by students, by others’ instructors, and after a role has ended',
    proofs: [
      ...proof(MATRIX, '%s', 'a membership that ends bites at the next request, and a role that changes too'),
      ...proof('tests/features/permission-matrix.test.ts', '%s: %s', 'every permission is asked by a feature'),
    ],
  },
  {
    id: 'A9',
    attack: 'Script in names, titles, notes, answers and imported lists',
    proofs: proof(
      'tests/e2e/hostile-texts.spec.ts',
      'without the policy, escaping alone leaves them text',
      'raw in a page, our policy alone lets none of them run or load',
    ),
  },
  {
    id: 'A10',
    attack: 'Formulas in files for spreadsheets',
    proofs: proof(
      'tests/features/archive.test.ts',
      'has in its CSV files, parsed again, what its JSON has, with formulas inert',
    ),
  },
  {
    id: 'A11',
    attack: 'Paths that lead out of the site',
    proofs: [...proof(GUARD, 'methods and addresses'), ...proof(PROCESS, '%s is not there')],
  },
  {
    id: 'A12',
    attack: 'Writing without a session, or with one that is forged, ended or expired',
    proofs: [
      ...proof(MATRIX, '%s', 'a cookie that is forged, ended or expired is no session'),
      ...proof(BUILD, 'there is not one server action: their ids change with each build, and each is an open decoder'),
    ],
  },
  {
    id: 'A13',
    attack: 'Writes that a foreign page sends, and framing',
    proofs: [
      ...proof(GUARD, 'where a write comes from', 'a foreign page may not sign anybody in'),
      ...proof(START, 'every kind of answer carries the common headers'),
    ],
  },
  {
    id: 'A14',
    attack: 'Sessions fixed, replayed, kept after sign-out or a new passphrase, sent as a bearer token',
    proofs: [
      ...proof(
        RULES,
        'a new passphrase ends every other session at once, and the old one no longer proves anything',
        'signed out, the cookie opens nothing, two hundred times; a session is no bearer token',
      ),
      ...proof(PROCESS, 'a session chosen beforehand is not the one that sign-in opens'),
    ],
  },
  {
    id: 'A15',
    attack: 'Guessing passphrases, also from many addresses, and overlong ones',
    proofs: proof(
      PROCESS,
      'ten wrong passphrases slow an account, whatever address is claimed; another account goes on',
      'a passphrase longer than any is not hashed',
    ).concat(
      proof(
        'tests/features/forgotten.test.ts',
        'used twice at once, exactly one wins',
        'sixty times from one place: the place waits with asking, and its school signs in and takes its quiz',
      ),
    ),
  },
  {
    id: 'A16',
    attack: 'Finding out who has an account',
    proofs: proof(
      PROCESS,
      'a known and an unknown account are answered alike, and after the same work',
      'a known and an unknown address are answered alike, after the same work; letters go to the known alone',
    ),
  },
  {
    id: 'A17',
    attack: 'Addresses to go on to that lead elsewhere',
    proofs: [
      ...proof(GUARD, 'callback addresses', 'a cookie that leads elsewhere is taken out, and nothing else'),
      ...proof(START, 'next-auth never sees %s', 'a callback cookie that leads elsewhere does no harm'),
    ],
  },
  {
    id: 'A18',
    attack: 'The framework’s image address as a way to other machines',
    proofs: proof(PROCESS, '%s does not exist'),
  },
  {
    id: 'A19',
    attack: 'Bodies, addresses and headers without bounds; slow senders',
    proofs: [
      ...proof(GUARD, 'bodies'),
      ...proof(
        'tests/features/bad-input.test.ts',
        'bad input: each case has its code, stores nothing that it should not, and loses nothing typed',
      ),
      ...FUZZ,
    ],
  },
  {
    id: 'A20',
    attack: 'Another Host, forwarding headers, shared caches',
    proofs: [
      ...proof(GUARD, 'host'),
      ...proof(START, 'what is made at request time is kept by nobody, data of a page included'),
      ...proof(PROCESS, 'another name in Host or in a forwarding header appears in nothing that is sent'),
    ],
  },
  {
    id: 'A21',
    attack: 'What was once wrong in the framework: steering headers, actions, old versions',
    proofs: [
      ...proof(
        PROCESS,
        'a visitor who sends %s still signs in first',
        'an action (%s) is turned away before it is decoded',
      ),
      ...proof('tests/attacks.test.ts', '%s is at least %s'),
      ...FUZZ,
    ],
  },
  {
    id: 'A22',
    attack: 'Files of the server over HTTP or by its neighbors on the machine',
    proofs: [
      ...proof(PROCESS, '%s is not there'),
      ...proof(START, 'a data folder that others can read'),
      ...proof(BUILD, 'no source map is served'),
      ...proof(
        'tests/server/backup.test.ts',
        'a backup holds every row saved before it, in a file that only its owner reads',
      ),
    ],
  },
]
