import { edition } from '../edition.ts'
import type { Essay, EssayForm, EssayText } from '../types.ts'

/** An essay is given to a class by its slug, its short form by `slug/short`. */
export function findEssay(target: string): { essay: Essay; form: EssayForm; text: EssayText; title: string } | null {
  const [slug, form, ...more] = target.split('/')
  const essay = edition().essays.find((one) => one.slug === slug)
  if (!essay || more.length > 0) return null
  if (form === undefined) return { essay, form: 'long', text: essay, title: essay.title }
  return form === 'short' ? { essay, form, text: essay.short, title: `${essay.title} (short)` } : null
}
