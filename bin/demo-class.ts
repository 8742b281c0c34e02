/** The people and words of the demo class. They are invented, and stand nowhere else. */
import type { Citation } from '#lib/domain/citation.ts'

export const DEMO = {
  title: 'HIST 214 · demo',
  zone: 'America/New_York',
  code: 'XHHA8264',
  instructor: { name: 'Dr. M. Lind', email: 'instructor@demo.test', passphrase: 'demo-instructor' },
  assistant: { name: 'R. Okafor', email: 'assistant@demo.test', passphrase: 'demo-assistant' },
  passphrase: 'demo-student',
  /** What two students say of an answer that did not count; the first has been answered. */
  secondLooks: [
    {
      words:
        'I took this sentence to be what the speaker himself says, not what he was told. Read that way, my answer holds.',
      reply: 'I see how you came to it. Look at who is speaking and from whom he has it; the score stands.',
    },
    { words: 'The passage can be read both ways, I think. Could you look at it again?', reply: null },
  ],
  ownQuiz: {
    title: 'Before we read: my version',
    begun: 'Which hand on this paper would you most like to question, and what would you ask?',
  },
  sections: ['Section A', 'Section B'],
} as const

export const studentEmail = (index: number): string => `student${String(index + 1).padStart(2, '0')}@demo.test`

/** `ability`: share of items right; `reading`: last sentence of the transcript; `essay`, `quiz`, `post`: how far. */
export type DemoStudent = {
  name: string
  ability: number
  reading: string | null
  essay: number | null
  quiz: 'handed-in' | 'open' | null
  post: number | 'draft' | null
  isQuiet?: boolean
  extraTime?: number
}

export const STUDENTS: readonly DemoStudent[] = [
  { name: 'Amara Osei', ability: 0.9, reading: 'end', essay: 1, quiz: 'handed-in', post: 0 },
  { name: 'Ben Whitaker', ability: 0.6, reading: 's235', essay: 0.5, quiz: 'handed-in', post: null },
  { name: 'Chloe Martin', ability: 1, reading: 'end', essay: 1, quiz: 'handed-in', post: 1 },
  { name: 'Daniel Brandt', ability: 0.4, reading: 's64', essay: null, quiz: null, post: null, isQuiet: true },
  { name: 'Fatima Benali', ability: 0.8, reading: 'end', essay: 1, quiz: 'handed-in', post: 2 },
  { name: 'Grace Kim', ability: 0.95, reading: 'end', essay: 1, quiz: 'handed-in', post: 3 },
  { name: 'Hannah Cole', ability: 0.6, reading: 'end', essay: 1, quiz: 'handed-in', post: 'draft' },
  { name: 'Ivan Petrov', ability: 0.75, reading: 'end', essay: 1, quiz: 'handed-in', post: 4 },
  { name: 'Jonas Weber', ability: 0.5, reading: 's178', essay: 0.3, quiz: 'open', post: null },
  { name: 'Luka Horvat', ability: 0.85, reading: 'end', essay: 1, quiz: 'handed-in', post: 5 },
  { name: 'Mei-Ling Chao', ability: 0.7, reading: 'end', essay: 1, quiz: 'handed-in', post: 6 },
  { name: 'Nkechi Eze', ability: 0.9, reading: 'end', essay: 1, quiz: 'handed-in', post: 7 },
  { name: 'Oscar Lindqvist', ability: 0.5, reading: null, essay: null, quiz: null, post: null },
  { name: 'Peter Novák', ability: 0.45, reading: 's140', essay: 0.6, quiz: 'open', post: 'draft', extraTime: 25 },
  { name: 'Priya Raman', ability: 0.8, reading: 'end', essay: 1, quiz: 'handed-in', post: 8 },
  { name: 'Rosa Delgado', ability: 0.95, reading: 'end', essay: 1, quiz: 'handed-in', post: 9 },
  { name: 'Samuel Abebe', ability: 0.5, reading: 's46', essay: null, quiz: null, post: null, isQuiet: true },
  { name: 'Sofia Marchetti', ability: 0.65, reading: 'end', essay: 1, quiz: 'handed-in', post: 10 },
  { name: 'Thu Trang Lê', ability: 1, reading: 'end', essay: 1, quiz: 'handed-in', post: 11 },
  { name: 'Tomás Rivera', ability: 0.5, reading: 's12', essay: null, quiz: null, post: null, isQuiet: true },
  { name: 'Yusra Haddad', ability: 0.7, reading: 's129', essay: 1, quiz: 'handed-in', post: 'draft' },
  { name: 'Zainab Malik', ability: 0.75, reading: 'end', essay: 1, quiz: 'handed-in', post: null },
  { name: 'Aiko Tanaka', ability: 0.8, reading: 's281', essay: 0.9, quiz: 'open', post: null },
  { name: 'Arben Krasniqi', ability: 0.85, reading: 'end', essay: 1, quiz: 'handed-in', post: 12 },
]

type DemoPost = { text: string; citations: Citation[]; revised?: { text: string; citations: Citation[] } }

/** Answers to the question about the telegrams: some careful, some not, as in a class. */
export const POSTS: readonly DemoPost[] = [
  {
    text: 'Both men agree that no answer from Albania had come when Ho left, and both mention November. They part on the order: Zhou says Ho told the envoy he would go to Tirana first, Khiem says he never meant to. I would want the envoy’s own telegram home, because Zhou’s version passes through it.',
    citations: [{ at: 's111', quote: 'he first would go to Tirana' }, { at: 's147' }],
  },
  {
    text: 'Zhou opens the whole story with “according to what the Albanian Party has made known to us,” so his telegrams are Albania’s telegrams as Albania tells them. Khiem was in Moscow. That makes Khiem closer, but it does not make him neutral: he is defending Ho.',
    citations: [{ at: 's108', quote: 'according to what the Albanian Party has made known to us' }, { at: 's133' }],
  },
  {
    text: 'I think the two second telegrams are the same one. “It did not want Chairman Ho to visit” and “reiterated that it would invite Chairman Ho in November” could both describe a polite no.',
    citations: [{ at: 's114' }, { at: 's162' }],
    revised: {
      text: 'I still think the two second telegrams are the same one: a polite no can be told as “did not want” or as “November.” But after reading the others I would not say it proves anything about the order of the visits, which is where they really contradict each other.',
      citations: [{ at: 's114' }, { at: 's162' }, { at: 's154' }],
    },
  },
  {
    text: 'The detail that cannot be squared is why Ho went to Sochi. For Zhou he went because Tirana was closed to him. For Khiem he went to see Khrushchev, as planned from start to finish. One of them is reading a reason into a date.',
    citations: [{ at: 's115' }, { at: 's155' }, { at: 's148' }],
  },
  {
    text: 'Albania “agreed to mediation” in Zhou’s version and blamed the Soviet Union in Khiem’s. These can both be parts of one reply: yes, come and mediate, but know whose fault it is.',
    citations: [{ at: 's110', quote: 'Albania agreed to mediation' }, { at: 's152' }],
  },
  {
    text: 'Zhou himself gives up certainty at the end of the turn: “We do not know whether or not it is true.” So I would not set his account against Khiem’s as if he were sure of it. He is asking.',
    citations: [{ at: 's128' }, { at: 's127' }],
  },
  {
    text: 'Khiem offers a way out that saves everybody: a misunderstanding “in passing on the message.” It would explain the order of the visits. It would not explain “very nervous,” which sounds like Albania heard pressure whatever was said.',
    citations: [{ at: 's175' }, { at: 's114', quote: 'very nervous' }],
  },
  {
    text: 'What we have is Ho to the envoy, the envoy to Tirana, Tirana to Beijing, Zhou to Khiem, and then a note-taker and a translator. Khiem’s chain is Ho to Khiem. I trust the shorter chain on where Ho wanted to go and neither on what Albania felt.',
    citations: [{ at: 's111' }, { at: 's131' }, { at: 'h10' }],
  },
  {
    text: 'They agree more than they seem to. No reply before he left, a meeting with Albania’s man in Moscow, a second message, November. The only hard conflict is Tirana first or Khrushchev first.',
    citations: [{ at: 's145' }, { at: 's151' }, { at: 's109' }],
  },
  {
    text: 'I would most want to read the telegram that Ho wrote himself, the one asking whether or not he could go to Tirana. If he asked, he had not simply announced it, and Zhou’s version of “said that he would go” looks like a report that hardened on the way.',
    citations: [{ at: 's161' }, { at: 's111' }],
    revised: {
      text: 'I would most want to read the telegram that Ho wrote himself, the one asking whether or not he could go to Tirana. If he asked, he had not simply announced it. But Khiem says that he also called in the chargé and told him what he meant, and that talk may be what Zhou’s source heard. So both could be true of two moments.',
      citations: [{ at: 's161' }, { at: 's160' }, { at: 's111' }],
    },
  },
  {
    text: 'Zhou says the telegram was sent on the 13th and Ho saw it on the 14th. Khiem says it came after he got to Moscow, the next day. A day is easy to lose between two capitals, so I do not think the dates decide it.',
    citations: [{ at: 's109' }, { at: 's111' }, { at: 's151' }],
  },
  {
    text: 'Each man remembers what he needs. Zhou needs Albania to be the one that was frightened, Khiem needs Ho to be the friend who came to talk. The telegrams would show what was promised; neither man quotes one.',
    citations: [{ at: 's121' }, { at: 's173' }],
  },
  {
    text: 'Ho was told no and went anyway, that is what the telegrams show. Albania said after mid-November and he wanted to come at once.',
    citations: [{ at: 's110' }, { at: 's111' }],
    revised: {
      text: 'I first wrote that Ho was told no and went anyway. The text does not say that: he asked whether he could come, was told November, and did not go. What remains is whether he had announced Tirana first, and only the Albanian side says so.',
      citations: [{ at: 's161' }, { at: 's162' }, { at: 's111' }],
    },
  },
]

export const DRAFT_TEXT = 'Zhou’s version and Khiem’s start from the same point, that no answer had come when Ho left.'

/** Around which percentage the demo class’s figures for each forecast lie: all within 35 and 65, so that none leaves 0 to 100. */
export const FORECAST_LEAN: Readonly<Record<string, number>> = {
  'ho-home-for-national-day': 65,
  'another-ticket': 50,
  'such-a-demand': 60,
  'hope-for-easing': 35,
  deadlock: 65,
  'foreign-ministers': 55,
  'trouble-in-october': 55,
  'german-peace-treaty': 50,
  'not-all-is-broken': 60,
  'albania-patient': 45,
  'no-conference': 60,
  'zhou-away': 40,
}

type DemoReply = {
  /** Which of POSTS it stands under, and who writes it: a place in STUDENTS. */
  under: number
  by: number | 'instructor'
  text: string
  /** Which of REPLIES it answers, if not the post itself. */
  to?: number
  citations?: Citation[]
  hidden?: string
  reported?: { by: number; reason: string }
}

export const REPLIES: readonly DemoReply[] = [
  {
    under: 4,
    by: 18,
    text: 'Or they are two different telegrams. Zhou has a first one and a “second telegram” (s. 114); Khiem has a reply, then a reply to the reply.',
    citations: [{ at: 's162' }],
  },
  {
    under: 4,
    by: 'instructor',
    text: 'Try drawing it: two columns, one line for each telegram. Where do the columns stop matching?',
  },
  {
    under: 4,
    by: 9,
    to: 1,
    text: 'They stop at where Ho would go first. Everything before that can be laid side by side.',
  },
  {
    under: 5,
    by: 0,
    text: 'Then his question at the end matters more than his story, and s. 130 is the answer to it.',
    citations: [{ at: 's130' }],
  },
  {
    under: 5,
    by: 11,
    text: 'This is just wrong, read it again before you post.',
    reported: { by: 7, reason: 'Not about the text' },
  },
  {
    under: 12,
    by: 17,
    text: 'Lol.',
    hidden: 'It says nothing about the text. Write what you disagree with.',
  },
  { under: 2, by: 14, text: 'The revision convinces me more than the first version did: it leaves the order open.' },
]

/** Which of POSTS the instructor shows to the class: four that do not agree. */
export const PICKED: readonly number[] = [2, 3, 5, 6]

/** A question that classmates answer without names. */
export const NAMELESS = {
  question: 'telegrams',
  title: 'The telegrams, without names',
  posts: [
    {
      by: 0,
      text: 'I do not know whom to believe, and I think that is the honest answer: one side was told by Albania (s. 108), the other is Ho’s own minister.',
      citations: [{ at: 's108' }],
    },
    {
      by: 7,
      text: 'Before the class I believed Zhou because he gives dates. Now I think dates can be exact and the story still be the teller’s.',
      citations: [{ at: 's109' }, { at: 's111' }],
    },
    {
      by: 15,
      text: 'Khiem does not say that Albania lied. He says somebody misunderstood (s. 175), and that would fit both stories.',
      citations: [{ at: 's175' }],
    },
  ],
  /** Who has scored the samples, how far off, and how many answers they have reviewed. */
  reviewers: [
    { by: 0, off: 0, reviews: 1 },
    { by: 7, off: 1, reviews: 2 },
  ],
  /** What each of the answers is told, by the first who reviews it and by the second. */
  told: [
    [
      'The honest answer is a good one. I would cite Khiem’s side too, so that one sees both.',
      'You say who told the one side. Who told the other?',
    ],
    [
      'You say how you changed your mind, and I believe it. Which date would you check first?',
      'Dates first, then who gives them: that order helped me. Cite one that the two men share.',
    ],
    [
      'I like “would fit both stories.” Which sentence of Zhou’s does it fit? Name one.',
      'It is short and it holds. I would add what the misunderstanding does not explain.',
    ],
  ],
} as const satisfies {
  question: string
  title: string
  posts: readonly { by: number; text: string; citations: Citation[] }[]
  reviewers: readonly { by: number; off: number; reviews: number }[]
  told: readonly (readonly string[])[]
}
