import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { edition } from '#lib/content/edition.ts'
import { splitSentences } from '#lib/content/text/split.ts'

/**
 * Fifty errors into which writers about this conversation fall. Each has a pattern that catches it, a sentence that
 * makes the error, which proves the pattern, and one that says the same thing rightly, which proves that the pattern is
 * not too wide. A sentence that denies the error is no error, unless `always` is set.
 */
type Trap = { n: number; error: string; right: string; pattern: RegExp; always?: true }

const DENIAL =
  /\b(not|never|no|nor|neither|nothing|nobody|none|without|whether|cannot|wrong|instead|rather|misread\w*|denies)\b/iu

const TRAPS: readonly Trap[] = [
  {
    n: 1,
    error: 'Albania was expelled from the Warsaw Pact in August 1961.',
    right: 'Albania was shut out of one meeting and left the Warsaw Pact by its own act in September 1968.',
    pattern: /\b(expel\w*|expulsion|ejected|excluded|ousted)\b[^.;]*\b(from|out of) the (Warsaw )?Pact\b(?!’s)/iu,
  },
  {
    n: 2,
    error: 'The first secretaries met in Warsaw on 3 August.',
    right: 'The first secretaries of the Warsaw Pact met in Moscow on 3 August.',
    pattern: /\b(met|meets?|meeting|confer\w*|gathered|took place|held)\b[^.;]*\bin Warsaw\b(?! Pact)/iu,
  },
  {
    n: 3,
    error: 'Hoxha was thrown out of the meeting in Moscow.',
    right: 'Hoxha and Shehu had stayed away, and Ramiz Alia was asked to leave.',
    pattern:
      /\b(Hoxha|Shehu)\b[^.;,]*\b(was|were) (thrown out|turned away|turned out|sent away|shown out|expelled|asked to leave|told to leave)\b/iu,
  },
  {
    n: 4,
    error: 'Zhou discusses the Berlin Wall at some length.',
    right: 'Zhou speaks of West Berlin, and the wall is not mentioned.',
    pattern:
      /\bZhou\b[^.;]*\b(speaks? of|mentions?|discuss\w*|refers? to|names|describes?|condemns?)\b[^.;]*\b(walls?|closed border|border)\b/iu,
  },
  {
    n: 5,
    error: 'Ho Chi Minh was the First Secretary of the Vietnamese party.',
    right: 'Ho was president and party chairman; the First Secretary was Lê Duẩn.',
    pattern:
      /\b(Ho|Hồ)( Chi Minh| Chí Minh)?,? (was|is|as|became|who was) (still |then )?(the |its )?(party’s )?(General|First) Secretary\b/iu,
  },
  {
    n: 6,
    error: 'Khiem, a member of the Politburo, had come from Geneva.',
    right: 'Khiem was a member of the Central Committee and not of the Politburo.',
    pattern: /\bKhi[eê]m\b[^.;]{0,60}\b(Politburo member|member of (the|its) Politburo|sat (in|on) the Politburo)\b/iu,
  },
  {
    n: 7,
    error: 'The PLA asked Ho to come in November.',
    right: 'The Party of Labor of Albania asked Ho to come in November.',
    pattern: /\bPLA\b/u,
    always: true,
  },
  {
    n: 8,
    error: 'In August 1961 Ho went to Tirana.',
    right: 'In August 1961 Ho did not go to Tirana.',
    pattern:
      /\bHo( Chi Minh)? (went|flew|traveled|came|goes|flies|arrived|was received) (on )?(to|in) (Tirana|Albania)\b/iu,
  },
  {
    n: 9,
    error: 'Moscow asked Ho to mediate.',
    right: 'Ho offered to mediate, and Moscow agreed.',
    pattern:
      /\b(Moscow|the Soviet (Union|party|side|leaders)|the CPSU|Khrushchev)( had)? (asked|sent|invited|urged|requested|persuaded) (Chairman )?Ho\b(?!’)/iu,
  },
  {
    n: 10,
    error: 'Zhou told him why Ho should not have tried to make peace.',
    right: 'Zhou had hoped that Ho could ease relations and found fault with his method.',
    pattern:
      /\b(Ho|Hồ)\b[^.;]*\bshould not have (tried|gone|mediated|offered)\b|\b(China|Beijing|Zhou|the Chinese)( had| side)? (opposed|rejected|forbade|was against|were against) (the |any |all |Ho’s )?(mediation|mission|journey)/iu,
    always: true,
  },
  {
    n: 11,
    error: 'Zhou attended the Bucharest meetings of June 1960.',
    right: 'Peng Zhen led the Chinese at Bucharest, and Zhou was not there.',
    pattern:
      /\bZhou( Enlai)? (attended|was (at|in)|led|headed|spoke at|sat in|heard)\b[^.;]*\b(Bucharest|81|November 1960)\b/iu,
  },
  {
    n: 12,
    error: 'In August Zhou walked out of the congress in protest.',
    right: 'On 23 October Zhou left Moscow, before the congress was over.',
    pattern:
      /\bZhou\b[^.;]*\b(walk\w*|storm\w*) out\b|\bAugust\b[^.;]*\bZhou\b[^.;]*\bcongress\b[^.;]*\b(left|leaves)\b/iu,
  },
  {
    n: 13,
    error: 'Khrushchev attacked Albania on the anniversary of the October Revolution.',
    right: 'Khrushchev attacked Albania on 17 October, three weeks before the anniversary.',
    pattern:
      /\bKhrushchev(’s)? (public )?attack(ed|s)?\b[^.;]*\b(on|at) (the )?(October Revolution|anniversary|7 November)/iu,
  },
  {
    n: 14,
    error: 'Albania seized eight submarines.',
    right: 'Eight submarines left and Albania kept four.',
    pattern:
      /\b(Soviet\w*|Moscow|Khrushchev)\b[^.;]*\bseiz\w+\b[^.;]*\bsubmarines?\b|\bAlbania(ns)?\b (seized|kept|took|held) (all |the )?(eight|twelve)\b/iu,
  },
  {
    n: 15,
    error: 'The submarines were based at the Dardanelles.',
    right: 'The base lay near Vlorë, and the record puts the boats at the Dardanelles.',
    pattern: /\b(base|based)\b[^.;,]*\b(at|in|on|near|by) the Dardanelles\b/iu,
  },
  {
    n: 16,
    error: 'Kosygin, the Soviet premier, wrote to Hoxha.',
    right: 'Khrushchev, the Soviet premier, wrote to Hoxha.',
    pattern: /\bKosygin\b/iu,
    always: true,
  },
  {
    n: 17,
    error: 'Mongolia, a member of the Warsaw Pact, voted against Albania.',
    right: 'Mongolia was never a member of the Warsaw Pact.',
    pattern: /\bMongolia\b[^.;]*\bmember\b[^.;]*\bPact\b|\bseven members of the (Warsaw )?Pact\b/iu,
  },
  {
    n: 18,
    error: 'Yugoslavia was one of the fraternal countries.',
    right: 'Yugoslavia was not one of the fraternal countries.',
    pattern: /\bYugoslavia\b[^.;]*\bfraternal\b|\bfraternal\b[^.;]*\bYugoslavia\b/iu,
  },
  {
    n: 19,
    error: 'The record is verbatim.',
    right: 'Whether the record is verbatim, nobody says.',
    pattern: /\b(verbatim|word[ -]for[ -]word|stenogra\w+|tape[ -]record\w*)\b/iu,
  },
  {
    n: 20,
    error: 'Ji Pengfei says that the foreign minister is in Shanghai.',
    right: 'Ji Pengfei is present and says nothing.',
    pattern:
      /\bJi( Pengfei)?( then| also)? (says|said|adds|added|replies|replied|asks|asked|tells|told|answers|speaks|agrees)\b/iu,
  },
  {
    n: 21,
    error: 'Zhou heard Khrushchev call the Albanians pirates.',
    right: 'Zhou says that the insults were heard by Chinese delegates.',
    pattern:
      /\bZhou( himself| Enlai| had)? (heard|overheard|was present when|was there when)\b[^.;]*\b(Khrushchev|insults?|pirates?)\b/iu,
  },
  {
    n: 22,
    error: 'Khiem agrees with Zhou that Ho pressed Albania.',
    right: 'Khiem undertakes to convey and does not say that he agrees.',
    pattern:
      /\bKhi[eê]m( then| also| finally)? (agrees|agreed|concedes|conceded|admits|admitted|accepts|accepted) (with|that|to|the)\b/iu,
  },
  {
    n: 23,
    error: 'By August 1961 China had broken off relations with the Soviet Union.',
    right: 'In December 1961 the Soviet Union broke off relations with Albania.',
    pattern:
      /\b(China|Beijing)\b[^.;]*\b(broke|broken|severed)\b[^.;]*\brelations with (the Soviet Union|Moscow)\b|\b(Soviet Union|Moscow)\b[^.;]*\b(broke|broken|severed)\b[^.;]*\brelations with (China|Beijing)\b/iu,
  },
  {
    n: 24,
    error: 'At Bucharest the Sino-Soviet split became public.',
    right: 'The row at Bucharest was not public.',
    pattern:
      /\bBucharest\b[^.;]*\b(public|publicly|published|openly)\b|\b(public|publicly|openly)\b[^.;]*\b(at|in) Bucharest\b/iu,
  },
  {
    n: 25,
    error: 'Khiem calls him “Uncle Ho” with affection.',
    right: 'Zhou calls him “Uncle Ho” five times.',
    pattern: /\bKhi[eê]m\b[^.;]*\b(says?|calls?|said|called|uses?)\b[^.;]*\bUncle Ho\b/iu,
  },
  {
    n: 26,
    error: 'The Trưng sisters defeated Ma Yuan.',
    right: 'Ma Yuan defeated the Trưng sisters.',
    pattern:
      /\b(sisters|Trưng Trắc|Trưng Nhị)\b[^.;]*\b(defeated|beat|overcame|drove (back|out))\b[^.;]*\b(Ma Yuan|the Han|China|him)\b/iu,
  },
  {
    n: 27,
    error: 'Ma Yuan was a Tang general.',
    right: 'Ma Yuan was a general of the Eastern Han.',
    pattern: /\bMa Yuan\b[^.;]*\b(emperor|Tang|Ming|Qing|Western Han)\b/iu,
  },
  {
    n: 28,
    error: 'Before 1956 nobody in Vietnam honored the sisters.',
    right: 'In Vietnam the sisters had been honored for centuries.',
    pattern: /\b(before|until) (1956|(the|Zhou’s) (wreath|visit))\b[^.;]*\b(honou?r\w*|hero\w*|prais\w+|dare\w*)\b/iu,
    always: true,
  },
  {
    n: 29,
    error: 'Vice President Nixon was in West Berlin.',
    right: 'Vice President Johnson was in West Berlin.',
    pattern: /\bNixon\b/iu,
    always: true,
  },
  {
    n: 30,
    error: 'The German peace treaty was signed that winter.',
    right: 'The German peace treaty was never signed.',
    pattern: /\b(German|peace) (peace )?treaty\b[^.;]*\bwas (finally |then |later )?signed\b/iu,
  },
  {
    n: 31,
    error: 'Bizerte is a port in Algeria.',
    right: 'Bizerte is a port in Tunisia.',
    pattern: /\bBizerte\b,?( is| was)?( a [^.;,]*)? in Algeria\b|\bAlgerian (port|base|city|town)\b[^.;]*\bBizerte\b/iu,
  },
  {
    n: 32,
    error: 'Khiem had come from Geneva, where the accords on Indochina were signed in 1954.',
    right: 'Khiem had come from Geneva, where a conference on Laos sat.',
    pattern: /\bKhi[eê]m\b[^.;]*\bGeneva\b[^.;]*\b(1954|Indochina|accords)\b/iu,
  },
  {
    n: 33,
    error: 'He had to be home before National Day, 1 October.',
    right: 'He had to be home before National Day, 2 September.',
    pattern: /\bNational Day\b[^.;]*\b(1 October|October 1|7 November|October Revolution)\b/iu,
  },
  {
    n: 34,
    error: 'The Moscow Statement of 1957 was signed by 12 parties.',
    right: 'The Moscow Declaration of 1957 was signed by ruling parties.',
    pattern: /\b(Moscow )?Statement\b[^.;]{0,20}\b1957\b|\b1957\b[^.;]*\bMoscow Statement\b/u,
  },
  {
    n: 35,
    error: 'Tsedenbal, Mongolia’s president, was at Bucharest.',
    right: 'Tsedenbal, Mongolia’s premier and party leader, was at Bucharest.',
    pattern: /\bTsedenbal\b[^.;]{0,40}\b(president|head of state|presidium)\b|\bpresident Tsedenbal\b/iu,
  },
  {
    n: 36,
    error: 'Kim Il Sung was mediating as well.',
    right: 'Kim Il Sung is named once, as a guest.',
    pattern: /\bKim( Il Sung)?\b[^.;]{0,30}\bmediat\w+/iu,
  },
  {
    n: 37,
    error: 'Mao told Khiem to point out mistakes.',
    right: 'Zhou tells Khiem that Mao asks guests to point out mistakes.',
    pattern:
      /\bMao( Zedong)? (told|tells|spoke to|speaks to|said to|asks|asked|warned|received|receives|met) Khi[eê]m\b|\bMao\b[^.;]*\bin the room\b/iu,
  },
  {
    n: 38,
    error: 'Hoan and Xuân Thủy were with Khiem in Beijing.',
    right: 'Hoan was apparently on his way to Geneva, and Xuân Thủy was in Moscow.',
    pattern: /\b(Hoan|Thủy)\b[^.;]*\b(was|were|came|came along|sat) (with Khiem )?in (Beijing|the hall|Xihua Hall)\b/u,
  },
  {
    n: 39,
    error: 'Zhou had heard nothing from the Albanians.',
    right: 'Zhou says at first that he has no news, and then cites what the Albanians have told him.',
    pattern:
      /\bZhou (had|has) (heard|received|had|got) (nothing|no (word|news|telegram|message)) (yet )?from (the )?(Albania|Tirana)/iu,
    always: true,
  },
  {
    n: 40,
    error: 'The archive number of the record is 559.',
    right: 'The copy has the number 559, and the call number is 109-03747-02.',
    pattern:
      /\b(archive|call|shelf|file) ?(number|mark)\b[^.;,]{0,30}\b559\b|\b559\b[^.;,]{0,30}\b(archive|call|shelf|file) ?(number|mark)\b/iu,
  },
  {
    n: 41,
    error: 'The interpreter was Zheng Li.',
    right: 'The interpreter was Zheng, whose given name is illegible.',
    pattern: /\bZheng \p{Lu}\p{Ll}+|\btranslated (into English )?by the (Chinese )?(Foreign )?Ministry\b/u,
    always: true,
  },
  {
    n: 42,
    error: 'See https://wilson-center-digital-archive.dvincitest.com/document/176892.',
    right: 'See https://digitalarchive.wilsoncenter.org/document/120874.',
    pattern: /dvincitest|drivingcreative/iu,
    always: true,
  },
  {
    n: 43,
    error: 'Zhou and Ho had been comrades in Moscow since 1922.',
    right: 'Zhou and Ho had met in France in 1922.',
    pattern: /\bZhou\b[^.;]*\bHo\b[^.;]*\b(met|comrades|friends|known each other)\b[^.;]*\b(in|from) Moscow\b/iu,
  },
  {
    n: 44,
    error: 'The friendship treaty with Mongolia was signed in 1962.',
    right: 'The friendship treaty with Mongolia was signed in 1960, a border treaty in 1962.',
    pattern: /\bfriendship\b[^.;,]*\b1962\b|\b1962\b[^.;,]*\btreaty of friendship\b/iu,
  },
  {
    n: 45,
    error: 'The Vietnam War hung over the talk.',
    right: 'A war in the south of Vietnam hung over the talk.',
    pattern: /\b(Vietnam War|Viet ?Cong|Cultural Revolution|Tet Offensive)\b/iu,
    always: true,
  },
  {
    n: 46,
    error: 'The two men debate peaceful coexistence.',
    right: 'Neither half of “peaceful coexistence” occurs in what the two men say.',
    // The name alone heads two entries, which say that the words are absent.
    pattern: /\b(debat\w*|discuss\w*|argu\w*|quarrel\w*|talk\w*|speaks?|topic)\b[^.;]*\bpeaceful coexistence\b/iu,
    always: true,
  },
  {
    n: 47,
    error: 'Albania agreed to mediation and invited Ho for November.',
    right: 'As Zhou tells it, Albania agreed to mediation; Khiem has the telegram blame Moscow.',
    pattern:
      /^(?!.*\b(Zhou|Khi[eê]m|says?|tells?|told|account|accordingly|according|report\w*|version)\b).*\bAlbania(’s| had|n)?\b[^.;]*\b(agreed to (the )?mediat\w+|refused the visit|did not want Ho)\b/iu,
    always: true,
  },
  {
    n: 48,
    error: 'The three points were on factional activity, the cult and national communism.',
    right: 'Which three points Zhou means is not stated.',
    pattern: /\bthree points\b[^.;]*\b(were|are|namely|concerned|on) (on )?(faction\w*|the cult|national communism)/iu,
    always: true,
  },
  {
    n: 49,
    error: 'By then they had known each other for exactly 40 years.',
    right: 'Zhou says 40 years; it was about thirty-nine.',
    pattern: /\b(exactly|precisely|a full) (40|forty) years\b|\b1921\b[^.;]*\b(Zhou|Ho)\b/iu,
    always: true,
  },
  {
    n: 50,
    error: 'The Soviet record describes how Ho and Khrushchev talked about Albania.',
    right: 'The opening of the Soviet record speaks of Germany.',
    pattern: /\bSoviet record\b[^.;]*\b(describes?|reports?|shows?|tells?|speaks?|records?|has)\b[^.;]*\bAlbania\b/iu,
  },
]

const caught = ({ pattern, always }: Trap, sentence: string): boolean =>
  pattern.test(sentence) && (always === true || !DENIAL.test(sentence))

type Prose = { where: string; text: string }
const fold = (text: string): string => text.replace(/\s+/gu, ' ').trim()
const sentencesIn = (where: string, text: string): Prose[] =>
  splitSentences(fold(text)).map((sentence) => ({ where, text: sentence }))

const filesUnder = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => path.join(entry.parentPath, entry.name))

/** The transcript's own words, references to other people's books, ids and grounds are not our prose. */
const NOT_OURS = new Set(['quote', 'reference', 'by', 'id', 'at', 'url'])

function proseOf(where: string, value: unknown): Prose[] {
  if (typeof value === 'string') return sentencesIn(where, value)
  if (Array.isArray(value)) return value.flatMap((one) => proseOf(where, one))
  if (typeof value !== 'object' || value === null) return []
  // A wrong option and a weak sample have to be wrong, and a choice of a row may be.
  const isChoice = 'id' in value && typeof value.id === 'string' && /^\d+$/u.test(value.id)
  const isWeak = 'level' in value && value.level === 'weak'
  const isDistractor = 'text' in value && ('misreading' in value || isChoice || isWeak)
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    NOT_OURS.has(key) || (isDistractor && key === 'text') ? [] : proseOf(where, inner),
  )
}

/** Cited words are the transcript's. The blank that stays keeps the sentence's grammar out of reach of the patterns. */
const mdxProse = (source: string): string =>
  source
    .replace(/<Cite at="\w+"\s*\/>/gu, '')
    .replace(/<Cite at="\w+">[\s\S]*?<\/Cite>/gu, '…')
    .replace(/<(?:Differ|Side)[^>]*?(?:question|answer)="([^"]*)"[^>]*>/gu, '$1. ')
    .replace(/<[^>]*>/gu, ' ')

const teiProse = (source: string): string[] =>
  [...source.matchAll(/<note target[^>]*>([\s\S]*?)<\/note>|<editorialDecl>([\s\S]*?)<\/editorialDecl>/gu)].map(
    (match) => (match[1] ?? match[2] ?? '').replace(/<[^>]*>/gu, ' '),
  )

/** Words between tags, and string literals, each by itself: code around a sentence must not lend it a denial. */
const screenProse = (source: string): string[] =>
  source
    .replaceAll("{' '}", ' ')
    .replace(/<\/?(?:Cite|Link|a|b|code|span)\b[^>]*>/gu, ' ')
    .split(/[`'"<>{}]+/u)

const read = (file: string): string => readFileSync(file, 'utf8')
const ours: Prose[] = [
  ...filesUnder('content', /\.ya?ml$/u).flatMap((file) => proseOf(file, parse(read(file)))),
  ...filesUnder('content', /\.mdx$/u).flatMap((file) => sentencesIn(file, mdxProse(read(file)))),
  ...teiProse(read('content/transcript.xml')).flatMap((text) => sentencesIn('content/transcript.xml', text)),
  ...filesUnder('app', /\.tsx?$/u).flatMap((file) =>
    screenProse(read(file)).flatMap((text) => sentencesIn(file, text)),
  ),
  ...sentencesIn('README.md', read('README.md')),
]

describe('our own prose', () => {
  it('is read from every place where it stands', () => {
    const places = new Set(ours.map(({ where }) => path.dirname(where)))
    for (const place of ['content', 'content/essays', 'content/essays/short', 'content/quizzes', 'content/questions'])
      expect(places).toContain(place)
    expect(ours.length).toBeGreaterThan(2000)
    const texts = ours.map(({ text }) => text)
    for (const whole of [
      'Historians disagree also on the point of no return, for some put it in 1960 and some in 1962 or 1963.',
      'In 2012 the archive closed abruptly, and what it later made available again was far less.',
      'Without the Soviet Union and Albania the Warsaw Pact had six members in 1961; Mongolia was not one.',
    ])
      expect(texts).toContain(whole)
  })

  it('leaves out cited words, wrong options and references, and nothing else', () => {
    expect(fold(mdxProse('<P><G by="T:s1">He says, <Cite at="s1">PLA</Cite>.</G></P>'))).toBe('He says, ….')
    expect(
      proseOf('x', [
        { id: 'PLA', text: 'Wrong.', why: 'Why.', misreading: 'm' },
        { text: 'Right.', correct: true },
        { id: '2', text: 'Wrong for some row.' },
        { level: 'weak', text: 'Wrong all through.', why: 'Why weak.' },
        { level: 'partial', text: 'Half right.' },
        { reference: 'PLA', quote: 'PLA' },
      ]).map(({ text }) => text),
    ).toEqual(['Why.', 'm', 'Right.', 'weak', 'Why weak.', 'partial', 'Half right.'])
  })
})

describe('the traps', () => {
  it('are all fifty', () => {
    expect(TRAPS.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  })

  it.each(TRAPS)('E$n is caught where it stands: $error', (trap) => {
    expect(caught(trap, trap.error)).toBe(true)
    expect(caught(trap, trap.right)).toBe(false)
    expect(
      sentencesIn('planted', `Well. ${trap.error} So it was.`).filter(({ text }) => caught(trap, text)),
    ).toHaveLength(1)
  })

  it.each(TRAPS)('E$n stands nowhere in our prose', (trap) => {
    expect(ours.filter(({ text }) => caught(trap, text))).toEqual([])
  })
})

describe('what can be counted in the transcript', () => {
  const { transcript, people, events, places } = edition()
  const units = [...transcript.units.values()]
  const find = <T extends { id: string }>(list: readonly T[], id: string): T | undefined =>
    list.find((one) => one.id === id)

  it('has “Uncle Ho” five times, always from Zhou', () => {
    const speakers = units.flatMap(({ text, speaker }) => [...text.matchAll(/Uncle Ho/gu)].map(() => speaker))
    expect(speakers).toEqual(Array<string>(5).fill('zhou'))
  })

  it('has no wall, no Cuba, no Stalin and no peaceful coexistence', () => {
    for (const absent of [/\bwall\b/iu, /Cuba/u, /Stalin/u, /coexist/iu, /\bborder\b/iu, /famine/iu])
      expect(units.filter(({ text }) => absent.test(text)).map(({ id }) => id)).toEqual([])
  })

  it('gives Ji Pengfei no word', () => {
    expect(new Set(transcript.turns.map(({ speaker }) => speaker))).toEqual(new Set(['zhou', 'khiem']))
  })

  it('has dates and offices as they were', () => {
    expect(find(events, 'albania-leaves-pact')?.date).toBe('1968-09-13')
    expect(find(events, 'congress-opens')?.date).toBe('1961-10-17')
    expect(find(events, 'drv-proclaimed')?.date).toBe('1945-09-02')
    expect(find(events, 'paris-1922')?.what).toContain('in France')
    expect(find(people, 'ho')?.office).not.toMatch(/Secretary/u)
    expect(find(people, 'khiem')?.office).toMatch(/not of its Politburo/u)
    expect(find(people, 'tsedenbal')?.office).toMatch(/^Premier/u)
    expect(find(people, 'ma-yuan')?.office).toMatch(/Eastern Han/u)
    expect(find(people, 'johnson')?.mentions).toEqual(['s301'])
    expect(find(places, 'tirana')?.presence).toBe('did-not-happen')
    expect(find(places, 'bizerte')?.role).toMatch(/Tunisia/u)
  })

  it('is cited at the archive’s own address, with the call number and not the copy’s', () => {
    expect(transcript.tei.url).toMatch(/^https:\/\/digitalarchive\.wilsoncenter\.org\//u)
    expect(transcript.tei.citation).toContain('109-03747-02')
    expect(transcript.tei.citation).not.toContain('559')
  })
})
