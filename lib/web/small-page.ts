/**
 * Pages that the API table itself answers with: the few that may stand in a frame of another site, or that are written
 * before anybody is known. One sheet of style and no script but those named, each by its hash.
 */
import { createHash } from 'node:crypto'
import { escapeHtml } from './http.ts'

const NO_STORE = 'private, no-store'
const LIGHT =
  '--paper:#F4F5F2;--sheet:#FBFBF9;--ink:#14181A;--ink-2:#434B4F;--rule:#D3D7D4;--edge:#7F898B;--carbon:#1D3E7C;--ochre-wash:#F3E8CF;--on:#FFF'
const DARK =
  '--paper:#111618;--sheet:#171D20;--ink:#E7E9E4;--ink-2:#B5BDBC;--rule:#2C3538;--edge:#6F7B7D;--carbon:#A3BEF0;--ochre-wash:#382C14;--on:#0E1722'
const STYLE = `:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 Georgia,serif}
main{max-width:44rem;margin:0 auto;padding:2rem 1rem 3rem}
h1{font-size:1.75rem;font-weight:400;line-height:1.2;margin:0 0 1rem}
h2{font-size:1.2rem;font-weight:400;margin:2rem 0 .5rem}
.over,label,button,input,select,.hint,.btn{font-family:Arial,sans-serif;font-size:.9375rem}
.over,.hint{color:var(--ink-2)}
.over{margin:0 0 .25rem}
.care{background:var(--ochre-wash);padding:.75rem 1rem}
a{color:var(--carbon)}
.btn,button{display:inline-block;min-height:44px;padding:.65rem 1.1rem;border:1px solid var(--carbon);border-radius:2px;background:var(--carbon);color:var(--on);text-decoration:none;font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid var(--carbon);outline-offset:3px}
fieldset{border:0;border-top:1px solid var(--rule);margin:1.5rem 0 0;padding:.75rem 0 0}
legend{font-size:1.2rem;padding:0 .5rem 0 0}
ul{list-style:none;margin:0;padding:0}
.choice{display:flex;gap:.75rem;align-items:center;min-height:44px;padding:.5rem 0;border-bottom:1px solid var(--rule)}
.choice input{width:1.1rem;height:1.1rem;flex:none}
.field{margin:1rem 0}
.field label{display:block;font-weight:600;margin-bottom:.25rem}
.field input,.field select{width:100%;max-width:24rem;min-height:44px;padding:.4rem .6rem;border:1px solid var(--edge);border-radius:2px;background:var(--sheet);color:var(--ink)}
code{overflow-wrap:anywhere}`

const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const STYLE_SOURCE = sourceOf(STYLE)

/** Text that is already HTML; everything else is escaped where it is put into `html`. */
export type Html = { html: string }
type Piece = string | number | null | undefined | false | Html | readonly Html[]

const put = (piece: Piece): string => {
  if (piece === null || piece === undefined || piece === false) return ''
  if (typeof piece === 'string' || typeof piece === 'number') return escapeHtml(String(piece))
  return 'html' in piece ? piece.html : piece.map((one) => one.html).join('')
}
export const html = (texts: TemplateStringsArray, ...pieces: Piece[]): Html => ({
  html: texts.reduce((all, text, n) => all + put(pieces[n - 1]) + text),
})

export function smallPage(page: {
  title: string
  body: Html
  status?: number
  /** Hosts whose pages may show this one in a frame. */
  framedBy?: readonly string[]
  /** Where its forms may go besides here. */
  sendsTo?: string
  script?: string
  /** A sheet of its own beside the one of all. */
  style?: string
  /** The one address of a text that is shown at several. */
  canonical?: string
  /** Hosts whose program a reader may bring to this page. Nothing of theirs is loaded from here. */
  guests?: readonly string[]
  /** Where it goes on by itself, at once. */
  goesTo?: string
}): Response {
  const { title, body, status = 200, framedBy = [], sendsTo, script, style, canonical, guests, goesTo } = page
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        ${goesTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${goesTo}" />`}
        <title>${title} – Xihua Hall</title>
        ${canonical && html`<link rel="canonical" href="${canonical}" />`} ${{ html: `<style>${STYLE}</style>` }}
        ${style !== undefined && { html: `<style>${style}</style>` }}
      </head>
      <body>
        <main>${body}</main>
        ${script !== undefined && { html: `<script>${script}</script>` }}
      </body>
    </html> `
  const own = (directive: string, ...sources: string[]): string[] =>
    sources.length + (guests?.length ?? 0) > 0 ? [[directive, ...sources, ...(guests ?? [])].join(' ')] : []
  const policy = [
    "default-src 'none'",
    ...own('style-src', STYLE_SOURCE, ...(style === undefined ? [] : [sourceOf(style)])),
    ...own('script-src', ...(script === undefined ? [] : [sourceOf(script)])),
    ...(guests ? ['connect-src', 'font-src', 'frame-src', 'img-src'].flatMap((one) => own(one)) : []),
    `form-action 'self'${sendsTo ? ` ${sendsTo}` : ''}`,
    "base-uri 'none'",
    `frame-ancestors ${framedBy.length > 0 ? framedBy.join(' ') : "'none'"}`,
  ].join('; ')
  return new Response(document.html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': NO_STORE,
      'content-security-policy': policy,
    },
  })
}
