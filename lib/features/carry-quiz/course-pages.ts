/** Readings, essays, discussions and links as a course elsewhere holds them: pages of their own, no script, every link whole. */
import { toXml } from 'xast-util-to-xml'
import { x } from 'xastscript'
import { essayParts } from '#lib/content/essays/essay-forms.ts'
import { attribute, isBlank, loose, type MdxNode } from '#lib/content/essays/mdx-node.ts'
import type { Edition, Essay } from '#lib/content/types.ts'
import type { Question } from '#lib/domain/question.ts'
import { written } from './manifest.ts'

type Node = ReturnType<typeof x>
type Bit = Node | string

const pageOf = (title: string, body: readonly Bit[]): string =>
  `<!doctype html>\n${toXml(x('html', { lang: 'en' }, [x('head', [x('meta', { charset: 'utf-8' }), x('title', title)]), x('body', [...body])]), { closeEmptyElements: true })}\n`

/** As people cite: s. 143, header 3. */
const nameOf = (at: string): string =>
  at === 'end' ? 'the end' : at.startsWith('h') ? `header ${at.slice(1)}` : `s. ${at.slice(1)}`
const citeOf = (at: string, origin: string): Node => x('a', { href: `${origin}/transcript#${at}` }, nameOf(at))

const footOf = (rights: string, address: string): Node[] => [
  x('hr'),
  x('p', [rights, ' ', x('a', { href: address }, address)]),
]

/** The whole transcript, every sentence under its permanent number. */
export function transcriptPage({ transcript }: Edition, origin: string): string {
  const { header, turns, end, tei } = transcript
  return pageOf('The transcript', [
    ...header.map(({ id, text }) => x(id === 'h3' ? 'h1' : 'p', { id }, text)),
    ...turns.flatMap(({ id, label, paragraphs }) => [
      x('h2', { id }, label),
      ...paragraphs.map((paragraph) =>
        x(
          'p',
          { id: paragraph.id },
          paragraph.sentences.flatMap((one): Bit[] => [
            x('span', { id: one.id }, [x('sup', String(one.n)), ` ${one.text}`]),
            ' ',
          ]),
        ),
      ),
    ]),
    x('p', { id: end.id }, end.text),
    ...footOf(tei.rights, `${origin}/transcript`),
  ])
}

/** An essay; what each of its sentences rests on stays at its own address, which its foot names. */
export function essayPage({ slug, title, summary }: Essay, { works }: Edition, origin: string): string {
  const referenceOf = (work: string): string => works.find(({ id }) => id === work)?.reference ?? ''
  const inside = (node: MdxNode): Bit[] => (node.children ?? []).flatMap(draw)
  // Between two sentences is one blank.
  const sentences = (node: MdxNode): Bit[] =>
    loose(node).flatMap((child, i) => [...(i > 0 ? [' '] : []), ...draw(child)])
  const draw = (node: MdxNode): Bit[] => {
    switch (node.name ?? node.type) {
      case 'P':
        return [x('p', sentences(node))]
      case 'Differ':
        return [
          x('h2', attribute(node, 'question')),
          x('p', attribute(node, 'among') === 'historians' ? 'Historians differ.' : 'Sources differ.'),
          ...loose(node).flatMap(draw),
        ]
      case 'Side': {
        const work = attribute(node, 'work')
        return [
          x('h3', attribute(node, 'answer')),
          x('p', sentences(node)),
          ...(work ? [x('p', [x('small', referenceOf(work))])] : []),
        ]
      }
      case 'Weigh':
        return [x('h3', 'To weigh it'), x('p', sentences(node))]
      case 'H':
        return [x('h2', inside(node))]
      case 'Cite': {
        const words = inside(node)
        const at = citeOf(attribute(node, 'at'), origin)
        return words.length > 0 ? ['“', ...words, '” (', at, ')'] : [at]
      }
      case 'Read':
        return [x('p', [x('small', referenceOf(attribute(node, 'work')))])]
      case 'emphasis':
        return [x('em', inside(node))]
      case 'strong':
        return [x('strong', inside(node))]
      case 'text':
        return [node.value ?? '']
      default:
        return inside(node)
    }
  }
  return pageOf(title, [
    x('h1', title),
    x('p', [x('em', summary)]),
    ...(essayParts(slug).children ?? []).filter((child) => !isBlank(child)).flatMap(draw),
    ...footOf('An essay of Xihua Hall, CC BY 4.0. What each sentence rests on:', `${origin}/essays/${slug}`),
  ])
}

const markup = (bits: readonly Node[]): string => bits.map((bit) => toXml(bit)).join('')

/** A guided question as what a forum opens with. What is meant for whoever teaches stays here. */
export function topicOf(question: Question, origin: string): string {
  const { title, setting, prompt, beside, passages, citations } = question
  const text = markup([
    x('p', setting),
    x('p', [x('strong', prompt)]),
    ...(beside.length > 0
      ? [
          x(
            'ul',
            beside.map((one) => x('li', one.text)),
          ),
        ]
      : []),
    x('p', 'Where to look:'),
    x(
      'ul',
      passages.map(({ from, to, look }) =>
        x('li', [citeOf(from, origin), ...(to === from ? [] : [' to ', citeOf(to, origin)]), `: ${look}`]),
      ),
    ),
    x('p', citations === 1 ? 'Cite at least one sentence by its number.' : `Cite at least ${citations} sentences by their numbers.`), // prettier-ignore
  ])
  return written(
    x('topic', { xmlns: 'http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1' }, [
      x('title', title),
      x('text', { texttype: 'text/html' }, text),
    ]),
  )
}

export const webLink = (title: string, href: string): string =>
  written(
    x('webLink', { xmlns: 'http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1' }, [
      x('title', title),
      x('url', { href }),
    ]),
  )
