/** What the site knows of the edition. Each type stands in the module that reads it. */
import type { Exercise } from '#lib/domain/exercise.ts'
import type { Quiz } from '#lib/domain/item.ts'
import type { Plan } from '#lib/domain/plan.ts'
import type { Question } from '#lib/domain/question.ts'
import type { Rubric } from '#lib/domain/rubric.ts'
import type { Body } from './apparatus/bodies.ts'
import type { Bracket } from './apparatus/brackets.ts'
import type { Change } from './apparatus/changes.ts'
import type { Claim, Mouth } from './apparatus/claims.ts'
import type { Crux } from './apparatus/cruxes.ts'
import type { Hand } from './apparatus/custody.ts'
import type { DoubtList } from './apparatus/doubt.ts'
import type { DatedEvent } from './apparatus/events.ts'
import type { Fact } from './apparatus/facts.ts'
import type { Forecast, ForecastOutcome } from './apparatus/forecasts.ts'
import type { Gist } from './apparatus/gists.ts'
import type { Term } from './apparatus/glossary.ts'
import type { Person } from './apparatus/people.ts'
import type { MapPlace } from './apparatus/places.ts'
import type { Quotations } from './apparatus/quotations.ts'
import type { Retold } from './apparatus/retold.ts'
import type { Silence } from './apparatus/silences.ts'
import type { SisterDocument } from './apparatus/sister-documents.ts'
import type { TelegramEvent } from './apparatus/telegrams.ts'
import type { Work } from './apparatus/works.ts'
import type { Essay, EssayForm, EssayText, Ground } from './essays/essays.ts'
import type { Drift } from './exercises/another-room.ts'
import type { Controversy } from './exercises/controversies.ts'
import type { Misreading } from './exercises/misreadings.ts'
import type { Puzzle } from './exercises/puzzles.ts'
import type { Certainty } from './reading/certainty.ts'
import type {
  BracketKind,
  HeaderLine,
  Paragraph,
  Part,
  Sentence,
  SpeakerId,
  TeiHeader,
  Transcript,
  Turn,
} from './text/types.ts'
import type { Use } from './uses.ts'

export type { BracketKind, HeaderLine, Paragraph, Part, Sentence, SpeakerId, TeiHeader, Transcript, Turn }
export type { Body, Certainty, Claim, Crux, DatedEvent, Gist, MapPlace, Mouth, Person, SisterDocument, Term, Work }
export type { Essay, EssayForm, EssayText, Ground, Misreading, Use }

export type Edition = {
  transcript: Transcript
  /** Withdrawn ids, each with the id that took its place; null where nothing did. What students wrote finds its way by them. */
  successors: ReadonlyMap<string, string | null>
  people: Person[]
  events: DatedEvent[]
  places: MapPlace[]
  works: Work[]
  misreadings: Misreading[]
  essays: Essay[]
  /** One for each paragraph, in their order. */
  gists: Gist[]
  quizzes: Quiz[]
  questions: Question[]
  /** Places that do not fit, to be explained. */
  puzzles: Puzzle[]
  /** What became of things said here, the same evening, in another room. */
  anotherRoom: Drift[]
  /** Questions with two sides that are given, changed and dropped. */
  controversies: Controversy[]
  exercises: Exercise[]
  /** Work for a lesson, a week or a seminar. */
  plans: Plan[]
  /** What written answers are judged by. */
  rubrics: Rubric[]
  /** In the order of the talk. */
  claims: Claim[]
  /** In the order of the talk. */
  cruxes: Crux[]
  glossary: Term[]
  bodies: Body[]
  sisterDocuments: SisterDocument[]
  /** What each account tells of the telegrams, in the order of the affair. */
  telegrams: TelegramEvent[]
  /** Zhou’s case as he tells it again, shorter; null where an edition has none. */
  retold: Retold | null
  quotations: Quotations
  doubt: DoubtList[]
  brackets: Bracket[]
  facts: Fact[]
  silences: Silence[]
  /** In the order of the talk; what came of them stands apart, in `forecastOutcomes`. */
  forecasts: Forecast[]
  forecastOutcomes: ForecastOutcome[]
  /** From the speakers to the reader. */
  custody: Hand[]
  /** What was changed in the text and around it, oldest first. */
  changes: Change[]
  /** Sentence or header-line id → what uses it. */
  usedIn: ReadonlyMap<string, Use[]>
}
