/** The TEI file, shown by a program that others wrote, has the words of the source and no others. */
import { readFileSync } from 'node:fs'
import { JSDOM } from 'jsdom'
import { expect, it } from 'vitest'
import { documentIn } from '#lib/content/check.ts'
import { transcriptFile } from '#lib/content/edition.ts'
import { foldSpace } from '#lib/domain/citation.ts'

it('in CETEIcean, without the header, the notes and the corrections, is the source to the letter', () => {
  const { window } = new JSDOM('<!doctype html><main></main>', {
    url: 'https://hall.example.edu/',
    runScripts: 'outside-only',
  })
  window.eval(readFileSync('node_modules/CETEIcean/dist/CETEI.js', 'utf8'))
  // The program keeps its behaviors in the browser's own globals.
  window.eval(`
    const shown = new CETEI().makeHTML5(${JSON.stringify(transcriptFile())})
    document.querySelector('main').append(shown)
  `)
  const main = window.document.querySelector('main')!
  expect(main.querySelectorAll('tei-s')).toHaveLength(323)
  for (const added of main.querySelectorAll('tei-teiheader, tei-back, tei-corr')) added.remove()
  expect(foldSpace(main.textContent)).toBe(documentIn(readFileSync('tests/fixtures/transcript.txt', 'utf8')))
})
