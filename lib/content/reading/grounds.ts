import { sentenceIdSchema } from '#lib/domain/citation.ts'

/** What a sentence of ours stands on, from one word of its `by`. Null where the word is none of the known forms. */
export type GroundKind = 'T' | 'V' | 'K' | 'U' | 'frame'
export type ParsedGround = {
  kind: GroundKind
  /** A sentence id for T, a work for V and K; empty for the rest and for K:general. */ target: string
}

export function parseGround(word: string): ParsedGround | null {
  if (word === 'U' || word === 'frame') return { kind: word, target: '' }
  if (word === 'K:general') return { kind: 'K', target: '' }
  const [kind, target = '', ...more] = word.split(':')
  if (more.length > 0 || target === '') return null
  if (kind === 'T') return sentenceIdSchema.safeParse(target).success ? { kind, target } : null
  return kind === 'V' || kind === 'K' ? { kind, target } : null
}

/** The grounds of a sentence, as far as they can be read. */
export const groundsIn = (by: string): ParsedGround[] => by.split(/\s+/u).flatMap((word) => parseGround(word) ?? [])

const HEDGE = new RegExp(
  `\\b(${[
    'may',
    'might',
    'could',
    'perhaps',
    'probabl[ey]',
    'probably',
    'possibl[ey]',
    'likely',
    'unlikely',
    'seems?',
    'seemed',
    'appears?',
    'apparently',
    'presumably',
    'uncertain',
    'unclear',
    'unknown',
    'unsettled',
    'undecided',
    'open question',
    'disputed',
    'contested',
    'conjecture',
    'inference',
    'inferred',
    'guess',
    'doubtful',
    'reportedly',
    'said to',
    'thought to',
    'believed to',
    'usually',
    'suggests?',
    'differ',
    'disagree',
    'not (?:been )?(?:known|stated|clear|certain|settled|explained|recorded|say)',
    'no one knows',
    'nobody knows',
    'cannot (?:be|say|tell|know|decide)',
    'does not (?:say|state|tell|explain)',
    'do not (?:say|state|know)',
  ].join('|')})\\b`,
  'iu',
)

/** An uncertain sentence has to sound like one. */
export const isHedged = (text: string): boolean => HEDGE.test(text)
