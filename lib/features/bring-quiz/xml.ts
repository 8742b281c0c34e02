import { DOMParser, type Element } from '@xmldom/xmldom'
import { Refusal } from '#lib/domain/errors.ts'

/** No document type, and so no entity of the file's own or from elsewhere: refused before anything is parsed. */
export function refuseDoctype(text: string): void {
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(text))
    throw new Refusal('invalid', {
      path: 'doctype',
      issues: [{ path: 'doctype', code: 'doctype', message: 'doctype' }],
    })
}

/** Null where it is not well-formed. */
export function parseXml(text: string): Element | null {
  try {
    return new DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') throw new Error(message)
      },
    }).parseFromString(text, 'text/xml').documentElement
  } catch {
    return null
  }
}

/** `qti-simple-choice`, `simpleChoice` and `q:simpleChoice` are one name in three spellings. */
export const plainName = (name: string): string =>
  name.replace(/^.*:/u, '').replace(/^qti-/u, '').replace(/-/gu, '').toLowerCase()

export const childrenOf = (element: Element, name?: string): Element[] =>
  [...element.childNodes].filter(
    (node): node is Element => node.nodeType === 1 && (name === undefined || plainName(node.nodeName) === name),
  )
/** All below it with the name, at any depth. */
export const within = (element: Element, name: string): Element[] =>
  [...element.getElementsByTagName('*')].filter((one) => plainName(one.nodeName) === name)
/** `response-identifier` and `responseIdentifier` alike. */
export const attribute = (element: Element, name: string): string =>
  [...element.attributes].find((one) => plainName(one.name) === name)?.value ?? ''
