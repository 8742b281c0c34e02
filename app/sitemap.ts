import type { MetadataRoute } from 'next'
import { edition } from '#lib/content/edition.ts'
import { origin } from './_ui/origin.ts'

const pages = [
  '',
  '/transcript',
  '/transcript/uses',
  '/gists',
  '/print',
  '/print/essays',
  '/apparatus',
  '/claims',
  '/cruxes',
  '/telegrams',
  '/quotations',
  '/retold',
  '/talk',
  '/doubt',
  '/brackets',
  '/timeline',
  '/places',
  '/essays',
  '/people',
  '/bodies',
  '/glossary',
  '/sources',
  '/questions',
  '/quizzes',
  '/facts',
  '/silences',
  '/forecasts',
  '/forecasts/outcomes',
  '/custody',
  '/about',
  '/changes',
  '/accessibility',
  '/for-instructors',
]

/** Every finished page. When each of them last changed is not known to the build, and so is not said. */
export default function sitemap(): MetadataRoute.Sitemap {
  const { claims, essays, people, quizzes } = edition()
  return [
    ...pages,
    ...claims.map(({ id }) => `/claims/${id}`),
    ...essays.flatMap(({ slug }) => [`/essays/${slug}`, `/essays/${slug}/short`]),
    ...people.map(({ id }) => `/people/${id}`),
    ...quizzes.filter(({ audience }) => audience === 'public').map(({ id }) => `/quizzes/${id}`),
  ].map((path) => ({ url: `${origin}${path || '/'}` }))
}
