import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { renderMdx } from '#lib/content/essays/render.ts'
import type { EssayComponents } from '#lib/content/essays/render.ts'

const components: EssayComponents = {
  P: ({ id, children }) => createElement('p', { id }, children),
  G: ({ by, children }) => createElement('span', { title: by }, children),
  Cite: ({ at, children }) => createElement('a', { href: `#${at}` }, children ?? at),
  H: ({ children }) => createElement('h2', null, children),
  Read: ({ work }) => createElement('cite', null, work),
  Term: ({ id, children }) => createElement('a', { href: `/glossary#${id}` }, children),
  Differ: ({ id, question, among, children }) => createElement('section', { id, title: among }, question, children),
  Side: ({ answer, work, children }) => createElement('dd', { title: work }, answer, ': ', children),
  Weigh: ({ children }) => createElement('aside', null, children),
}
const html = async (body: string): Promise<string> => renderToStaticMarkup(await renderMdx(body, components))

describe('an essay', () => {
  it('numbers its paragraphs and keeps the blanks between sentences', async () => {
    const body =
      '<P>\n<G by="T:s1">One.</G>\n<G by="frame">Two <Cite at="s2">words</Cite>.</G>\n</P>\n\n<H>A heading</H>\n\n<P><G by="U">Perhaps three.</G> <G by="T:s3">Four <Cite at="s3"/>.</G></P>\n\n<Read work="griffith-1963"/>'
    expect((await html(body)).replaceAll('\n', '')).toBe(
      '<p id="p1"><span title="T:s1">One.</span> <span title="frame">Two <a href="#s2">words</a>.</span></p>' +
        '<h2>A heading</h2>' +
        '<p id="p2"><span title="U">Perhaps three.</span> <span title="T:s3">Four <a href="#s3">s3</a>.</span></p>' +
        '<cite>griffith-1963</cite>',
    )
  })

  it('links its terms to the glossary', async () => {
    expect(await html('<P><G by="frame">The <Term id="feudal">feudal</Term> way.</G></P>')).toBe(
      '<p id="p1"><span title="frame">The <a href="/glossary#feudal">feudal</a> way.</span></p>',
    )
  })

  it('numbers a disagreement with the paragraphs', async () => {
    const body =
      '<P><G by="U">Perhaps one.</G></P>\n\n<Differ question="Who?" among="historians">\n\n<Side answer="He" work="a-work">\n<G by="T:s1">He says so.</G>\n<G by="T:s2">Twice.</G>\n</Side>\n\n<Side answer="She"><G by="T:s3">She does not.</G></Side>\n\n<Weigh><G by="frame">Weigh it.</G></Weigh>\n\n</Differ>\n\n<P><G by="frame">Three.</G></P>'
    expect((await html(body)).replaceAll('\n', '')).toBe(
      '<p id="p1"><span title="U">Perhaps one.</span></p>' +
        '<section id="p2" title="historians">Who?' +
        '<dd title="a-work">He: <span title="T:s1">He says so.</span> <span title="T:s2">Twice.</span></dd>' +
        '<dd>She: <span title="T:s3">She does not.</span></dd>' +
        '<aside><span title="frame">Weigh it.</span></aside></section>' +
        '<p id="p3"><span title="frame">Three.</span></p>',
    )
  })

  it('refuses a component that is not on the list', async () => {
    await expect(html('<P><G by="U">Well.</G></P>\n\n<Video src="x"/>')).rejects.toThrow(
      'line 3: unknown component <Video>',
    )
  })

  it('runs no code', async () => {
    await expect(html('{process.exit(1)}')).rejects.toThrow('an essay runs no code')
    await expect(html('<P><G by={process.exit(1)}>Well.</G></P>')).rejects.toThrow('an essay runs no code')
    await expect(html('export const x = 1')).rejects.toThrow('an essay runs no code')
  })
})
