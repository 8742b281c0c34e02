import { toXml } from 'xast-util-to-xml'
import { x } from 'xastscript'
import { lossesOf } from './losses.ts'
import { namesOf, itemId, QTI_NAMESPACE, qtiItem, type Qti } from './qti-item.ts'
import { nameOf, travellingOf, type Source, type Travelling } from './travelling.ts'

type Node = ReturnType<typeof x>

const PACKAGE: Record<Qti, { namespace: string; schema: string; version: string; item: string; test: string }> = {
  '2.1': {
    namespace: 'http://www.imsglobal.org/xsd/imscp_v1p1',
    schema: 'QTIv2.1 Package',
    version: '1.0.0',
    item: 'imsqti_item_xmlv2p1',
    test: 'imsqti_test_xmlv2p1',
  },
  '3': {
    namespace: 'http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1',
    schema: 'QTI Package',
    version: '3.0.0',
    item: 'imsqti_item_xmlv3p0',
    test: 'imsqti_test_xmlv3p0',
  },
}

const fileOf = (one: Travelling): string => `items/${one.id}.xml`
const written = (tree: Node): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(tree, { closeEmptyElements: true })}\n`

/** The quiz: its questions in their order, and of those that stand in for one another, one. */
function testOf(source: Source, travelling: readonly Travelling[], qti: Qti): Node {
  const q = namesOf(qti)
  const reference = (one: Travelling): Node => q('assessmentItemRef', { identifier: itemId(one), href: fileOf(one) }) // prettier-ignore
  const families = new Set<string>()
  const listed = travelling.flatMap((one): Node[] => {
    const { family } = one
    if (family === null) return [reference(one)]
    if (families.has(family)) return []
    families.add(family)
    return [
      q(
        'assessmentSection',
        { identifier: `family-${family}`, title: family, visible: 'false' },
        q('selection', { select: 1 }),
        ...travelling.filter((other) => other.family === family).map(reference),
      ),
    ]
  })
  return q(
    'assessmentTest',
    { xmlns: QTI_NAMESPACE[qti], identifier: 'quiz', title: source.title },
    q(
      'testPart',
      { identifier: 'part', navigationMode: 'nonlinear', submissionMode: 'simultaneous' },
      q('assessmentSection', { identifier: 'questions', title: source.title, visible: 'true' }, ...listed),
    ),
  )
}

function manifestOf(travelling: readonly Travelling[], qti: Qti): Node {
  const { namespace, schema, version, item, test } = PACKAGE[qti]
  const resource = (identifier: string, type: string, href: string, needs: readonly string[] = []): Node =>
    x('resource', { identifier, type, href }, [
      x('file', { href }),
      ...needs.map((identifierref) => x('dependency', { identifierref })),
    ])
  return x('manifest', { xmlns: namespace, identifier: 'package' }, [
    x('metadata', [x('schema', schema), x('schemaversion', version)]),
    x('organizations'),
    x('resources', [
      resource(
        'quiz',
        test,
        'quiz.xml',
        travelling.map(({ id }) => `resource-${id}`),
      ),
      ...travelling.map((one) => resource(`resource-${one.id}`, item, fileOf(one))),
    ]),
  ])
}

/** What stands beside the questions: whose they are, what is in the files, and what they lack. */
const readmeOf = (source: Source, qti: Qti): string =>
  [
    source.title,
    source.credit,
    `A package of QTI ${qti}: imsmanifest.xml, the quiz in quiz.xml, a file a question. The key is in them.`,
    'What is otherwise than where it comes from:',
    ...lossesOf(source, qti === '3' ? 'qti3' : 'qti21').map((line) => `- ${line}`),
    '',
  ].join('\n\n')

/** A quiz as the files of a QTI package. */
export function qtiPackage(source: Source, qti: Qti): Record<string, string> {
  const travelling = source.items.flatMap((item) => travellingOf(item, source.sentences))
  return {
    'imsmanifest.xml': written(manifestOf(travelling, qti)),
    'README.txt': readmeOf(source, qti),
    'quiz.xml': written(testOf(source, travelling, qti)),
    ...Object.fromEntries(travelling.map((one, i) => [fileOf(one), written(qtiItem(one, nameOf(one, i), qti))])),
  }
}
