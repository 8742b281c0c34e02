import { END_OF_DOCUMENT } from '#lib/content/text/exports.ts'

/** What gives the digest of the exact text from the plain-text file. A test runs it. */
export const RECIPE = [
  `sed '/^${END_OF_DOCUMENT}$/,$d' transcript.txt`,
  `tr -s ' \\n' ' '`,
  `sed 's/ $//'`,
  `tr -d '\\n'`,
  'sha256sum',
].join(' \\\n  | ')
