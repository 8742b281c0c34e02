type File = { href: string; name: string; line: string }

const textFiles: File[] = [
  {
    href: '/print',
    name: 'Print edition',
    line: 'for paper or PDF, with numbered notes; the essays are a second part',
  },
  { href: '/xihua-hall.epub', name: 'E-book', line: 'EPUB with notes, people and essays, for any e-reader' },
  { href: '/transcript.txt', name: 'Plain text', line: 'the exact words, one block a paragraph' },
  { href: '/transcript.xml', name: 'TEI', line: 'this edition’s own file, with every name, bracket and slip marked' },
  { href: '/transcript.json', name: 'JSON', line: 'turns, paragraphs and sentences with their numbers' },
  {
    href: '/transcript.targets.json',
    name: 'Annotation targets',
    line: 'every sentence as a W3C Web Annotation target, for annotation tools',
  },
]
const citeFiles: File[] = [
  { href: '/cite.bib', name: 'BibTeX', line: 'for LaTeX' },
  { href: '/cite.ris', name: 'RIS', line: 'for reference managers' },
  { href: '/cite.json', name: 'CSL-JSON', line: 'for programs that format citations' },
]

const sentenceFiles: File[] = [
  { href: '/sentences.bib', name: 'Every sentence in BibTeX', line: 'an entry each; the key ends in its number' },
  { href: '/sentences.ris', name: 'Every sentence in RIS', line: 'a record each' },
  { href: '/sentences.json', name: 'Every sentence in CSL-JSON', line: 'an item each' },
]

/** Files to take away. Plain links: these addresses are files and not pages. */
function Files({ files }: { files: readonly File[] }) {
  return (
    <ul className="marks">
      {files.map(({ href, name, line }) => (
        <li key={href}>
          <a href={href}>{name}</a>: {line}
        </li>
      ))}
    </ul>
  )
}
export const TextFiles = () => <Files files={textFiles} />
export const CiteFiles = () => <Files files={citeFiles} />
export const SentenceFiles = () => <Files files={sentenceFiles} />
