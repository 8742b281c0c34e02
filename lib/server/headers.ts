/** Headers that every answer carries, whoever wrote its body. */

/** What no page here has a use for; a script that slipped in could not ask for it either. */
const OFF = [
  'accelerometer',
  'bluetooth',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
]

export type HeaderSet = Readonly<Record<string, string>>

/**
 * `Referrer-Policy` is not `no-referrer`: under that, Chromium sends `Origin: null` with every form, and the guard would
 * turn sign-in itself away.
 */
export function commonHeaders(origin: string): HeaderSet {
  return {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': OFF.map((feature) => `${feature}=()`).join(', '),
    ...(origin.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  }
}

/** A page made for one person, or one that the next request may see differently, is kept by nobody. */
export const NEVER_KEPT = 'private, no-store'
/** Prerendered pages change with a deploy only; a minute later every reader has the new one. */
export const PAGE_KEPT = 'public, max-age=60, stale-while-revalidate=600'
/** Files whose names carry their hash. */
export const FOREVER = 'public, max-age=31536000, immutable'
export const FILE_KEPT = 'public, max-age=3600'

/** Next answers one address with HTML or with RSC data by these request headers; a cache must tell them apart. */
export const PAGE_VARY =
  'RSC, Next-Router-State-Tree, Next-Router-Prefetch, Next-Router-Segment-Prefetch, Accept-Encoding'
