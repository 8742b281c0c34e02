import type { MetadataRoute } from 'next'
import { origin } from './_ui/origin.ts'

/** The edition is for everybody; what belongs to a class is nobody else's business, and answers nobody without a session. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: '*',
      disallow: ['/api/', '/bank', '/classes', '/join', '/me', '/reset', '/sign-in', '/welcome/'],
    },
    sitemap: `${origin}/sitemap.xml`,
  }
}
