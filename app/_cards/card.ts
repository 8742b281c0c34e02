import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ImageResponse } from '@vercel/og'
import subsetFont from 'subset-font'
import { edition } from '#lib/content/edition.ts'
import { sentencesOf } from '../_ui/figures.ts'
import { talkPaths } from '../_ui/talk.tsx'

export const cardSize = { width: 1200, height: 630 }

const file = (name: string) =>
  readFile(path.join(/* turbopackIgnore: true */ process.cwd(), 'node_modules/@fontsource', name))

/** The default font loader reaches for the internet; these are the packages' own files. */
async function readFonts() {
  const [serif, serifAccents, serifVietnamese, sans, song] = await Promise.all([
    file('newsreader/files/newsreader-latin-400-normal.woff'),
    file('newsreader/files/newsreader-latin-ext-400-normal.woff'),
    file('newsreader/files/newsreader-vietnamese-400-normal.woff'),
    file('archivo/files/archivo-latin-400-normal.woff'),
    file('noto-serif-sc/files/noto-serif-sc-chinese-simplified-700-normal.woff2').then((font) =>
      subsetFont(font, '西花厅', { targetFormat: 'sfnt' }),
    ),
  ])
  return [
    { name: 'Newsreader', data: serif },
    { name: 'Newsreader accents', data: serifAccents },
    { name: 'Newsreader Vietnamese', data: serifVietnamese },
    { name: 'Archivo', data: sans },
    { name: 'Song', data: song },
  ]
}

/** Read and cut once for all the cards of a build. */
let fontsRead: ReturnType<typeof readFonts> | undefined
const fonts = () => (fontsRead ??= readFonts())

type Node = { type: string; props: Record<string, unknown> }
const node = (type: string, props: Record<string, unknown>, ...children: (Node | string)[]): Node => ({
  type,
  props: { ...props, children: children.length === 1 ? children[0] : children },
})
const serif = 'Newsreader, Newsreader accents, Newsreader Vietnamese'

/** A share card: the house's name, one text, a line under it, and the talk to scale along the foot. */
export async function shareCard({
  text,
  line,
  quoted = false,
}: {
  text: string
  line: string
  quoted?: boolean
}): Promise<ImageResponse> {
  const strip = talkPaths(sentencesOf(edition().transcript), 1080, 132)
  const size = text.length > 90 ? 54 : 62
  const tree = node(
    'div',
    {
      style: {
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        background: '#F4F5F2',
        color: '#14181A',
        padding: '52px 60px 0',
        position: 'relative',
      },
    },
    node('div', { style: { fontFamily: serif, fontSize: 34 } }, 'Xihua Hall'),
    node(
      'div',
      {
        style: {
          fontFamily: serif,
          fontSize: size,
          lineHeight: 1.1,
          letterSpacing: '-0.02em',
          marginTop: 34,
          maxWidth: 920,
          display: 'flex',
          position: 'relative',
        },
      },
      // An opening quotation mark hangs, here as in display sizes everywhere.
      node('span', { style: { position: 'absolute', left: -25, top: 0 } }, quoted ? '“' : ''),
      quoted ? `${text}”` : text,
    ),
    node(
      'div',
      {
        style: {
          fontFamily: 'Archivo, Newsreader accents, Newsreader Vietnamese',
          fontSize: 23,
          lineHeight: 1.4,
          color: '#434B4F',
          marginTop: 26,
          maxWidth: 860,
          display: 'flex',
        },
      },
      line,
    ),
    node(
      'div',
      {
        style: {
          position: 'absolute',
          right: 56,
          top: 48,
          display: 'flex',
          flexDirection: 'column',
          fontFamily: 'Song',
          fontSize: 100,
          lineHeight: 1.06,
          color: '#A2281D',
        },
      },
      node('span', {}, '西'),
      node('span', {}, '花'),
      node('span', {}, '厅'),
    ),
    node(
      'svg',
      { width: 1080, height: 134, viewBox: '0 0 1080 134', style: { position: 'absolute', left: 60, bottom: 28 } },
      node('path', { d: strip.zhou, fill: '#14181A' }),
      node('path', { d: strip.khiem, fill: '#1C6152' }),
    ),
  )
  // The renderer reads a tree of plain objects; its type asks for React's.
  return new ImageResponse(tree as unknown as React.ReactElement, {
    ...cardSize,
    fonts: (await fonts()).map((font) => ({ ...font, weight: 400 as const, style: 'normal' as const })),
  })
}
