import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import subsetFont from 'subset-font'
import { fontPlan } from './font-plan.ts'

/**
 * Writes app/fonts from the packages' own files: `node bin/subset-fonts.ts`. Its outputs are committed, so that a
 * build needs no font tool; tests/fonts.test.ts finds a letter of the content that no file carries.
 */
for (const plan of fontPlan) {
  const from = `node_modules/${plan.source}`
  const bytes = await subsetFont(readFileSync(from), plan.letters, { targetFormat: 'woff2', variationAxes: plan.axes })
  writeFileSync(`app/fonts/${plan.file}`, bytes)
  process.stdout.write(`${plan.file} ${bytes.length}\n`)
}
for (const [family, folder] of [
  ['newsreader', '@fontsource-variable/newsreader'],
  ['archivo', '@fontsource-variable/archivo'],
  ['noto-serif-sc', '@fontsource/noto-serif-sc'],
] as const) {
  copyFileSync(`node_modules/${folder}/LICENSE`, `app/fonts/OFL-${family}.txt`)
}
