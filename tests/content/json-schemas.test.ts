import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { yamlFiles } from '#lib/content/reading/files.ts'
import { jsonSchema, kindOf, printed, schemaLine, YAML_KINDS } from '#lib/content/json-schemas.ts'

const read = (file: string): string => readFileSync(`content/${file}`, 'utf8')
const ajv = new Ajv({ allErrors: true })
addFormats.default(ajv)
const validators = new Map(YAML_KINDS.map((kind) => [kind.name, ajv.compile(jsonSchema(kind))]))

describe('the schemas for editors', () => {
  it.each(YAML_KINDS.map((kind) => [kind.name, kind] as const))('%s.json is up to date', (name, kind) => {
    expect(existsSync(`content/schema/${name}.json`), 'npm run content:schemas writes it').toBe(true)
    expect(read(`schema/${name}.json`)).toBe(printed(kind))
  })

  it('are all of them somebody’s', () => {
    expect(readdirSync('content/schema').toSorted()).toEqual(YAML_KINDS.map(({ name }) => `${name}.json`).toSorted())
  })

  it.each(yamlFiles('content'))('%s names its schema on its first line and passes it', (file) => {
    const kind = kindOf(file)
    expect(kind, 'no kind of lib/content/json-schemas.ts').toBeDefined()
    expect(read(file).split('\n')[0]).toBe(schemaLine(file, kind!))
    const validate = validators.get(kind!.name)!
    expect(validate(parse(read(file))), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true)
  })

  it.each(YAML_KINDS.map((kind) => [kind.name, kind] as const))('%s.json refuses a planted field', (name, kind) => {
    const file = yamlFiles('content').find((one) => kind.files.test(one))!
    const whole = parse(read(file)) as Record<string, unknown> | Record<string, unknown>[]
    const entry = Array.isArray(whole) ? whole[0]! : whole
    const validate = validators.get(name)!
    expect(validate(whole)).toBe(true)
    entry.planted = 'no such field'
    expect(validate(whole)).toBe(false)
    expect(validate.errors).toContainEqual(
      expect.objectContaining({ keyword: 'additionalProperties', params: { additionalProperty: 'planted' } }),
    )
    delete entry.planted
    // A file that is one thing has no id of its own.
    if (!('id' in entry)) return
    entry.id = 'No Slug'
    expect(validate(whole)).toBe(false)
    delete entry.id
    expect(validate(whole)).toBe(false)
  })
})
