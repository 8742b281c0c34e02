/** What the demo class wrote beside the text. The people are those of bin/demo-class.ts, by their place in its list. */
import type { Audience, LinkKind, NoteKind, NoteTag } from '#lib/domain/note.ts'

export const PROMPTS: readonly { from: string; to?: string; text: string }[] = [
  { from: 's48', to: 's49', text: 'Who is the young man here, who the young woman, and who is in the room?' },
  { from: 's107', to: 's108', text: 'How many mouths stand between Ho Chi Minh and this sentence? Name each.' },
  { from: 's130', text: 'He denies it in six words. What exactly does “it” take in?' },
]

export type DemoNote = {
  by: number
  from: string
  to?: string
  kind?: NoteKind
  text?: string
  tag?: NoteTag
  ownTag?: string
  audience?: Audience
  /** The prompt that it answers. */
  prompt?: number
  answers?: readonly { by: number | 'instructor'; text: string }[]
  /** The reason for which it was hidden, or with which it was reported. */
  hidden?: string
  reported?: { by: number; reason: string }
}

export const NOTES: readonly DemoNote[] = [
  {
    by: 0,
    from: 's31',
    text: '“Meant well” here, “a good heart” in s253: the judgment is ready before the story starts.',
    tag: 'context',
  },
  {
    by: 0,
    from: 's117',
    text: 'He states it flat, but ten lines on he says he does not know (s127, s128).',
    tag: 'doubt',
    answers: [
      { by: 'instructor', text: 'Good. Which of the two would a reader at home have remembered?' },
      { by: 5, text: 'The flat one. It is the sentence one would quote.' },
    ],
  },
  { by: 0, from: 's105', to: 's106', kind: 'highlight' },
  { by: 1, from: 's21', to: 's22', text: 'They were not told. Is that a complaint?', kind: 'question' },
  {
    by: 2,
    from: 's107',
    to: 's108',
    text: 'Ho to the envoy, the envoy to Tirana, Tirana to Beijing, Zhou to Khiem, the recorder, the translator. Six.',
    tag: 'hearsay',
    prompt: 1,
  },
  {
    by: 2,
    from: 's111',
    text: '“First would go to Tirana” is the whole quarrel in one clause; s147 says the opposite.',
    tag: 'crux',
  },
  {
    by: 4,
    from: 's111',
    to: 's112',
    text: 'Who heard him say this? Only Albania’s envoy, as far as the text tells.',
    tag: 'sourcing',
  },
  { by: 4, from: 's127', to: 's129', kind: 'highlight' },
  {
    by: 5,
    from: 's147',
    to: 's148',
    text: 'Khiem speaks of intent and of a view “from start to finish”. He was in Moscow (s131), so he can say what he heard, not what Ho intended.',
    tag: 'sourcing',
    answers: [{ by: 2, text: 'But it is one step, not six.' }],
  },
  {
    by: 5,
    from: 's130',
    text: 'It takes in the whole of s127: that Ho wanted to go to Tirana and put the responsibility there.',
    prompt: 2,
  },
  {
    by: 6,
    from: 's47',
    text: 'Forty years, and again in s258. What does the friendship allow him to say?',
    kind: 'question',
  },
  {
    by: 7,
    from: 's110',
    text: 'Albania “agreed to mediation” here; in s152 its answer blames the Soviet Union.',
    tag: 'corroboration',
  },
  { by: 7, from: 's120', to: 's122', text: 'Two questions that are no questions.', ownTag: 'rhetoric' },
  { by: 8, from: 's86', kind: 'lost' },
  { by: 8, from: 's103', kind: 'lost' },
  {
    by: 9,
    from: 's48',
    to: 's49',
    text: 'Albania and the Soviet Union are the couple, Ho is the matchmaker, and the room is the meeting he wanted. “Feudal” is said of the matchmaker.',
    prompt: 0,
  },
  {
    by: 9,
    from: 's137',
    text: 'The only sentence in which anybody says that both sides are right and wrong.',
    tag: 'context',
  },
  { by: 10, from: 's103', kind: 'lost' },
  { by: 10, from: 's114', text: 'How does he know that Albania was nervous?', kind: 'question', tag: 'hearsay' },
  { by: 11, from: 's175', text: 'A way out for everybody: nobody lied, the message was garbled.', tag: 'doubt' },
  {
    by: 11,
    from: 's136',
    text: '“Sentiment” and “reason” in quotation marks. Whose words are these, Ho’s or the recorder’s?',
    kind: 'question',
    tag: 'sourcing',
  },
  { by: 14, from: 's147', text: 'This contradicts s111 flatly, and no third source is named.', tag: 'corroboration' },
  { by: 14, from: 's161', text: 'Whoever asks whether he may come has not announced that he will.', tag: 'crux' },
  { by: 15, from: 's31', text: 'Keep for the essay: purpose good, method wrong.', audience: 'private' },
  {
    by: 15,
    from: 's253',
    to: 's254',
    text: 'The same sentence as s36, from the year before. He has said this to others.',
    tag: 'corroboration',
  },
  { by: 17, from: 's103', kind: 'lost' },
  {
    by: 17,
    from: 's42',
    text: '“Understand” must be “understood”: is the slip the translator’s or the file’s?',
    kind: 'question',
    audience: 'instructor',
    answers: [
      {
        by: 'instructor',
        text: 'We cannot tell: only the translation is at hand. The edition marks it and leaves it.',
      },
    ],
  },
  {
    by: 18,
    from: 's182',
    to: 's183',
    text: 'The only words of Khrushchev in the text, and they come by way of Pham Van Dong.',
    tag: 'hearsay',
  },
  { by: 18, from: 's270', text: '“We would be afraid” is a strange thing for him to admit.', audience: 'group' },
  {
    by: 21,
    from: 's165',
    to: 's169',
    text: 'The ambassador is sent home and nobody is in the room. After this, who could know what was said?',
    tag: 'sourcing',
  },
  { by: 23, from: 's128', text: 'This is where he stops being a witness.', tag: 'doubt' },
  { by: 23, from: 's154', text: 'Said again, almost word for word, after s147.', ownTag: 'repetition' },
  {
    by: 17,
    from: 's109',
    text: 'Boring part, start at s127.',
    hidden: 'It tells others not to read. Say what the part does.',
  },
  {
    by: 10,
    from: 's121',
    text: 'Whoever cannot see that this is a joke should drop the class.',
    reported: { by: 14, reason: 'About classmates, not about the text' },
  },
]

/** A rival reading of a claim of the edition, with the answers to it. */
export const RIVAL = {
  claim: 'tirana-first',
  by: 15,
  text: 'This chain runs through Albania’s envoy (s. 111). Khiem says that Ho called in the chargé and told him what he meant (s. 160). If that talk is the one that Zhou heard of, the chain passes another mouth.',
  citations: [{ at: 's160' }, { at: 's111' }],
  answers: [
    {
      by: 'instructor',
      text: 'One could test that: it needs the two talks to be one. What in the text speaks for it, and what against?',
    },
    {
      by: 2,
      text: 'S. 111 says envoy, s. 160 says chargé. I would keep both chains until somebody finds the telegram.',
    },
  ],
} as const

/** By their places in NOTES. */
export const LINKS: readonly { by: number; note: number; other: number; kind: LinkKind }[] = [
  { by: 14, note: 21, other: 5, kind: 'contradicts' },
  { by: 23, note: 30, other: 1, kind: 'supports' },
  { by: 7, note: 11, other: 5, kind: 'explains' },
]
