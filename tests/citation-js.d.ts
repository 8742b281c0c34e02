/** The little of citation-js that the tests use; the packages bring no types. */
declare module '@citation-js/core' {
  export type CslItem = {
    title?: string
    issued?: { 'date-parts'?: (number | string)[][] }
    page?: string
    URL?: string
    translator?: { family: string; given: string }[]
    note?: string
    archive?: string
    archive_location?: string
    publisher?: string
    source?: string
  }
  export const plugins: {
    input: { chain: (input: string, options: { forceType: string; generateGraph: boolean }) => CslItem[] }
  }
}
declare module '@citation-js/plugin-bibtex'
declare module '@citation-js/plugin-ris'
