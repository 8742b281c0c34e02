import { describe, expect, test } from 'vitest'
import { placesOf } from '../app/(edition)/transcript/_tools/word-marks.ts'

describe('where a phrase stands', () => {
  test.each([
    ['We feel that we feel it.', 'we feel', ['We feel', 'we feel']],
    ['It may be, or it maybe not.', 'it may be', ['It may be']],
    ['Albania’s reply, not Albania.', "Albania's", ['Albania’s']],
    ['as far as I know', ' as far as I know ', ['as far as I know']],
    ['Hà Nội, Nội', 'nội', ['Nội', 'Nội']],
    ['seem, seems', 'seem', ['seem']],
    ['nothing of it', '', []],
  ])('%s: %s', (text, phrase, found) =>
    expect(placesOf(text, phrase).map(({ from, to }) => text.slice(from, to))).toEqual(found),
  )
})
