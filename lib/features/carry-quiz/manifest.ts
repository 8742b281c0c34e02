/** The list of contents of a Common Cartridge. */
import { toXml } from 'xast-util-to-xml'
import { x } from 'xastscript'

type Node = ReturnType<typeof x>

/** 1.1, which Moodle and Canvas both read; Moodle looks for the first of these names alone, at the head of the file. */
const MANIFEST = {
  xmlns: 'http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1',
  'xmlns:lomimscc': 'http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest',
}
const TYPES = {
  assessment: 'imsqti_xmlv1p2/imscc_xmlv1p1/assessment',
  discussion: 'imsdt_xmlv1p1',
  link: 'imswl_xmlv1p1',
  page: 'webcontent',
} as const

/** A thing of the course: one file, at one place. */
export type Part = { id: string; title: string; type: keyof typeof TYPES; href: string }
/** Things under a heading. */
export type Folder = { id: string; title: string; parts: readonly Part[] }

export const written = (tree: Node): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(tree, { closeEmptyElements: true })}\n`

const placeOf = (one: Part | Folder): Node =>
  'parts' in one
    ? x('item', { identifier: `place_${one.id}` }, [x('title', one.title), ...one.parts.map(placeOf)])
    : x('item', { identifier: `place_${one.id}`, identifierref: `resource_${one.id}` }, [x('title', one.title)])

export function manifestOf(course: { title: string; summary: string }, contents: readonly (Part | Folder)[]): string {
  const words = (text: string): Node => x('lomimscc:string', { language: 'en' }, text)
  return written(
    x('manifest', { ...MANIFEST, identifier: 'cartridge' }, [
      x('metadata', [
        x('schema', 'IMS Common Cartridge'),
        x('schemaversion', '1.1.0'),
        x('lomimscc:lom', [
          x('lomimscc:general', [
            x('lomimscc:title', [words(course.title)]),
            ...(course.summary ? [x('lomimscc:description', [words(course.summary)])] : []),
          ]),
        ]),
      ]),
      x('organizations', [
        x('organization', { identifier: 'organization', structure: 'rooted-hierarchy' }, [
          x('item', { identifier: 'root' }, contents.map(placeOf)),
        ]),
      ]),
      x(
        'resources',
        contents
          .flatMap((one) => ('parts' in one ? one.parts : [one]))
          .map(({ id, type, href }) =>
            // A page is shown at its address; the others are read by whoever imports them.
            x('resource', { identifier: `resource_${id}`, type: TYPES[type], ...(type === 'page' ? { href } : {}) }, [
              x('file', { href }),
            ]),
          ),
      ),
    ]),
  )
}
