import type { Nodes } from 'xast'
import { x } from 'xastscript'
import { essayParts } from '#lib/content/essays/essay-forms.ts'
import { attribute, isBlank, loose, type MdxNode } from '#lib/content/essays/mdx-node.ts'
import { notedText } from '#lib/content/text/notes.ts'
import type { NotedText, Piece } from '#lib/content/text/notes.ts'
import type { Edition, Essay, Person, Sentence, Work } from '#lib/content/types.ts'
import { DOCUMENT } from '#lib/domain/document.ts'
import { citeLabel, citationLine } from '../_ui/citation.ts'
import { groundWords } from '../_ui/ground-words.ts'
import { numberGrounds } from '../_ui/grounds.tsx'
import { noteMark, noteWords } from '../_ui/note-words.ts'
import type { Book, Chapter } from './container.ts'
import { STYLE } from './style.ts'

type Bit = Nodes | string

/** Raised by hand with a change that is worth fetching the book again for: a date of the build would make each build another file. */
const MODIFIED = '2026-11-24T00:00:00Z'
const IDENTIFIER = 'urn:uuid:fb6b9b1a-d780-485e-930d-096dfdcc01e8'
const TITLE = 'Xihua Hall: one secret conversation, read closely'

/** A chip of the site as a link of the book. */
const cite = (at: string): Nodes => x('a', { class: 'cite', href: `transcript.xhtml#${at}` }, citeLabel(at))

const noteRef = (n: number, mark: string, ref: string, note: string): Nodes =>
  x('a', { class: 'ref', id: `${ref}${n}`, 'epub:type': 'noteref', role: 'doc-noteref', href: `#${note}${n}` }, mark)

const footnote = (n: number, mark: string, ref: string, note: string, words: Bit[]): Nodes =>
  x('aside', { id: `${note}${n}`, 'epub:type': 'footnote', role: 'doc-footnote' }, [
    x('p', [x('a', { href: `#${ref}${n}`, role: 'doc-backlink' }, mark), ' ', ...words]),
  ])

/** Pieces of the text with their notes. `linked` holds the persons already linked in the turn. */
function pieces(all: readonly Piece[], linked: Set<string>): Bit[] {
  return all.flatMap((piece): Bit[] => {
    switch (piece.kind) {
      case 'text':
        return [piece.text]
      case 'note':
        return [noteRef(piece.n, noteMark(piece.n), 'ref-', 'note-')]
      case 'person': {
        const inner = pieces(piece.pieces, linked)
        // A link cannot stand in a link, and a name with a supplied part has its note inside.
        if (linked.has(piece.ref) || piece.pieces.some(({ kind }) => kind === 'note')) return inner
        linked.add(piece.ref)
        return [x('a', { class: 'name', href: `people.xhtml#${piece.ref}` }, inner)]
      }
    }
  })
}

function transcriptChapter({ transcript, people }: Edition): Chapter {
  const { lines, notes }: NotedText = notedText(transcript, people)
  const words = (id: string, linked = new Set<string>()) => pieces(lines.get(id) ?? [], linked)
  const sentence = ({ id, n }: Sentence, linked: Set<string>): Bit[] => [
    x('span', { id }, [x('span', { class: n % 5 === 0 ? 'n f' : 'n' }, String(n)), '\u2009', ...words(id, linked)]),
    ' ',
  ]
  return {
    id: 'transcript',
    title: 'Transcript',
    type: 'bodymatter chapter',
    sections: transcript.turns.map(({ id, n, label }) => ({ id, title: `Turn ${n}, ${label.replace(/:$/u, '')}` })),
    body: [
      x(
        'header',
        transcript.header.map(({ id }) =>
          id === 'h3' ? x('h1', { id }, words(id)) : x('p', { id, class: 'line' }, words(id)),
        ),
      ),
      ...transcript.turns.map(({ id, label, speaker, paragraphs }) => {
        const linked = new Set<string>()
        return x('section', { id, class: `turn ${speaker}` }, [
          x('h2', label),
          ...paragraphs.map((paragraph) =>
            x(
              'p',
              { id: paragraph.id },
              paragraph.sentences.flatMap((one) => sentence(one, linked)),
            ),
          ),
        ])
      }),
      x('p', { id: transcript.end.id }, words(transcript.end.id)),
      x('section', { class: 'notes', 'epub:type': 'footnotes' }, [
        x('h2', 'Notes'),
        ...notes.map((note) =>
          footnote(note.n, noteMark(note.n), 'ref-', 'note-', [
            x('a', { class: 'cite', href: `#${note.at}` }, citeLabel(note.at)),
            ` ${noteWords(note)}`,
          ]),
        ),
      ]),
    ],
  }
}

const groundNotes = (numbers: ReadonlyMap<string, number>, works: readonly Work[], key: string): Nodes[] =>
  numbers.size === 0
    ? []
    : [
        x('section', { class: 'notes', 'epub:type': 'footnotes' }, [
          x('h2', 'What each sentence rests on'),
          ...[...numbers].map(([by, n]) =>
            footnote(
              n,
              String(n),
              `${key}-ref-`,
              `${key}-note-`,
              by.split(/\s+/u).flatMap((ground, i): Bit[] => {
                const said = groundWords(ground, works)
                const before = i > 0 ? ['; '] : []
                if ('at' in said) return [...before, 'Transcript, ', cite(said.at)]
                return [...before, said.url ? x('a', { href: said.url }, said.text) : said.text, said.after]
              }),
            ),
          ),
        ]),
      ]

/** Marks of the grounds, in the order in which the sentences come; the first mark of a ground is where its note leads back. */
function groundMarks(numbers: ReadonlyMap<string, number>, key: string): (by: string) => Bit[] {
  const marked = new Set<number>()
  return (by) => {
    const n = numbers.get(by)
    if (n === undefined) return []
    if (!marked.has(n)) {
      marked.add(n)
      return [noteRef(n, String(n), `${key}-ref-`, `${key}-note-`)]
    }
    return [x('a', { class: 'ref', 'epub:type': 'noteref', role: 'doc-noteref', href: `#${key}-note-${n}` }, String(n))]
  }
}

function peopleChapter({ people, works }: Edition): Chapter {
  const numbers = numberGrounds(people.flatMap(({ about }) => about))
  const mark = groundMarks(numbers, 'g')
  const life = ({ born, died }: Person) => (born || died ? `, ${born ?? '?'}–${died ?? ''}` : '')
  return {
    id: 'people',
    title: 'People',
    type: 'backmatter',
    body: [
      x('h1', 'People'),
      x('p', 'Who was in the room and who is spoken of. Offices are those of 21 August 1961.'),
      ...people.map((person) =>
        x('section', { id: person.id }, [
          x('h2', [person.name, ...(person.zh ? [' ', x('span', { lang: 'zh', 'xml:lang': 'zh' }, person.zh)] : [])]),
          x('p', { class: 'office' }, `${person.office}${life(person)}.`),
          x('p', person.line),
          ...(person.about.length > 0
            ? [
                x(
                  'p',
                  person.about.flatMap(({ text, by }): Bit[] => [text, ...mark(by), ' ']),
                ),
              ]
            : []),
        ]),
      ),
      ...groundNotes(numbers, works, 'g'),
    ],
  }
}

function essayChapter(essay: Essay, { works }: Edition): Chapter {
  const numbers = numberGrounds(essay.grounds)
  const mark = groundMarks(numbers, 'g')
  let paragraphs = 0
  const inside = (node: MdxNode): Bit[] => (node.children ?? []).flatMap(draw)
  // Between two sentences is one blank.
  const sentences = (node: MdxNode): Bit[] =>
    loose(node).flatMap((child, i) => [...(i > 0 ? [' '] : []), ...draw(child)])
  const referenceOf = (work: string): string => works.find(({ id }) => id === work)?.reference ?? ''
  const draw = (node: MdxNode): Bit[] => {
    switch (node.name ?? node.type) {
      case 'P':
        paragraphs += 1
        return [x('p', { id: `p${paragraphs}` }, sentences(node))]
      case 'Differ':
        paragraphs += 1
        return [
          x('section', { id: `p${paragraphs}`, class: 'differ' }, [
            x('h2', attribute(node, 'question')),
            x(
              'p',
              { class: 'label' },
              attribute(node, 'among') === 'historians' ? 'Historians differ.' : 'Sources differ.',
            ),
            ...loose(node).flatMap(draw),
          ]),
        ]
      case 'Side': {
        const work = attribute(node, 'work')
        return [
          x('h3', attribute(node, 'answer')),
          x('p', sentences(node)),
          ...(work ? [x('p', { class: 'work' }, referenceOf(work))] : []),
        ]
      }
      case 'Weigh':
        return [x('h3', 'To weigh it'), x('p', sentences(node))]
      case 'H':
        return [x('h2', inside(node))]
      case 'G':
        return [...inside(node), ...mark(attribute(node, 'by'))]
      case 'Cite': {
        const words = inside(node)
        return words.length > 0 ? ['“', ...words, '” ', cite(attribute(node, 'at'))] : [cite(attribute(node, 'at'))]
      }
      case 'Read':
        return [x('p', { class: 'work' }, referenceOf(attribute(node, 'work')))]
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
  return {
    id: `essay-${essay.slug}`,
    title: essay.title,
    type: 'backmatter appendix',
    body: [
      x('h1', essay.title),
      x('p', { class: 'lead' }, essay.summary),
      ...(essayParts(essay.slug).children ?? []).filter((child) => !isBlank(child)).flatMap(draw),
      ...groundNotes(numbers, works, 'g'),
    ],
  }
}

const KINDS: [Work['kind'], string][] = [
  ['document', 'Documents'],
  ['scholarship', 'Scholarship'],
  ['reference', 'Reference works'],
]

function worksChapter({ works, essays, people }: Edition): Chapter {
  const grounds = [...essays.flatMap((essay) => essay.grounds), ...people.flatMap(({ about }) => about)]
  const used = new Set(grounds.flatMap(({ by }) => by.split(/\s+/u)).map((ground) => ground.split(':')[1]))
  return {
    id: 'works',
    title: 'Works',
    type: 'backmatter bibliography',
    body: [
      x('h1', 'Works'),
      x('p', 'What the sentences of this book rest on besides the transcript, and how far each work was read for it.'),
      ...KINDS.flatMap(([kind, title]): Nodes[] => {
        const here = works
          .filter((work) => work.kind === kind && used.has(work.id))
          .toSorted((a, b) => a.reference.localeCompare(b.reference, 'en'))
        return here.length === 0
          ? []
          : [
              x('h2', title),
              x(
                'ul',
                here.map((work) => {
                  const said = groundWords(`V:${work.id}`, works)
                  return x('li', 'at' in said ? [] : [said.text, said.after])
                }),
              ),
            ]
      }),
    ],
  }
}

function colophonChapter({ transcript }: Edition): Chapter {
  const { tei } = transcript
  return {
    id: 'colophon',
    title: 'Colophon',
    type: 'backmatter colophon',
    body: [
      x('h1', 'Colophon'),
      x('h2', 'How to cite'),
      x('p', citationLine),
      x(
        'p',
        'A sentence is cited by its number. The numbers are permanent, and the same in every form of this edition.',
      ),
      x('h2', 'How the text was prepared'),
      ...tei.editorial.map((paragraph) => x('p', paragraph)),
      x('h2', 'Rights'),
      x('p', tei.rights),
      x(
        'p',
        'Essays, notes and the descriptions of people are published under the Creative Commons license CC BY 4.0.',
      ),
    ],
  }
}

function titleChapter({ transcript }: Edition): Chapter {
  return {
    id: 'title',
    title: 'Title page',
    type: 'frontmatter titlepage',
    body: [
      x('h1', 'Xihua Hall'),
      x('p', { lang: 'zh', 'xml:lang': 'zh', class: 'hall' }, '西花厅'),
      x('p', { class: 'lead' }, 'One secret conversation, read closely'),
      x('p', `${transcript.tei.title}, ${transcript.tei.date}. The whole transcript, with notes, people and essays.`),
      x('p', { class: 'small' }, transcript.tei.rights),
    ],
  }
}

/** The edition as a book: the transcript with its notes, people, essays, works and a colophon. */
export function editionBook(edition: Edition): Book {
  const { tei } = edition.transcript
  return {
    identifier: IDENTIFIER,
    title: TITLE,
    language: 'en-US',
    publisher: 'Xihua Hall, a classroom edition',
    description: `The whole transcript of one conversation between Zhou Enlai and Ung Văn Khiêm, ${tei.date}, every sentence numbered, with notes, people and ${edition.essays.length} essays.`,
    rights: `${tei.rights} Essays and notes: CC BY 4.0.`,
    modified: MODIFIED,
    contributors: [{ name: `${DOCUMENT.translator.given} ${DOCUMENT.translator.family}`, role: 'trl' }],
    source: tei.url,
    subjects: [
      'Sino-Soviet conflict',
      'China: foreign relations',
      'Vietnam: foreign relations',
      'Albania: foreign relations',
    ],
    accessibility: [
      { property: 'schema:accessMode', value: 'textual' },
      { property: 'schema:accessModeSufficient', value: 'textual' },
      { property: 'schema:accessibilityFeature', value: 'structuralNavigation' },
      { property: 'schema:accessibilityFeature', value: 'tableOfContents' },
      { property: 'schema:accessibilityFeature', value: 'readingOrder' },
      { property: 'schema:accessibilityFeature', value: 'displayTransformability' },
      { property: 'schema:accessibilityHazard', value: 'none' },
      {
        property: 'schema:accessibilitySummary',
        value:
          'Text only, without pictures, sound or scripts. Headings name every turn of the conversation, notes are linked both ways, and every sentence has an address.',
      },
    ],
    style: STYLE,
    chapters: [
      titleChapter(edition),
      transcriptChapter(edition),
      ...edition.essays.map((essay) => essayChapter(essay, edition)),
      peopleChapter(edition),
      worksChapter(edition),
      colophonChapter(edition),
    ],
  }
}
