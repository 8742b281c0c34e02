import { describe, expect, it } from 'vitest'
import { addressOf, asksNothing, fold, queryOf, search, type SearchIndex, toggled } from './text-search.ts'

const index: SearchIndex = {
  units: [
    { id: 'h1', text: 'Foreign Ministry File', has: { speaker: ['nobody'], body: ['ministry'] } },
    { id: 's1', text: 'Uncle Ho went to Moscow.', has: { speaker: ['zhou'], person: ['ho'], place: ['moscow'] } },
    { id: 's2', text: 'How does Chairman Ho see it?', has: { speaker: ['khiem'], person: ['ho'] } },
    {
      id: 's3',
      text: 'They don’t want Ho: Hồ, HO and “Chairman”, Ho.',
      has: { speaker: ['zhou'], person: ['ho', 'hoxha'], claim: ['any', 'refused'] },
    },
    {
      id: 's4',
      text: 'Unity, said Moscow; disunity, said Tirana.',
      has: { speaker: ['zhou'], place: ['moscow', 'tirana'] },
    },
  ],
  values: {
    speaker: [
      { id: 'zhou', label: 'Zhou Enlai' },
      { id: 'khiem', label: 'Ung Văn Khiêm' },
      { id: 'nobody', label: 'nobody' },
    ],
    person: [
      { id: 'ho', label: 'Hồ Chí Minh' },
      { id: 'hoxha', label: 'Enver Hoxha' },
    ],
    place: [
      { id: 'moscow', label: 'Moscow' },
      { id: 'tirana', label: 'Tirana' },
    ],
    body: [{ id: 'ministry', label: 'Foreign Ministry' }],
    claim: [
      { id: 'any', label: 'any claim' },
      { id: 'refused', label: 'Ho was refused' },
    ],
    bracket: [],
  },
}
const ask = (address: string) => search(index, queryOf(new URLSearchParams(address)))
const ids = (address: string) => ask(address).hits.map(({ id }) => id)
const marked = (address: string) =>
  ask(address).hits.map(({ text, marks }) => marks.map(([start, end]) => text.slice(start, end)))

describe('words', () => {
  it('are found at the beginning of a word, whatever their capitals and marks', () => {
    expect(ids('q=ho')).toEqual(['s1', 's2', 's3'])
    expect(marked('q=HỒ')).toEqual([['Ho'], ['Ho', 'Ho'], ['Ho', 'Hồ', 'HO', 'Ho']])
    expect(marked('q=hồ')[1]).toEqual(['Ho', 'Ho'])
    expect(ids('q=unity')).toEqual(['s4'])
    expect(marked('q=unity')).toEqual([['Unity']])
  })

  it('are found whole where that is asked', () => {
    expect(marked('q=ho&whole=on')).toEqual([['Ho'], ['Ho'], ['Ho', 'Hồ', 'HO', 'Ho']])
    expect(ids('q=mos&whole=on')).toEqual([])
    expect(ids('q=mos')).toEqual(['s1', 's4'])
  })

  it('must all stand in the sentence, in any order', () => {
    expect(ids('q=moscow+ho')).toEqual(['s1'])
    expect(ids('q=tirana+ho')).toEqual([])
  })

  it('stand exactly so in quotation marks, of any kind, closed or not', () => {
    expect(ids('q="uncle ho"')).toEqual(['s1'])
    expect(ids('q=“ho uncle”')).toEqual([])
    expect(ids('q="chairman ho"')).toEqual(['s2', 's3'])
    expect(marked('q="chairman ho')).toEqual([['Chairman Ho'], ['Chairman”, Ho']])
  })

  it('may hold an apostrophe of either kind', () => {
    expect(ids("q=don't")).toEqual(['s3'])
    expect(ids('q=don’t')).toEqual(['s3'])
  })

  it('are never a pattern', () => {
    for (const typed of ['.*', '(', '[a-z', '^.+$', '<img onerror=alert(1)>', '"', 'h|o'])
      expect(ids(`q=${encodeURIComponent(typed)}`), typed).toEqual([])
  })

  it('lead each mark back to its place, also behind letters of two parts', () => {
    const { folded, at } = fold('Đồng ﬁ 😀 Hồ')
    expect(folded).toBe('dong ﬁ 😀 ho')
    expect('Đồng ﬁ 😀 Hồ'.slice(at[folded.indexOf('ho')])).toBe('Hồ')
  })
})

describe('facets', () => {
  it('are asked together, with the words', () => {
    expect(ids('speaker=zhou')).toEqual(['s1', 's3', 's4'])
    expect(ids('person=ho&person=hoxha')).toEqual(['s3'])
    expect(ids('speaker=khiem&q=moscow')).toEqual([])
    expect(ids('claim=refused')).toEqual(['s3'])
    expect(ids('body=ministry')).toEqual(['h1'])
  })

  it('count what each value would leave, and another speaker instead of the first', () => {
    const { counts } = ask('person=ho&speaker=khiem')
    expect(counts.speaker).toEqual({ zhou: 2, khiem: 1 })
    expect(counts.place).toEqual({})
    expect(ask('person=ho').counts.place).toEqual({ moscow: 1 })
    expect(ask('').counts.person).toEqual({ ho: 3, hoxha: 1 })
  })

  it('tell sentences from the lines around them', () => {
    expect(ask('q=ministry')).toMatchObject({ sentences: 0, total: 4 })
    expect(ask('q=ho')).toMatchObject({ sentences: 3, total: 4 })
  })
})

describe('when nothing is asked, or nothing found', () => {
  it('lists nothing where nothing is asked', () => {
    for (const address of ['', 'q=', 'q=+', 'q="', 'q=%3F%3F', 'person=']) {
      expect(asksNothing(queryOf(new URLSearchParams(address))), address).toBe(true)
      expect(ask(address).hits).toEqual([])
    }
  })

  const offers = (address: string) =>
    ask(address).suggestions.map((one) => [one.kind, addressOf(one.query), one.count] as const)

  it('offers to leave out a value or a word, with what that finds', () => {
    expect(offers('q=tirana&speaker=khiem')).toContainEqual(['without-value', '/search?q=tirana', 1])
    expect(offers('q=tirana+ho')).toContainEqual(['without-term', '/search?q=tirana', 1])
    expect(offers('q=tirana+ho')).toContainEqual(['without-term', '/search?q=ho', 3])
    expect(offers('q=mos&whole=on')).toEqual([['parts-of-words', '/search?q=mos', 2]])
    expect(offers('q="moscow+ho"')).toContainEqual(['words-apart', '/search?q=moscow+ho', 1])
  })

  it('offers only what finds something', () => {
    expect(offers('q=belgrade')).toEqual([])
    expect(offers('q=belgrade+ho')).toEqual([['without-term', '/search?q=ho', 3]])
  })

  it('offers the person where the name that was typed is not in the text', () => {
    expect(offers('q=Hồ+Chí+Minh')).toContainEqual(['named', '/search?person=ho', 3])
    expect(offers('q=hoxha')).toEqual([['named', '/search?person=hoxha', 1]])
  })
})

describe('the address', () => {
  it('is one for one question', () => {
    const query = queryOf(new URLSearchParams('person=hoxha&whole=&q=+ho+&person=ho&person=ho&nothing=1'))
    expect(addressOf(query)).toBe('/search?q=ho&whole=on&person=ho&person=hoxha')
    expect(addressOf(queryOf(new URLSearchParams('')))).toBe('/search')
    expect(queryOf(new URLSearchParams(addressOf(query).split('?')[1]))).toEqual({
      ...query,
      chosen: { ...query.chosen, person: ['ho', 'hoxha'] },
    })
  })

  it('is held within bounds', () => {
    expect(queryOf(new URLSearchParams(`q=${'x'.repeat(999)}`)).words).toHaveLength(200)
    expect(queryOf(new URLSearchParams('speaker=zhou&speaker=khiem')).chosen.speaker).toEqual(['zhou'])
    expect(queryOf(new URLSearchParams('person=<b>&person=../x&person=A')).chosen.person).toEqual([])
  })

  it('changes by one value', () => {
    const query = queryOf(new URLSearchParams('q=ho&speaker=zhou'))
    expect(addressOf(toggled(query, 'speaker', 'khiem'))).toBe('/search?q=ho&speaker=khiem')
    expect(addressOf(toggled(query, 'speaker', 'zhou'))).toBe('/search?q=ho')
    expect(addressOf(toggled(query, 'person', 'ho'))).toBe('/search?q=ho&speaker=zhou&person=ho')
  })
})
