/** A node of an essay's tree, as far as essays use any, and what every form of an essay asks of it. */
export type MdxNode = {
  type: string
  name?: string | null
  value?: string
  attributes?: { type: string; name?: string; value?: unknown }[]
  children?: MdxNode[]
  position?: { start: { line: number } } | undefined
}

/** What is written of an attribute; an empty string where it is missing or is code. */
export const attribute = (node: MdxNode, name: string): string => {
  const value = node.attributes?.find((one) => one.name === name)?.value
  return typeof value === 'string' ? value : ''
}

export const isBlank = ({ type, value }: MdxNode): boolean => type === 'text' && value?.trim() === ''

/** Markdown wraps loose lines in paragraphs of its own; here is what stands in them, blanks between included. */
export const unwrapped = (node: MdxNode): MdxNode[] =>
  (node.children ?? []).flatMap((child) => (child.type === 'paragraph' ? (child.children ?? []) : [child]))

/** The same without the blanks. */
export const loose = (node: MdxNode): MdxNode[] => unwrapped(node).filter((child) => !isBlank(child))
