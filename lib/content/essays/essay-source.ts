import { readFileSync } from 'node:fs'
import { createProcessor } from '@mdx-js/mdx'
import { z } from 'zod'
import { foldSpace } from '#lib/domain/citation.ts'
import { readText, readYamlText } from '../reading/files.ts'
import type { Place } from '../reading/files.ts'
import { proseOf } from '../reading/fields.ts'
import { splitSentences } from '../text/split.ts'
import type { Statement } from '../reading/statements.ts'
import { attribute, unwrapped, type MdxNode } from './mdx-node.ts'

const matterSchema = z.strictObject({ title: proseOf(120), summary: proseOf(300) })

/** What an essay may be made of, and the attributes each component takes. Everything else is refused. */
const COMPONENTS: Readonly<Record<string, { needs: readonly string[]; takes?: readonly string[] }>> = {
  P: { needs: [] },
  H: { needs: [] },
  G: { needs: ['by'] },
  Cite: { needs: ['at'] },
  Read: { needs: ['work'] },
  Term: { needs: ['id'] },
  Differ: { needs: ['question', 'among'] },
  Side: { needs: ['answer'], takes: ['work'] },
  Weigh: { needs: [] },
}
/** Who disagrees in a `<Differ>`. */
const AMONG: readonly string[] = ['historians', 'sources']
/** What may hold sentences. */
const PROSE: readonly string[] = ['P', 'Side', 'Weigh']
const TEXT_NODES: readonly string[] = ['text', 'emphasis', 'strong', 'paragraph']

type Placed<T> = T & { line: number }
/** The text of an essay or of its short form. */
export type EssayTextSource = {
  file: string
  words: number
  /** Paragraphs and disagreements, which share one row of numbers. */
  paragraphs: Placed<{ id: string; text: string }>[]
  grounds: Placed<Statement>[]
  cites: Placed<{ at: string; quote?: string }>[]
  reads: Placed<{ work: string }>[]
  terms: Placed<{ term: string }>[]
  differs: Placed<{ sides: number }>[]
  /** The work to which a side of a disagreement is ascribed. */
  sides: Placed<{ work: string }>[]
}
export type EssaySource = EssayTextSource & { slug: string; title: string; summary: string }
export type ShortSource = EssayTextSource & { slug: string }

/** Front matter and text, apart. The text keeps its line numbers, so that a message points into the file. */
export function splitMatter(source: string): { matter: string; body: string } | null {
  const match = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/u.exec(source)
  if (!match) return null
  return { matter: match[1] ?? '', body: match[0].replace(/[^\n]/gu, '') + source.slice(match[0].length) }
}

/** The text of an essay without its front matter; a short form has none. */
export function readEssaySource(file: string): string {
  const source = readFileSync(file, 'utf8')
  return splitMatter(source)?.body ?? source
}

const isJsx = (node: MdxNode): boolean => node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement'
const plain = (node: MdxNode): string => node.value ?? (node.children ?? []).map(plain).join('')
const lineOf = (node: MdxNode): number => node.position?.start.line ?? 1

/** An essay as a tree, for forms that are no page. Only of essays that have passed the checks. */
export function essayTree(file: string): MdxNode {
  return createProcessor({ format: 'mdx' }).parse(readEssaySource(file))
}

function parse(file: string, body: string, { report }: Place): MdxNode | null {
  try {
    return createProcessor({ format: 'mdx' }).parse(body)
  } catch (error) {
    const line =
      typeof error === 'object' && error !== null && 'line' in error && typeof error.line === 'number' ? error.line : 1
    report(
      file,
      line,
      `not readable as MDX: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown fault'}`,
    )
    return null
  }
}

function checkAttributes(
  node: MdxNode,
  name: string,
  { needs, takes = [] }: { needs: readonly string[]; takes?: readonly string[] },
  fault: (message: string) => void,
): void {
  for (const { type, name: given, value } of node.attributes ?? []) {
    if (type !== 'mdxJsxAttribute' || !given || !(needs.includes(given) || takes.includes(given)))
      fault(`<${name}> does not take ${given ? `"${given}"` : 'an expression'}`)
    else if (typeof value !== 'string') fault(`<${name}> takes ${given}="…" and no expression`)
  }
  // A <G> without its ground is reported with the grounds.
  for (const needed of needs) if (name !== 'G' && attribute(node, needed) === '') fault(`<${name}> needs ${needed}="…"`)
}

const slugOf = (file: string): string => file.replace(/^.*\//u, '').replace(/\.mdx$/u, '')

/** An essay as data: its paragraphs, grounds and citations, for the checks and for the way back. */
export function readEssay(place: Place, file: string): EssaySource | null {
  const split = splitMatter(readText(place, file) ?? '')
  if (!split) {
    place.report(file, 1, 'the essay has no front matter (title, summary between lines of ---)')
    return null
  }
  const [matter] = readYamlText(place, file, split.matter, matterSchema, 1)
  const text = readEssayText(place, file, split.body)
  return matter && text ? { slug: slugOf(file), ...matter.value, ...text } : null
}

/** The short form has the essay's title and summary, and so no front matter of its own. */
export function readShort(place: Place, file: string): ShortSource | null {
  const text = readEssayText(place, file, readText(place, file) ?? '')
  return text ? { slug: slugOf(file), ...text } : null
}

function readEssayText(place: Place, file: string, body: string): EssayTextSource | null {
  const { report } = place
  const tree = parse(file, body, place)
  if (!tree) return null
  const essay: EssayTextSource = {
    file,
    words: 0,
    paragraphs: [],
    grounds: [],
    cites: [],
    reads: [],
    terms: [],
    differs: [],
    sides: [],
  }
  const element = (node: MdxNode, name: string, within: readonly string[]): void => {
    const line = lineOf(node)
    const fault = (message: string): void => report(file, line, message)
    const known = COMPONENTS[name]
    if (!known)
      fault(
        `unknown component <${name}>; an essay is made of ${Object.keys(COMPONENTS)
          .map((one) => `<${one}>`)
          .join(' ')}`,
      )
    if (known) checkAttributes(node, name, known, fault)
    const text = foldSpace(plain(node))
    if (name === 'P' || name === 'Differ') essay.paragraphs.push({ id: `p${essay.paragraphs.length + 1}`, text, line })
    if (name === 'Differ') {
      const sides = unwrapped(node).filter((child) => child.name === 'Side').length
      essay.differs.push({ sides, line })
      if (sides < 2) fault(`<Differ> needs two sides <Side> or more, and has ${sides}`)
      const among = attribute(node, 'among')
      if (among !== '' && !AMONG.includes(among)) fault(`<Differ among="${among}">: ${AMONG.join(' or ')}`)
    }
    if ((name === 'Side' || name === 'Weigh') && within.at(-1) !== 'Differ')
      fault(`<${name}> stands outside a disagreement <Differ>`)
    if (name === 'Side') essay.sides.push({ work: attribute(node, 'work'), line })
    if (name === 'G') {
      if (!PROSE.includes(within.at(-1) ?? '')) fault('<G> stands outside a paragraph <P>')
      if (splitSentences(text).length > 1) fault(`<G> holds more than one sentence: "${text.slice(0, 60)}"`)
      essay.grounds.push({ by: attribute(node, 'by'), text, line })
    }
    if (name === 'Cite') essay.cites.push({ at: attribute(node, 'at'), ...(text === '' ? {} : { quote: text }), line })
    if (name === 'Term') essay.terms.push({ term: attribute(node, 'id'), line })
    if (name === 'Read') essay.reads.push({ work: attribute(node, 'work'), line })
  }
  const visit = (node: MdxNode, within: readonly string[]): void => {
    const line = lineOf(node)
    if (isJsx(node)) {
      const name = node.name ?? ''
      element(node, name, within)
      for (const child of node.children ?? []) visit(child, [...within, name])
      return
    }
    if (node.type !== 'root' && !TEXT_NODES.includes(node.type)) {
      report(file, line, `${node.type} does not belong in an essay`)
      return
    }
    if (
      node.type === 'text' &&
      plain(node).trim() !== '' &&
      !within.includes('G') &&
      !within.includes('H') &&
      !within.some((name) => !COMPONENTS[name])
    ) {
      report(file, line, `a sentence outside <G>: "${foldSpace(plain(node)).slice(0, 60)}"`)
    }
    for (const child of node.children ?? []) visit(child, within)
  }
  visit(tree, [])
  essay.words = [...plain(tree).matchAll(/[\p{L}\p{N}][\p{L}\p{N}’'–-]*/gu)].length
  return essay
}
