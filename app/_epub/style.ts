/** The book's look. Sizes, faces and colors are the reader's own; this only keeps apart what differs. */
export const STYLE = `h1 { line-height: 1.15; margin: 1em 0 .6em; }
h2 { font-size: 1.05em; margin: 1.4em 0 .3em; }
h1, h2 { text-align: left; hyphens: none; break-after: avoid; page-break-after: avoid; }
p { margin: 0 0 .6em; }
a { color: inherit; }
.n, .ref { font-size: .68em; line-height: 1; vertical-align: super; }
.n.f { font-weight: bold; }
.ref { font-style: italic; text-decoration: none; padding: 0 .1em; }
.name { text-decoration: none; border-bottom: 1px dotted; }
.cite { font-size: .85em; white-space: nowrap; }
.khiem h2 { font-style: italic; }
.lead { font-size: 1.15em; }
.office, .small { font-size: .9em; }
.work { margin-left: 1.5em; text-indent: -1.5em; }
.hall { font-size: 2em; margin: .2em 0 .8em; }
.notes { border-top: 1px solid; margin-top: 2em; font-size: .9em; }
aside p { margin: 0 0 .45em; }
`
