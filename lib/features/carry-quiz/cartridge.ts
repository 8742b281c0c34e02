import { x } from 'xastscript'
import { lossesOf } from './losses.ts'
import { manifestOf, written } from './manifest.ts'
import { escaped, nameOf, travellingOf, type Source, type Travelling, type TravellingChoice } from './travelling.ts'

type Node = ReturnType<typeof x>

const QTI = 'http://www.imsglobal.org/xsd/ims_qtiasiv1p2'

/** Lines of text as paragraphs of HTML. */
export const paragraphs = (text: string): string =>
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

/** A quiz as a file of the cartridge; `ident` tells it from others beside it. */
export const assessmentOf = (source: Source, ident: string): string =>
  written(
    x('questestinterop', { xmlns: QTI }, [
      x('assessment', { ident, title: source.title }, [
        metadata('qtimetadata', {
          cc_profile: 'cc.exam.v0p1',
          qmd_assessmenttype: 'Examination',
          qmd_scoretype: 'Percentage',
          cc_maxattempts: '1',
        }),
        x(
          'section',
          { ident: 'root_section' },
          source.items
            .flatMap((one) => travellingOf(one, source.sentences))
            .flatMap(apart)
            .map(item),
        ),
      ]),
    ]),
  )

/** What stands beside the quiz in the course: whose the questions are, and what they lack. */
export const aboutOf = (source: Source): string =>
  `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(source.title)}</title></head>\n<body><h1>${escaped(source.title)}</h1>${paragraphs(source.credit)}\n<p>What is otherwise than where it comes from:</p>\n<ul>${lossesOf(
    source,
    'cc11',
  )
    .map((line) => `<li>${escaped(line)}</li>`)
    .join('\n')}</ul></body></html>\n`

/** A quiz as a Common Cartridge, by which it comes into a course whole. */
export const cartridgeOf = (source: Source): Record<string, string> => ({
  'imsmanifest.xml': manifestOf(source, [
    { id: 'quiz', title: source.title, type: 'assessment', href: 'quiz/assessment.xml' },
    { id: 'about', title: 'About this quiz', type: 'page', href: 'about.html' },
  ]),
  'quiz/assessment.xml': assessmentOf(source, 'quiz'),
  'about.html': aboutOf(source),
})
