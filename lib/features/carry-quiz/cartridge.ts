import { toXml } from 'xast-util-to-xml'
import { x } from 'xastscript'
import { lossesOf } from './losses.ts'
import { escaped, nameOf, travellingOf, type Source, type Travelling, type TravellingChoice } from './travelling.ts'

type Node = ReturnType<typeof x>

/** 1.1, which Moodle and Canvas both read; Moodle looks for the first of these names alone, at the head of the file. */
const MANIFEST = {
  xmlns: 'http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1',
  'xmlns:lomimscc': 'http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest',
}
const QTI = 'http://www.imsglobal.org/xsd/ims_qtiasiv1p2'
const ASSESSMENT = 'imsqti_xmlv1p2/imscc_xmlv1p1/assessment'

const paragraphs = (text: string): string =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('')
const material = (text: string): Node => x('material', [x('mattext', { texttype: 'text/html' }, paragraphs(text))])
const metadata = (name: string, fields: Record<string, string>): Node =>
  x(
    name,
    Object.entries(fields).map(([label, entry]) => field(label, entry)),
  )
const field = (label: string, entry: string): Node =>
  x('qtimetadatafield', [x('fieldlabel', label), x('fieldentry', entry)])

type Small = TravellingChoice | Extract<Travelling, { form: 'essay' }>
/** A cartridge knows no matching: each row is a choice of its own. */
const apart = (one: Travelling): Small[] =>
  one.form === 'choice' || one.form === 'essay'
    ? [one]
    : one.rows.map((row) => ({
        id: `${one.id}-${row.id}`,
        stem: `${one.stem} ${row.text}`,
        skill: one.skill,
        isShuffled: one.isShuffled,
        hint: one.hint,
        family: null,
        after: one.after,
        form: 'choice',
        takesSeveral: false,
        options: one.choices.map(({ id, text }) => ({ id, text, isRight: id === row.key, why: '' })),
      }))

const RESPONSE = 'response1'
const optionId = (id: string): string => `option_${id}`
const equals = (id: string): Node => x('varequal', { respident: RESPONSE }, optionId(id))
const score = (points: number): Node => x('setvar', { action: 'Set', varname: 'SCORE' }, String(points))
const shows = (id: string): Node => x('displayfeedback', { feedbacktype: 'Response', linkrefid: id })

/** Whatever was chosen is explained; what is right is counted: one option, or all of them and no other. */
function processing(one: TravellingChoice): Node {
  const rights = one.options.filter(({ isRight }) => isRight)
  const wrongs = one.options.filter(({ isRight }) => !isRight)
  const isRight = one.takesSeveral
    ? x('conditionvar', [
        x('and', [...rights.map(({ id }) => equals(id)), ...wrongs.map(({ id }) => x('not', [equals(id)]))]),
      ])
    : null
  return x('resprocessing', [
    x('outcomes', [x('decvar', { maxvalue: '100', minvalue: '0', varname: 'SCORE', vartype: 'Decimal' })]),
    ...one.options
      .filter(({ why }) => why !== '')
      .map(({ id }) =>
        x('respcondition', { continue: 'Yes' }, [x('conditionvar', [equals(id)]), shows(`${optionId(id)}_fb`)]),
      ),
    ...(one.after
      ? [x('respcondition', { continue: 'Yes' }, [x('conditionvar', [x('other')]), shows('general_fb')])]
      : []),
    ...(isRight
      ? [x('respcondition', { continue: 'No' }, [isRight, score(100)])]
      : // Several sentences may be right where one is chosen.
        rights.map(({ id }) => x('respcondition', { continue: 'No' }, [x('conditionvar', [equals(id)]), score(100)]))),
  ])
}

function item(one: Small, i: number): Node {
  const about = { ident: `item_${one.id}`, title: nameOf(one, i) }
  const feedback = (id: string, text: string): Node =>
    x('itemfeedback', { ident: id }, [x('flow_mat', [material(text)])])
  const profile = (name: string, more: Record<string, string> = {}): Node =>
    x('itemmetadata', [metadata('qtimetadata', { cc_profile: `cc.${name}.v0p1`, ...more })])
  if (one.form === 'essay')
    return x('item', about, [
      profile('essay', { qmd_computerscored: 'No' }),
      x('presentation', [
        material(one.stem),
        x('response_str', { ident: RESPONSE, rcardinality: 'Single' }, [
          x('render_fib', [x('response_label', { ident: 'answer1', rshuffle: 'No' })]),
        ]),
      ]),
      ...(one.after || one.forGraders.length > 0
        ? [
            x('itemfeedback', { ident: 'solution' }, [
              x('solution', [
                x('solutionmaterial', [x('flow_mat', [material([...one.forGraders, one.after].join('\n'))])]),
              ]),
            ]),
          ]
        : []),
    ])
  return x('item', about, [
    profile(one.takesSeveral ? 'multiple_response' : 'multiple_choice'),
    x('presentation', [
      material(one.stem),
      x('response_lid', { ident: RESPONSE, rcardinality: one.takesSeveral ? 'Multiple' : 'Single' }, [
        x(
          'render_choice',
          { shuffle: one.isShuffled ? 'Yes' : 'No' },
          one.options.map(({ id, text }) => x('response_label', { ident: optionId(id) }, [material(text)])),
        ),
      ]),
    ]),
    processing(one),
    ...(one.after ? [feedback('general_fb', one.after)] : []),
    ...one.options.filter(({ why }) => why !== '').map(({ id, why }) => feedback(`${optionId(id)}_fb`, why)),
  ])
}

const quizOf = (source: Source, items: readonly Small[]): Node =>
  x('questestinterop', { xmlns: QTI }, [
    x('assessment', { ident: 'quiz', title: source.title }, [
      metadata('qtimetadata', {
        cc_profile: 'cc.exam.v0p1',
        qmd_assessmenttype: 'Examination',
        qmd_scoretype: 'Percentage',
        cc_maxattempts: '1',
      }),
      x('section', { ident: 'root_section' }, items.map(item)),
    ]),
  ])

function manifestOf(source: Source): Node {
  const words = (text: string): Node => x('lomimscc:string', { language: 'en' }, text)
  return x('manifest', { ...MANIFEST, identifier: 'cartridge' }, [
    x('metadata', [
      x('schema', 'IMS Common Cartridge'),
      x('schemaversion', '1.1.0'),
      x('lomimscc:lom', [
        x('lomimscc:general', [
          x('lomimscc:title', [words(source.title)]),
          ...(source.summary ? [x('lomimscc:description', [words(source.summary)])] : []),
        ]),
      ]),
    ]),
    x('organizations', [
      x('organization', { identifier: 'organization', structure: 'rooted-hierarchy' }, [
        x('item', { identifier: 'root' }, [
          x('item', { identifier: 'place_quiz', identifierref: 'resource_quiz' }, [x('title', source.title)]),
          x('item', { identifier: 'place_about', identifierref: 'resource_about' }, [x('title', 'About this quiz')]),
        ]),
      ]),
    ]),
    x('resources', [
      x('resource', { identifier: 'resource_quiz', type: ASSESSMENT }, [x('file', { href: 'quiz/assessment.xml' })]),
      x('resource', { identifier: 'resource_about', type: 'webcontent', href: 'about.html' }, [
        x('file', { href: 'about.html' }),
      ]),
    ]),
  ])
}

/** What stands beside the quiz in the course: whose the questions are, and what they lack. */
const aboutOf = (source: Source): string =>
  `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(source.title)}</title></head>\n<body><h1>${escaped(source.title)}</h1>${paragraphs(source.credit)}\n<p>What is otherwise than where it comes from:</p>\n<ul>${lossesOf(
    source,
    'cc11',
  )
    .map((line) => `<li>${escaped(line)}</li>`)
    .join('\n')}</ul></body></html>\n`

const written = (tree: Node): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(tree, { closeEmptyElements: true })}\n`

/** A quiz as a Common Cartridge, by which it comes into a course whole. */
export function cartridgeOf(source: Source): Record<string, string> {
  const items = source.items.flatMap((one) => travellingOf(one, source.sentences)).flatMap(apart)
  return {
    'imsmanifest.xml': written(manifestOf(source)),
    'quiz/assessment.xml': written(quizOf(source, items)),
    'about.html': aboutOf(source),
  }
}
