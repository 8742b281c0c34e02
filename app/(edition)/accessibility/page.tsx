import type { Metadata } from 'next'
import { Block, PageHead, Table } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import { countWord, plural } from '../../_ui/say.ts'
import { CLAIM_WORDS, CRITERIA, type Claim } from './criteria.ts'
import './accessibility.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Accessibility',
  description:
    'What the site claims under WCAG 2.2 AA, criterion by criterion: what was tested and how, what was not, and how to report a barrier.',
}

const withClaim = (claim: Claim) => CRITERIA.filter((one) => one.claim === claim)

export default function AccessibilityPage() {
  const [supports, partly, open, none] = (['supports', 'partly', 'not-evaluated', 'none'] as const).map(
    (claim) => withClaim(claim).length,
  ) as [number, number, number, number]
  const tested = withClaim('supports').filter((one) => one.tested).length
  return (
    <Shell>
      <PageHead
        over="Accessibility"
        title={`Of ${CRITERIA.length} criteria of WCAG 2.2 AA, ${supports} are supported, ${tested} of them by test`}
        lead={`${countWord(partly)} are supported in part${open > 0 ? `, ${open} ${open === 1 ? 'has' : 'have'} not been evaluated` : ''}, and ${none} do not apply. The claims are the makers’ own. Nobody from outside has examined the site, and no person who relies on assistive technology has tried it yet.`}
      />
      <Block id="tested" title="What was tested">
        <div className="prose body">
          <p>
            In Chromium, by tests that are part of the program and that anybody can run again, on every kind of public
            page and on the pages of a signed-in student, instructor and assistant:
          </p>
          <ul>
            <li>
              The rules of axe for WCAG 2.0, 2.1 and 2.2, levels A and AA, and its best practices, at 1280 and 320
              pixels, in light and in dark.
            </li>
            <li>A window of 1280 pixels at 400 %: nothing scrolls sideways and nothing is cut off.</li>
            <li>The text spacing of criterion 1.4.12, at that size.</li>
            <li>Forced colors: the focus can be seen.</li>
            <li>Reduced motion: nothing moves.</li>
            <li>The tab key through pages with a bar at the top: no stop is hidden behind it.</li>
            <li>The size of targets at 1280 and 390 pixels, measured.</li>
            <li>
              The keyboard alone: sentence to sentence in the transcript and its citation, a self-check from its first
              question to its last.
            </li>
            <li>
              Without JavaScript: reading, cards, self-check, joining a class, quiz, question, predictions, assigning.
            </li>
            <li>The HTML of every prerendered page, by html-validate.</li>
          </ul>
        </div>
      </Block>
      <Block id="untried" title="What was not tried">
        <div className="prose body">
          <ul>
            <li>Screen readers: none, on any system.</li>
            <li>Voice control, switches, screen magnifiers, braille displays.</li>
            <li>Touch on a real telephone or tablet; phones were only emulated.</li>
            <li>Firefox and Safari.</li>
            <li>Browser zoom as such: 400 % was tried as the window that it leaves.</li>
            <li>The files to take away (TEI, plain text, JSON, CSV) and printed pages.</li>
          </ul>
        </div>
      </Block>
      <Block id="criteria" title={plural(CRITERIA.length, 'criterion', 'criteria')}>
        <p className="body tablewords">
          “By test” means that tests look for it on the pages themselves. “By design” means that the site is made so,
          and that nobody has yet tested it with people.
        </p>
        <Table
          caption="Success criteria of WCAG 2.2, levels A and AA, and what the site claims of each"
          columns={[{ title: 'Criterion, and a remark' }, { title: 'Level' }, { title: 'Claim' }]}
          rows={CRITERIA.map(({ id, name, level, claim, remark, tested }) => ({
            key: id,
            cells: [
              <span key="name" id={`c${id.replaceAll('.', '-')}`}>
                <span className="num">{id}</span> {name}
                <span className="by">{remark}</span>
              </span>,
              level,
              <span key="claim" className={claim === 'supports' || claim === 'none' ? undefined : 'care-word'}>
                {CLAIM_WORDS[claim]}
                {claim !== 'none' && <span className="by">{tested ? 'by test' : 'by design'}</span>}
              </span>,
            ],
          }))}
        />
      </Block>
      <Block id="report" title="How to report a barrier">
        <div className="prose body">
          <p>
            Whoever runs this installation, as a rule a school or a teacher, can reach its settings and knows its
            makers. Write to them, or to your instructor: which page, what you wanted to do, what stood in the way, and
            with which browser and which aid. A sentence’s number is as good as a page. If a task of a class cannot be
            done because of a barrier, say so before its date; instructors can give you other dates and more time.
          </p>
        </div>
      </Block>
    </Shell>
  )
}
