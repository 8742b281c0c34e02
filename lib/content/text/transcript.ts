import { DOMParser, ParseError } from '@xmldom/xmldom'
import type { Element, Node } from '@xmldom/xmldom'
import { foldSpace } from '#lib/domain/citation.ts'
import type { Report } from '../reading/problems.ts'
import type {
  BracketKind,
  HeaderLine,
  Paragraph,
  Part,
  Sentence,
  SpeakerId,
  TeiHeader,
  Transcript,
  Turn,
} from './types.ts'

type NameKind = 'person' | 'place' | 'body'

const NAME_ELEMENTS: Readonly<Record<string, NameKind>> = {
  persName: 'person',
  placeName: 'place',
  orgName: 'body',
  rs: 'person',
}
const BRACKETS: readonly string[] = ['name-supplied', 'words-supplied', 'illegible', 'omission'] satisfies BracketKind[]
const SPEAKERS: readonly string[] = ['zhou', 'khiem'] satisfies SpeakerId[]

const isBracket = (reason: string): reason is BracketKind => BRACKETS.includes(reason)
const isSpeaker = (who: string): who is SpeakerId => SPEAKERS.includes(who)
const isElement = (node: Node): node is Element => node.nodeType === 1

const textOf = (node: Node): string => foldSpace(node.textContent ?? '')
const lineOf = (node: Node): number => node.lineNumber ?? 1
const idOf = (element: Element): string => element.getAttribute('xml:id') ?? ''
const pointerOf = (element: Element, name: string): string => (element.getAttribute(name) ?? '').replace(/^#/, '')
const inside = (element: Element, name: string): Element[] => [...element.getElementsByTagNameNS('*', name)]
const childElements = (element: Element): Element[] => [...element.childNodes].filter(isElement)

/** The words as they stand: slips uncorrected, brackets kept. */
export const wordsOf = (parts: readonly Part[]): string =>
  parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
        case 'bracket':
          return part.text
        case 'slip':
          return part.sic
        case 'name':
          return wordsOf(part.parts)
        case 'page-break':
          return ''
      }
    })
    .join('')

type Reading = { report: Report; file: string; notes: ReadonlyMap<string, string>; names: Transcript['names'] }

function readParts(parent: Node, reading: Reading): Part[] {
  const parts: Part[] = []
  for (const node of parent.childNodes) {
    if (!isElement(node)) {
      // White space is folded here and once more at the joins, so that a line break in the file is one blank.
      const text = (node.textContent ?? '').replace(/\s+/gu, ' ')
      if (text !== '' && (node.nodeType === 3 || node.nodeType === 4)) parts.push({ kind: 'text', text })
      continue
    }
    const part = readElement(node, reading)
    if (part) parts.push(part)
  }
  return parts
}

function readElement(element: Element, reading: Reading): Part | null {
  const { report, file, notes, names } = reading
  const tag = element.localName ?? ''
  const name = NAME_ELEMENTS[tag]
  if (name) {
    const ref = pointerOf(element, 'ref')
    if (names.get(ref)?.what !== name)
      report(file, lineOf(element), `<${tag}> points to #${ref}, which is no ${name} of the lists in the header`)
    return { kind: 'name', what: name, ref, parts: readParts(element, reading) }
  }
  const note = notes.get(idOf(element)) ?? ''
  if (tag === 'pb') return { kind: 'page-break' }
  if (tag === 'supplied') {
    const bracket = element.getAttribute('reason') ?? ''
    if (!isBracket(bracket)) {
      report(file, lineOf(element), `<supplied> gives the reason "${bracket}"; known are ${BRACKETS.join(', ')}`)
      return null
    }
    if (note === '') report(file, lineOf(element), `the bracket ${textOf(element)} has no note`)
    return { kind: 'bracket', id: idOf(element), bracket, text: textOf(element), note }
  }
  if (tag === 'choice') {
    const [sic, corr] = [inside(element, 'sic')[0], inside(element, 'corr')[0]]
    if (!sic || !corr) {
      report(file, lineOf(element), '<choice> needs one <sic> and one <corr>')
      return null
    }
    if (note === '') report(file, lineOf(element), `the slip "${textOf(sic)}" has no note`)
    return { kind: 'slip', id: idOf(element), sic: textOf(sic), corr: textOf(corr), note }
  }
  report(file, lineOf(element), `<${tag}> does not belong in a sentence`)
  return null
}

function readHeader(root: Element): TeiHeader {
  const first = (path: string): Element | undefined =>
    path.split(' ').reduce<Element | undefined>((at, name) => at && inside(at, name)[0], root)
  const words = (path: string): string => {
    const element = first(path)
    return element ? textOf(element) : ''
  }
  const editorial = first('encodingDesc editorialDecl')
  return {
    title: words('titleStmt title'),
    date: words('origin origDate'),
    citation: words('surrogates bibl'),
    url: first('surrogates ptr')?.getAttribute('target') ?? '',
    summary: words('msContents summary'),
    credits: words('surrogates note'),
    originalLanguage: words('msContents textLang'),
    rights: words('availability licence'),
    editorial: editorial ? childElements(editorial).map(textOf) : [],
  }
}

function readNames(root: Element): Transcript['names'] {
  const lists: [string, NameKind][] = [
    ['person', 'person'],
    ['place', 'place'],
    ['org', 'body'],
  ]
  return new Map(
    lists.flatMap(([tag, what]) =>
      inside(root, tag).map((element) => [idOf(element), { what, label: textOf(element) }] as const),
    ),
  )
}

function parse(xml: string, report: Report, file: string): Element | null {
  try {
    const onError = (
      level: 'warning' | 'error' | 'fatalError',
      message: string,
      context: { locator?: { lineNumber?: number } },
    ): void => {
      report(file, context.locator?.lineNumber ?? 1, `not well-formed (${level}): ${message}`)
    }
    return new DOMParser({ onError }).parseFromString(xml, 'text/xml').documentElement
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

/** The TEI file as data; what is wrong with it goes to `report`. Null where it cannot be read at all. */
export function readTranscript(
  xml: string,
  file: string,
  report: Report,
): { transcript: Transcript; lines: ReadonlyMap<string, number> } | null {
  const root = parse(xml, report, file)
  if (!root) return null
  const body = inside(root, 'body')[0]
  if (!body) {
    report(file, 1, 'the file has no <body>')
    return null
  }

  const lines = new Map<string, number>()
  const claim = (element: Element, expected: string): string => {
    const id = idOf(element)
    if (id !== expected)
      report(file, lineOf(element), `<${element.localName}> has the id "${id}" where "${expected}" is next`)
    if (lines.has(id)) report(file, lineOf(element), `the id "${id}" is used twice`)
    lines.set(id, lineOf(element))
    return id
  }
  const notes = new Map(
    inside(root, 'note').flatMap((note) =>
      note.hasAttribute('target') ? [[pointerOf(note, 'target'), textOf(note)] as const] : [],
    ),
  )
  const names = readNames(root)
  const reading: Reading = { report, file, notes, names }

  const header: HeaderLine[] = []
  let end: HeaderLine | null = null
  for (const element of inside(body, 'ab')) {
    const isEnd = element.getAttribute('type') === 'omission'
    const id = claim(element, isEnd ? 'end' : `h${header.length + 1}`)
    const parts = readParts(element, reading)
    const line: HeaderLine = { id, n: isEnd ? 1 : header.length + 1, text: foldSpace(wordsOf(parts)), parts }
    if (isEnd) end = line
    else header.push(line)
  }

  let counted = 0
  const turns = inside(body, 'sp').map((element, index): Turn => {
    const turn = claim(element, `t${index + 1}`)
    const who = pointerOf(element, 'who')
    if (!isSpeaker(who)) report(file, lineOf(element), `turn ${turn} is given to #${who}, who does not speak`)
    const speaker = isSpeaker(who) ? who : 'zhou'
    const label = inside(element, 'speaker')[0]
    if (!label) report(file, lineOf(element), `turn ${turn} has no <speaker>`)
    const paragraphs = inside(element, 'p').map((p, at): Paragraph => {
      const paragraph = claim(p, `${turn}.p${at + 1}`)
      const sentences = childElements(p).map((s): Sentence => {
        counted += 1
        const parts = readParts(s, reading)
        const text = foldSpace(wordsOf(parts))
        return {
          id: claim(s, `s${counted}`),
          n: counted,
          turn,
          paragraph,
          speaker,
          text,
          words: text.split(' ').length,
          parts,
        }
      })
      return { id: paragraph, sentences }
    })
    return { id: turn, n: index + 1, speaker, label: label ? textOf(label) : '', paragraphs }
  })
  if (!end) {
    report(file, lineOf(body), 'the closing [...] is missing')
    return null
  }

  const units = new Map<
    string,
    { id: string; text: string; order: number; speaker: SpeakerId | null; turn: string | null }
  >()
  const unit = (id: string, text: string, speaker: SpeakerId | null, turn: string | null): void => {
    units.set(id, { id, text, order: units.size, speaker, turn })
  }
  for (const { id, text } of header) unit(id, text, null, null)
  for (const sentence of sentencesOf(turns)) unit(sentence.id, sentence.text, sentence.speaker, sentence.turn)
  unit(end.id, end.text, null, null)

  const exactText = [
    ...header.map(({ text }) => text),
    ...turns.flatMap(({ label, paragraphs }) => [
      label,
      ...paragraphs.flatMap(({ sentences }) => sentences.map(({ text }) => text)),
    ]),
    end.text,
  ].join(' ')
  return { transcript: { tei: readHeader(root), header, turns, end, units, names, exactText }, lines }
}

export const sentencesOf = (turns: readonly Turn[]): Sentence[] =>
  turns.flatMap(({ paragraphs }) => paragraphs.flatMap(({ sentences }) => sentences))

/** All parts of a text, those inside names too. */
export const allParts = (parts: readonly Part[]): Part[] =>
  parts.flatMap((part) => (part.kind === 'name' ? [part, ...allParts(part.parts)] : [part]))

/** Unit id → the persons its text names, from the markup. */
export const personsNamed = (transcript: Transcript): Map<string, string[]> => named(transcript, 'person')

/** Unit id → the places its text names. */
export const placesNamed = (transcript: Transcript): Map<string, string[]> => named(transcript, 'place')

/** Unit id → the parties, institutions and alliances its text names. */
export const bodiesNamed = (transcript: Transcript): Map<string, string[]> => named(transcript, 'body')

function named(transcript: Transcript, what: 'person' | 'place' | 'body'): Map<string, string[]> {
  const lines = [...transcript.header, ...sentencesOf(transcript.turns)]
  return new Map(
    lines.map(({ id, parts }) => [
      id,
      [...new Set(allParts(parts).flatMap((part) => (part.kind === 'name' && part.what === what ? [part.ref] : [])))],
    ]),
  )
}
