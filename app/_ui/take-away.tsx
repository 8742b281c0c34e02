type File = { href: string; name: string; line: string }

const textFiles: File[] = [
  { href: '/transcript.txt', name: 'Plain text', line: 'the exact words, one block a paragraph' },
  { href: '/transcript.xml', name: 'TEI', line: 'this edition’s own file, with every name, bracket and slip marked' },
  { href: '/transcript.json', name: 'JSON', line: 'turns, paragraphs and sentences with their numbers' },
]
const citeFiles: File[] = [
  { href: '/cite.bib', name: 'BibTeX', line: 'for LaTeX' },
  { href: '/cite.ris', name: 'RIS', line: 'for reference managers' },
  { href: '/cite.json', name: 'CSL-JSON', line: 'for programs that format citations' },
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
