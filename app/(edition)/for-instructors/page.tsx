import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { sentencesOf } from '../../_ui/figures.ts'
import { LinkButton, PageHead } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'For instructors',
  description:
    'What a class does here, what you see, what students see, how to begin, and how much weight a quiz here can carry.',
}

export default function ForInstructorsPage() {
  const { transcript } = edition()
  const count = sentencesOf(transcript).length
  return (
    <Shell>
      <PageHead
        title="Assign it on Sunday, walk in on Monday knowing what the class made of it"
        lead={`One conversation of ${count} sentences, short essays, quizzes whose wrong answers have names, and questions on which students write before they see what others wrote.`}
        acts={
          <>
            <LinkButton kind="go" href="/sign-in">
              Sign in
            </LinkButton>
            <LinkButton href="/transcript">Read the transcript</LinkButton>
          </>
        }
      />
      <div className="prose body">
        <h2 className="title" id="class">
          What a class does
        </h2>
        <ol>
          <li>
            You make a class and share a code or a link, or paste a list of names and look at it before anybody is
            added. Students join with a name and a passphrase; they need no e-mail address.
          </li>
          <li>
            They see one list: what to do and by when. They read the{' '}
            <Link href="/transcript" prefetch={false}>
              transcript
            </Link>
            , answer a quiz, and write on a question with at least one sentence cited.
          </li>
          <li>
            Each answer is saved as it is given. A dropped connection or a closed tab loses nothing that the screen has
            called saved.
          </li>
          <li>
            A post opens the posts of classmates only after one’s own is in; then they reply. You decide whether they
            see names.
          </li>
          <li>What they missed in a quiz comes back on later days until it sits. That practice never counts.</li>
        </ol>
        <p>
          A reading can begin with the header alone: four predictions first (who wrote this, for whom, what will each
          man want, what can it not tell us), and then the talk, with the predictions put back beside it at the end. You
          turn that on when you assign it. Each essay comes long and short; you may assign either. Three plans, for a
          lesson, a week and a seminar, assign everything with its dates in one press.
        </p>

        <h2 className="title" id="see">
          What you see
        </h2>
        <ul>
          <li>Who has begun, who has finished, who has stopped, assignment by assignment.</li>
          <li>Which misreadings the class shares, each with the passage that settles it.</li>
          <li>
            How hard each quiz item was and how it goes with the rest, with the number of students and an interval on
            every figure, and no verdict on a class too small for one.
          </li>
          <li>
            Every answer in full, by question and by student, with every version of a post; all of it as one CSV, or as
            an archive with a README of every field.
          </li>
          <li>
            One page to open the lesson with: three misreadings, two passages on which the class divides, and answers
            that you chose, with nobody named.
          </li>
          <li>A gradebook with weights and exceptions, and its files for Canvas, Moodle and Brightspace.</li>
        </ul>
        <p>
          Reading time is never measured, students are never ranked, and no program scores prose: what students write is
          for you to read. You grade it by a rubric of five rows, with names hidden until you ask for them; students see
          a grade with its reasons when you release it, and who looked at it or changed it.
        </p>

        <h2 className="title" id="teach">
          What there is to teach with
        </h2>
        <p>
          Beside the transcript stand lists for whole lessons:{' '}
          <Link href="/cruxes" prefetch={false}>
            places that cannot simply be read
          </Link>
          ,{' '}
          <Link href="/telegrams" prefetch={false}>
            two men and one set of telegrams
          </Link>
          ,{' '}
          <Link href="/forecasts" prefetch={false}>
            forecasts to be judged before their outcomes are read
          </Link>
          ,{' '}
          <Link href="/silences" prefetch={false}>
            what the record does not say
          </Link>{' '}
          and{' '}
          <Link href="/sources" prefetch={false}>
            the sister documents
          </Link>
          . All of them are under{' '}
          <Link href="/apparatus" prefetch={false}>
            Apparatus
          </Link>
          , and the text itself comes{' '}
          <Link href="/print" prefetch={false}>
            for paper
          </Link>{' '}
          and as an e-book.
        </p>

        <p>
          The quizzes can be copied into a bank of your own and changed there, and questions of eight kinds added,
          without any markup. A key that turns out wrong is corrected with a preview of every score it touches, and
          students may ask for a second look.
        </p>

        <h2 className="title" id="system">
          In the system your school has
        </h2>
        <p>
          Where an operator has connected it, the site opens from a course of Canvas, Moodle or Brightspace by LTI 1.3:
          the course becomes a class, its roster comes in, and grades that you release go back to its gradebook. Without
          that, lists come and go as files: a roster by paste or as a OneRoster set, quizzes as QTI, Moodle XML and
          GIFT, the whole edition as one Common Cartridge, dates as a calendar, notes as W3C annotations.
        </p>

        <h2 className="title" id="weight">
          How much a quiz here can carry
        </h2>
        <p>
          Little. This edition is free and open, and so is its repository: a student who looks for the keys there can
          read them. The quizzes are made for learning, with every option explained, and are best kept at low stakes.
          What students write and cite is the better evidence.
        </p>

        <h2 className="title" id="begin">
          How to begin
        </h2>
        <ol>
          <li>
            Ask whoever runs this site for an instructor’s link. It works once, for 24 hours. They make it with{' '}
            <code>npm run instructor -- you@school</code>.
          </li>
          <li>Open it, choose a passphrase, and make your first class.</li>
          <li>
            Or try the self-check first, as a visitor:{' '}
            <Link href="/quizzes" prefetch={false}>
              quizzes
            </Link>
            .
          </li>
        </ol>
        <p>
          Further instructors come in by your invitation. On the roster you can make a member an instructor of the class
          or an assistant, who sees the desk and the answers of one section and cannot assign, export or change the
          roster.
        </p>
      </div>
    </Shell>
  )
}
