/** The one step between a press of the button and the school's own page. */
import { html, smallPage } from './small-page.ts'

/**
 * Not a redirect: a policy that lets forms post here alone holds for wherever a form's answer leads, and a school's
 * provider sends people on to hosts that nobody here knows. A page that goes on by itself is no form, and needs no script.
 */
export const goOnPage = (title: string, to: string): Response =>
  smallPage({
    title: `On to ${title}`,
    goesTo: to,
    body: html`<h1>On to ${title}</h1>
      <p>You sign in there and come back.</p>
      <p><a class="btn" href="${to}">Go on to ${title}</a></p>`,
  })
