import { rubricSchema } from '#lib/domain/rubric.ts'
import type { Rubric } from '#lib/domain/rubric.ts'
import { digest } from '../ids/digest.ts'
import type { Kind } from '../kind.ts'
import { readEntries, twinsIn, valuesOf } from '../reading/entries.ts'
import type { Place } from '../reading/files.ts'

export function readRubrics(place: Place): Kind<Rubric[]> {
  const entries = readEntries(place, 'rubrics.yaml', rubricSchema, (id) => `the rubric "${id}" is there twice`)
  for (const { value, fault } of entries) {
    for (const twin of twinsIn(value.rows))
      fault('rows', twin, 'id')(`the row "${value.rows[twin]!.id}" is there twice`)
    value.rows.forEach(({ id, asks, cells }, row) => {
      if (!asks.endsWith('?')) fault('rows', row, 'asks')(`the row "${id}" asks nothing: a question ends on "?"`)
      cells.forEach((cell, level) => {
        if (cells.indexOf(cell) < level)
          fault('rows', row, 'cells', level)(`level ${level} of "${id}" says the same as level ${cells.indexOf(cell)}`)
      })
    })
  }
  const rubrics = valuesOf(entries)
  return {
    value: rubrics,
    ids: entries.map(({ value: { id, revision, rows }, file, line }) => ({
      id: `rubric:${id}@${revision}`,
      hash: digest(rows.map((row) => ({ id: row.id, asks: row.asks, cells: row.cells }))),
      file,
      line: line(['id']),
    })),
    counts: { rubrics: rubrics.length, rubricRows: rubrics.flatMap(({ rows }) => rows).length },
  }
}
