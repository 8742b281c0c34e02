/**
 * Writes content/schema/*.json from the schemas by which the edition is read, and puts the line that names its schema
 * on top of each YAML file. Run it after a change of a schema and for a new file.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { editionRoot, yamlFiles } from '#lib/content/reading/files.ts'
import { kindOf, printed, schemaLine, YAML_KINDS } from '#lib/content/json-schemas.ts'

const root = editionRoot()
mkdirSync(path.join(root, 'schema'), { recursive: true })
for (const kind of YAML_KINDS) writeFileSync(path.join(root, 'schema', `${kind.name}.json`), printed(kind))

let lines = 0
for (const file of yamlFiles(root)) {
  const kind = kindOf(file)
  if (!kind) {
    console.error(`content/${file} is of no kind that lib/content/json-schemas.ts lists.`)
    process.exitCode = 1
    continue
  }
  const full = path.join(root, file)
  const text = readFileSync(full, 'utf8')
  const next = `${schemaLine(file, kind)}\n${text.replace(/^# yaml-language-server: .*\n/u, '')}`
  if (next === text) continue
  writeFileSync(full, next)
  lines += 1
}
console.log(`${YAML_KINDS.length} schemas written, ${lines} first lines set.`)
