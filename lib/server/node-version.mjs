/**
 * Loaded before everything else (`node --import`), and written so that Node 20 can read it: an older Node cannot even
 * parse the TypeScript that follows, and better-sqlite3 crashes on it without a word.
 *
 * 22.18 is the first release that runs TypeScript without a flag.
 */
const OLDEST = [22, 18]

/**
 * @param {string} version such as `24.21.0`
 * @returns {string | null} why this Node will not do, or null
 */
export function tooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return null
  return `This needs Node ${OLDEST.join('.')} or newer and was started with Node ${version}. Start it with "npm start": npm brings its own Node 24 (the package "node").`
}

const reason = tooOld(process.versions.node)
if (reason) {
  console.error(reason)
  process.exit(1)
}
