import path from 'node:path'
import { edition } from '../edition.ts'
import { editionRoot } from '../reading/files.ts'
import type { Essay, EssayForm, EssayText } from '../types.ts'
import { essayTree } from './essay-source.ts'
import type { MdxNode } from './mdx-node.ts'

/** An essay is given to a class by its slug, its short form by `slug/short`. */
export function findEssay(target: string): { essay: Essay; form: EssayForm; text: EssayText; title: string } | null {
  const [slug, form, ...more] = target.split('/')
  const essay = edition().essays.find((one) => one.slug === slug)
  if (!essay || more.length > 0) return null
  if (form === undefined) return { essay, form: 'long', text: essay, title: essay.title }
  return form === 'short' ? { essay, form, text: essay.short, title: `${essay.title} (short)` } : null
}

/** Where the words of an essay are written. */
export const essayFile = (slug: string, form: EssayForm): string => {
  if (!edition().essays.some((essay) => essay.slug === slug)) throw new Error(`there is no essay "${slug}"`)
  return path.join(editionRoot(), 'essays', form === 'short' ? 'short' : '', `${slug}.mdx`)
}

/** An essay’s long form as a tree of its own elements, for what is no page. */
export const essayParts = (slug: string): MdxNode => essayTree(essayFile(slug, 'long'))
