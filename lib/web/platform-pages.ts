/** The pages of a launch: the window to open, what to pick, what is handed back, and why nothing was opened. */
import { ERROR_STATUS, type ErrorCode } from '#lib/domain/errors.ts'
import type { Doubt } from '#lib/domain/platform.ts'
import { html, smallPage, type Html } from './small-page.ts'

type From = { title: string; hosts: readonly string[] }

/** In a frame of the platform: our pages do not show there, and a window of its own always does. */
export function windowPage(platform: From, asked: Record<string, string | undefined>): Response {
  const query = new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  return smallPage({
    title: 'Open in a new window',
    framedBy: platform.hosts,
    body: html`<p class="over">${platform.title}</p>
      <h1>Xihua Hall opens in a window of its own</h1>
      <p>
        <a class="btn" href="/api/lti/login?${query.toString()}" target="_blank" rel="noopener"
          >Open Xihua Hall in a new window</a
        >
      </p>
      <p class="hint">You are signed in there by your school’s system. This page can stay as it is.</p>`,
  })
}

const WHY: Record<Doubt, string> = {
  token: 'What your school’s system sent is not signed by it, is too old, or is for somebody else.',
  audience: 'What your school’s system sent is for somebody else.',
  claims: 'What your school’s system sent is not complete.',
  state: 'This was not begun in this browser, or more than ten minutes ago. Go back to the course and open it again.',
  cookie:
    'This browser keeps no cookies of Xihua Hall inside the page of your school’s system. Allow them for that page, or use another browser; then open it again.',
  used: 'This was used already. Go back to the course and open it again.',
  target: 'Your school’s system asked for an address that was not registered.',
  host: 'Your school’s system named an address of somebody else.',
  deployment: 'This place in your school’s system is not registered here yet.',
  'no-role': 'Your school’s system does not say that you teach or study in this course.',
  'test-person':
    'A test student is nobody, so nothing is kept of them. To see what students see, open “See as a student” on the desk.',
  platform: 'The keys of your school’s system could not be read. Try again in a minute.',
}
const WORDS: Partial<Record<ErrorCode, readonly [title: string, text: string]>> = {
  'launch-refused': ['This could not be opened', 'Nothing was opened, and nothing was changed.'],
  'course-not-connected': [
    'This course is not connected yet',
    'Your instructor opens Xihua Hall from the course once and says which class it is. Then it opens for you too.',
  ],
  'class-full': ['The class is full', 'Your instructor can make room. Nothing was changed.'],
  'code-closed': ['This class has ended', 'Nobody new comes in. Your instructor can say where the course goes on.'],
  'course-connected': ['This course is connected already', 'Close this and open Xihua Hall from the course again.'],
  'platform-failed': [
    'The registration did not come through',
    'Nothing was kept. The address of the invitation still works; try again, or register by hand (docs/lms.md).',
  ],
  invalid: ['This could not be opened', 'What came from your school’s system is not complete. Nothing was changed.'],
  conflict: ['Twice at the same moment', 'Go back to the course and open it again.'],
}

export function refusedPage(code: ErrorCode, detail: Record<string, unknown>): Response {
  const [title, text] = WORDS[code] ?? ['Nothing here', 'There is nothing here for you under this address.']
  const why = typeof detail.why === 'string' ? WHY[detail.why as Doubt] : undefined
  const reason = [detail.why, detail.what, detail.deployment].filter((one) => typeof one === 'string').join(': ')
  return smallPage({
    title,
    status: ERROR_STATUS[code],
    framedBy: (detail.hosts as string[] | undefined) ?? [],
    body: html`${typeof detail.title === 'string' && html`<p class="over">${detail.title}</p>`}
      <h1>${title}</h1>
      <p>${why ?? text}</p>
      ${why && html`<p>${text}</p>`}
      ${reason && html`<p class="hint">For whoever looks after it: <code>${reason}</code></p>`}`,
  })
}

const KINDS = { reading: 'Reading', essay: 'Essay', quiz: 'Quiz', question: 'Question', exercise: 'Exercise' }
type Pickable = { title: string; kind: keyof typeof KINDS }
type Picks = {
  platform: From
  course: string
  class: { title: string; zone: string } | null
  takesMany: boolean
  assigned: readonly (Pickable & { id: string; points: number })[]
  offered: readonly (Pickable & { pick: string })[]
  plans: readonly { id: string; title: string; summary: string }[]
}

const choice = (type: string, name: string, value: string, one: Pickable, aside = ''): Html =>
  html`<li>
    <label class="choice"
      ><input type="${type}" name="${name}" value="${value}" />
      <span>${one.title} <span class="hint">${KINDS[one.kind]}${aside}</span></span></label
    >
  </li>`

function makeClass(pick: string, view: Picks): Html {
  const zones = [
    'UTC',
    ...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/') && !zone.startsWith('Etc/')),
  ]
  return html`<h1>Which class is this course?</h1>
    <p>
      This course is no class of Xihua Hall yet. Make one here; or close this, open Xihua Hall from the course as your
      students do, and link a class that you have.
    </p>
    <form method="post" action="/api/lti/picks/${pick}/class">
      <div class="field">
        <label for="title">Title of the class</label
        ><input id="title" name="title" required maxlength="120" value="${view.course}" />
        <p class="hint">Students see it.</p>
      </div>
      <div class="field">
        <label for="zone">Time zone</label
        ><select id="zone" name="zone">
          ${zones.map((zone) => html`<option>${zone}</option>`)}
        </select>
        <p class="hint">Dates are typed and shown in it.</p>
      </div>
      <button>Make the class</button>
    </form>`
}

/** What may be put into the course. Radio buttons where the platform takes one thing, boxes to tick where it takes many. */
export function picksPage(view: Picks, pick: string, problem: string | null): Response {
  const type = view.takesMany ? 'checkbox' : 'radio'
  // One group of radio buttons has one name, whatever it chooses among.
  const [ofAssigned, ofOffered] = view.takesMany ? (['assigned', 'give'] as const) : (['one', 'one'] as const)
  const list = html`<h1>What goes into the course?</h1>
    <p class="hint">Each becomes a link in ${view.platform.title}. What has points gets a column of grades there.</p>
    <form method="post" action="/api/lti/picks/${pick}">
      ${
        view.assigned.length > 0 &&
        html`<fieldset>
          <legend>Assigned in ${view.class?.title}</legend>
          <ul>
            ${view.assigned.map((one) =>
              choice(
                type,
                ofAssigned,
                view.takesMany ? one.id : `assigned ${one.id}`,
                one,
                one.points > 0 ? `, ${one.points} points` : '',
              ),
            )}
          </ul>
        </fieldset>`
      }
      <fieldset>
        <legend>New, assigned to the class with it</legend>
        <ul>
          ${view.offered.map((one) => choice(type, ofOffered, view.takesMany ? one.pick : `give ${one.pick}`, one))}
        </ul>
      </fieldset>
      <div class="field">
        <label for="points">Points of what is new</label
        ><input id="points" name="points" type="number" min="0" max="1000" value="10" />
        <p class="hint">0 for none. Dates and rules are set on the desk of the class.</p>
      </div>
      ${
        view.takesMany &&
        html`<fieldset>
          <legend>A plan</legend>
          <div class="field">
            <label for="plan">All that a plan gives</label
            ><select id="plan" name="plan">
              <option value="">None</option>
              ${view.plans.map((one) => html`<option value="${one.id}">${one.title}</option>`)}
            </select>
          </div>
          <div class="field">
            <label for="start">First lesson</label><input id="start" name="start" type="datetime-local" />
            <p class="hint">In the zone of the class, ${view.class?.zone}.</p>
          </div>
        </fieldset>`
      }
      <p><button>Put it into the course</button></p>
    </form>`
  return smallPage({
    title: 'Pick for the course',
    framedBy: view.platform.hosts,
    body: html`<p class="over">${view.platform.title}${view.course && html`, ${view.course}`}</p>
      ${problem && html`<p class="care" role="alert">Nothing was added. ${problem === 'invalid' ? 'Choose what goes into the course; a plan needs the day of its first lesson.' : 'Look at it again and try once more.'}</p>`}
      ${view.class ? list : makeClass(pick, view)}`,
  })
}

/** Radio buttons share one name; what each chooses among stands before its value. */
export function pickFields(fields: Record<string, unknown>): Record<string, unknown> {
  const { one, ...rest } = fields
  if (typeof one !== 'string') return rest
  const [group, value] = one.split(' ')
  return group === 'assigned' || group === 'give' ? { ...rest, [group]: value } : rest
}

/** Hands the answer to the platform by the browser, by itself where scripts run. */
export function handBackPage(out: {
  platform: From
  returnUrl: string
  jwt: string
  titles: readonly string[]
}): Response {
  return smallPage({
    title: 'Back to the course',
    framedBy: out.platform.hosts,
    sendsTo: new URL(out.returnUrl).origin,
    script: 'document.forms[0].submit()',
    body: html`<p class="over">${out.platform.title}</p>
      <h1>${out.titles.length === 1 ? out.titles[0] : `${out.titles.length} things`} for the course</h1>
      <form method="post" action="${out.returnUrl}">
        <input type="hidden" name="JWT" value="${out.jwt}" /><button>Back to the course</button>
      </form>`,
  })
}

/** Asked before anything is registered: the address was opened by a platform, and a person presses the button. */
export function registerPage(
  view: { host: string; asked: { openid_configuration: string; registration_token?: string | undefined } },
  secret: string,
): Response {
  return smallPage({
    title: 'Register',
    framedBy: [view.host],
    body: html`<p class="over">${view.host}</p>
      <h1>Register Xihua Hall with ${view.host}?</h1>
      <p>
        Its courses can then open classes here, its rosters can be read by their instructors, and released grades go to
        its gradebook.
      </p>
      <form method="post" action="/api/lti/register/${secret}">
        <input type="hidden" name="openid_configuration" value="${view.asked.openid_configuration}" /><input
          type="hidden"
          name="registration_token"
          value="${view.asked.registration_token ?? ''}"
        /><button>Register</button>
      </form>`,
  })
}

export function registeredPage(out: From & { needsDeployment: boolean }): Response {
  return smallPage({
    title: 'Registered',
    framedBy: out.hosts,
    // What the specification has a tool say when it is done; the platform then closes the frame.
    script: "(window.opener||window.parent).postMessage({subject:'org.imsglobal.lti.close'},'*')",
    body: html`<p class="over">${out.title}</p>
      <h1>Registered</h1>
      <p>
        ${
          out.needsDeployment
            ? 'The platform named no deployment yet. When it has one, the operator of Xihua Hall adds it (docs/lms.md).'
            : 'Activate the tool in your system. Instructors then add it to their courses.'
        }
      </p>`,
  })
}
