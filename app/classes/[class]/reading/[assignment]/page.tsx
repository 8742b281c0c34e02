import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { findEssay } from '#lib/content/essays/essay-forms.ts'
import { isWithin } from '#lib/domain/judge.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { runOf } from '#lib/domain/anchor.ts'
import { RUN_MAX } from '#lib/domain/note.ts'
import { typedSentenceSchema } from '#lib/domain/note-input.ts'
import { viewLayer } from '#lib/features/annotate/read-notes.ts'
import { viewReading } from '#lib/features/read-along/read-along.ts'
import { viewStrip } from '#lib/features/see-strip/see-strip.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { page } from '#lib/web/page.ts'
import { BesideEssay } from '../../../../(edition)/essays/[essay]/beside-essay.tsx'
import '../../../../(edition)/essays/[essay]/essay.css'
import { ReadingBar } from '../../../../(edition)/transcript/reading-bar.tsx'
import '../../../../(edition)/transcript/transcript.css'
import { citeName } from '../../../../_ui/citation.ts'
import { ClosingMark, DocumentHead, TurnView } from '../../../../_ui/document.tsx'
import { EssayBody } from '../../../../_ui/essay-body.tsx'
import { sentencesOf } from '../../../../_ui/figures.ts'
import { Button, LinkButton, Notice } from '../../../../_ui/parts.tsx'
import { problemIn, typedIn, valueIn, type Search } from '../../../../_ui/refusals.ts'
import { plural } from '../../../../_ui/say.ts'
import type { Dress } from '../../../../_ui/words.tsx'
import { StripLanes } from '../../../../_ui/strip.tsx'
import { Edge } from '../../../_notes/edge.tsx'
import { AtSentence } from '../../../_notes/at-sentence.tsx'
import { ClassReader } from '../../../_notes/class-reader.tsx'
import { LinkNotes } from '../../../_notes/link-notes.tsx'
import { NotesProvider } from '../../../_notes/note-store.tsx'
import '../../../_notes/notes.css'
import { ParagraphNotes } from '../../../_notes/paragraph-notes.tsx'
import { account, ClassFrame } from '../../../_work/frame.tsx'
import { KeepPlace } from '../../../_work/keep-place.tsx'
import { ForgetWords } from '../../../_work/keep-words.tsx'
import { NotOpenYet } from '../../../_work/not-open.tsx'
import { Predict, Replay } from '../../../_work/predict.tsx'
import { TextClosed } from '../../../_work/text-closed.tsx'
import { dateLine, WorkHead } from '../../../_work/work-head.tsx'
import '../../../_work/task.css'

export const metadata: Metadata = { title: 'Reading' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

export default async function ReadingPage({ params, searchParams }: Props) {
  const [{ class: classId, assignment }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${classId}/reading/${assignment}`
  const [me, view] = await Promise.all([account(path), page(viewReading, { assignment }, path)])
  if (view.classId !== classId) notFound()
  const shut = await page(findClosedText, { class: classId }, path)
  if (shut && shut.assignment !== assignment)
    return <TextClosed me={me} classId={classId} title={view.title} by={shut} />
  if (view.availability === 'not-open-yet')
    return (
      <NotOpenYet
        me={me}
        classId={classId}
        title={view.title}
        opensAt={view.opensAt}
        dueAt={view.dueAt}
        zone={view.zone}
      />
    )

  const { transcript } = edition()
  const refused = problemIn(search)
  const keepAs = `${assignment}-${me.id}`
  // Of the text itself this answer holds the header and nothing more (the law of hidden text).
  if (view.gate?.isShut)
    return (
      <ClassFrame me={me} classId={classId} mainClass="reading">
        <div className="wrap taskhead">
          <WorkHead
            classId={classId}
            me={me}
            title={view.title}
            facts={['Four predictions', view.minutes ? `then about ${view.minutes} minutes` : null, dateLine(view)]}
          >
            {refused && (
              <Notice kind="care" alert>
                <b>Not posted.</b> {refused.words}
              </Notice>
            )}
          </WorkHead>
        </div>
        <Predict
          header={transcript.header}
          prompts={view.gate.prompts}
          action={`/api/assignments/${assignment}/predictions`}
          classId={classId}
          keepAs={keepAs}
          problem={refused}
        />
      </ClassFrame>
    )
  const isEssay = view.kind === 'essay'
  const essay = isEssay ? findEssay(view.target) : null
  if (isEssay && !essay) notFound()
  const units = [...transcript.units.keys()].filter((id) => isWithin(id, view.range))
  const places = essay ? essay.text.paragraphs : units
  const predicted = view.gate?.predicted ?? null
  const nameOf = (id: string) => (isEssay ? `paragraph ${id.slice(1)}` : citeName(id))
  const done = view.place?.finishedAt ?? null
  const brought = valueIn(search, 'done') === 'brought' ? Number(valueIn(search, 'n')) || 0 : 0
  const resume = view.place && view.place.index < view.places - 1 ? view.place.at : null
  const head = (
    <WorkHead
      classId={classId}
      me={me}
      title={view.title}
      facts={[
        isEssay
          ? plural(view.places, 'paragraph')
          : plural(units.filter((id) => id.startsWith('s')).length, 'sentence'),
        view.minutes ? `about ${view.minutes} minutes` : null,
        done ? `read ${sayInstant(new Date(done), view.zone)}` : dateLine(view),
      ]}
    >
      {done ? (
        <Notice kind="good">
          <b>You have read this.</b> It stays here to read again.
        </Notice>
      ) : (
        view.availability === 'closed' && (
          <Notice>
            <b>This reading is closed.</b> You can go on reading and your place is kept; it no longer counts as done.
          </Notice>
        )
      )}
      {refused && (
        <Notice kind="care" alert>
          <b>Not saved.</b> {refused.words}
        </Notice>
      )}
      {valueIn(search, 'done') === 'reported' && (
        <Notice kind="good">
          <b>Your instructors will look at it.</b> Its author does not learn who reported it.
        </Notice>
      )}
      {brought > 0 && (
        <Notice kind="good">
          <b>{plural(brought, 'note')} came in.</b> Only you see them, until you share one.
        </Notice>
      )}
      {predicted && (
        <p className="small below">
          {valueIn(search, 'done') === 'predicted' ? 'Posted; the text is open. ' : ''}
          <a href="#predicted">What you predicted before you read</a> stands at the end.
        </p>
      )}
      {resume && (
        <p className="acts">
          <a className={done ? 'btn' : 'btn go'} href={`#${resume}`}>
            Go on at {nameOf(resume)}
          </a>
        </p>
      )}
    </WorkHead>
  )
  const keeper = (
    <KeepPlace
      assignment={assignment}
      places={places}
      reached={view.place?.index ?? 0}
      selector={isEssay ? '#essay :is(p, .differ)[id]' : '#document .s'}
      attribute={isEssay ? 'id' : 'data-s'}
      back={path}
    />
  )
  const end = (
    <section className="finish" aria-labelledby="finish">
      <h2 className="title" id="finish">
        {done ? 'You have read this' : 'At the end'}
      </h2>
      {done ? (
        <p className="acts">
          <LinkButton kind="go" href={`/classes/${classId}`}>
            Back to my work
          </LinkButton>
        </p>
      ) : (
        <form method="post" action={`/api/assignments/${assignment}/place/save`}>
          <input type="hidden" name="in" value={classId} />
          <input type="hidden" name="done" value="true" />
          <p className="acts">
            <Button kind="go">I have read this</Button>
          </p>
        </form>
      )}
      <p className="sees">
        Your instructors see how far your saved place is and whether you are done. How long you read is not measured.
      </p>
      {!done && (
        <noscript>
          <form className="byhand" method="post" action={`/api/assignments/${assignment}/place/save`}>
            <input type="hidden" name="in" value={classId} />
            <label htmlFor="byhand">Keep my place at</label>
            <select className="input" id="byhand" name="at" defaultValue={view.place?.at}>
              {places
                .filter((_id, i) => i < places.length - 1)
                .map((id) => (
                  <option key={id} value={id}>
                    {nameOf(id)}
                  </option>
                ))}
            </select>
            <Button>Keep it</Button>
          </form>
        </noscript>
      )}
    </section>
  )

  if (essay) {
    return (
      <ClassFrame me={me} classId={classId} mainClass="wrap page essaypage">
        {head}
        <div className="keepbar">{keeper}</div>
        <EssayBody essay={essay.essay} form={essay.form} beside={<BesideEssay />} />
        {end}
      </ClassFrame>
    )
  }
  const lines = transcript.header.filter((line) => isWithin(line.id, view.range))
  const all = sentencesOf(transcript)
  const before = all.findIndex((sentence) => isWithin(sentence.id, view.range))
  const inside = all.filter((sentence) => isWithin(sentence.id, view.range)).length
  const after = all.length - before - inside
  const last = units.at(-1)
  const asked = typedSentenceSchema.safeParse(valueIn(search, 'at') ?? typedIn(search, 'from') ?? '')
  const at = asked.success && units.includes(asked.data) ? asked.data : undefined
  const [layer, strip] = await Promise.all([
    page(viewLayer, { assignment, at, after: at && valueIn(search, 'after') }, path),
    page(viewStrip, { class: classId }, path),
  ])
  const linked = layer.notes.find((note) => note.id === valueIn(search, 'link') && note.name !== null)
  const counts = Object.fromEntries(layer.counts.map(({ id, own, others }) => [id, { own, others }]))
  const highlighted = new Set(
    layer.notes
      .filter((note) => note.isOwn && note.kind !== 'prompt' && note.kind !== 'lost')
      .flatMap((note) => runOf(transcript.units, note)),
  )
  const dress: Dress = (id) => {
    const { own = 0, others = 0 } = counts[id] ?? {}
    return {
      form: 'at-sentence',
      label: own + others > 0 ? `, ${plural(own + others, 'note')}` : '',
      numeral: own + others > 0 ? ' has' : '',
      words: highlighted.has(id) ? ' hl' : '',
    }
  }
  const under = (ids: readonly string[]) => (
    <>
      <ParagraphNotes sentences={ids} />
      {layer.at && ids.includes(layer.at.id) && (
        <AtSentence
          at={layer.at}
          ends={units.slice(units.indexOf(layer.at.id), units.indexOf(layer.at.id) + RUN_MAX)}
          path={path}
          problem={refused}
          typed={{ to: typedIn(search, 'to'), kind: typedIn(search, 'kind') }}
        />
      )}
    </>
  )
  const { ownFirst } = layer
  const whose = ownFirst.locked ? 'own' : 'open'
  const left = ownFirst.needed - ownFirst.shared
  return (
    <ClassFrame me={me} classId={classId} mainClass="reading">
      <div className="wrap taskhead">
        {head}
        <p className="layerline small">
          {ownFirst.locked
            ? `Classmates’ notes open when you have shared ${ownFirst.shared > 0 ? `${plural(left, 'more note')}` : left === 1 ? 'a note or question' : `${left} notes or questions`} of your own here. Until then none of them is sent to this page.`
            : ''}
        </p>
        {layer.allowsHypothesis && (
          <p className="small below">
            Your instructors allow Hypothesis here:{' '}
            <a href={`/api/assignments/${assignment}/for-hypothesis`}>the text on a page for it</a>. What you write with
            it is kept by Hypothesis and not here.
          </p>
        )}
        {linked && (
          <LinkNotes
            note={linked}
            others={layer.notes.filter((note) => note.id !== linked.id && note.name !== null && note.text !== null)}
            classId={classId}
            assignment={assignment}
          />
        )}
      </div>
      <ReadingBar
        place={view.title}
        about={plural(inside, 'sentence')}
        leaves={false}
        ownKeys={[
          { caps: ['H'], does: 'highlight the sentence' },
          { caps: ['N'], does: 'write a note on it' },
          { caps: ['L'], does: 'I am lost here' },
        ]}
      >
        {keeper}
      </ReadingBar>
      <form id="at-sentence" method="get" action={`${path}#write`} />
      <NotesProvider
        place={{
          classId,
          assignment,
          me: me.id,
          sentences: all.length,
          hasSection: layer.hasSection,
          needed: ownFirst.needed,
          zone: view.zone,
        }}
        initial={layer.notes}
      >
        <div className="rd noted">
          <Edge strip={strip} transcript={transcript} whose={whose} />
          <article className="col" id="document" data-total={all.length} data-notes="">
            {lines.length > 0 ? (
              <DocumentHead lines={lines} heading="h2" />
            ) : (
              before > 0 && (
                <p className="leftout">
                  <span>{plural(before, 'sentence')} before this are left out.</span>{' '}
                  <Link href="/transcript" prefetch={false}>
                    The whole transcript
                  </Link>
                </p>
              )
            )}
            {transcript.turns.map((turn) => (
              <TurnView
                key={turn.id}
                turn={turn}
                within={(sentence) => isWithin(sentence.id, view.range)}
                dress={dress}
                under={under}
              />
            ))}
            {last === 'end' ? (
              <ClosingMark line={transcript.end} />
            ) : (
              after > 0 && (
                <p className="leftout">
                  <span>{plural(after, 'sentence')} after this are left out.</span>{' '}
                  <a href={`/transcript#s${before + inside + 1}`}>Read on in the transcript</a>
                </p>
              )
            )}
            {view.gate && predicted && <Replay prompts={view.gate.prompts} zone={view.zone} {...predicted} />}
            {end}
            <section className="block classstrip" aria-labelledby="strip">
              <h2 className="title" id="strip">
                {ownFirst.locked ? 'What you have touched' : 'What the class has touched'}
              </h2>
              <StripLanes strip={strip} transcript={transcript} whose={whose} />
              <p className="small below">
                Your notes in this class: <a href={`/api/classes/${classId}/notes.jsonld`}>take them with you</a> as W3C
                annotations, or{' '}
                <Link href={`${path}/bring`} prefetch={false}>
                  bring notes from elsewhere
                </Link>
                .
              </p>
            </section>
            {predicted && <ForgetWords of={keepAs} />}
            <ClassReader address={path} counts={counts} />
          </article>
          <div className="beside" id="beside" />
        </div>
      </NotesProvider>
    </ClassFrame>
  )
}
