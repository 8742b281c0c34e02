import { evaluate } from '@mdx-js/mdx'
import { createElement } from 'react'
import type { ComponentType, ReactElement, ReactNode } from 'react'
import * as runtime from 'react/jsx-runtime'
import { essayFile } from './essay-forms.ts'
import { readEssaySource } from './essay-source.ts'
import { unwrapped, type MdxNode } from './mdx-node.ts'
import type { EssayForm } from '../types.ts'

/** What an essay may be made of; the caller says how each looks. Paragraphs are numbered p1, p2 … here. */
export type EssayComponents = {
  P: ComponentType<{ id: string; children?: ReactNode }>
  G: ComponentType<{ by: string; children?: ReactNode }>
  Cite: ComponentType<{ at: string; children?: ReactNode }>
  H: ComponentType<{ children?: ReactNode }>
  Read: ComponentType<{ work: string }>
  Term: ComponentType<{ id: string; children?: ReactNode }>
  /** A question on which historians or sources differ; it is numbered with the paragraphs. */
  Differ: ComponentType<{ id: string; question: string; among: string; children?: ReactNode }>
  Side: ComponentType<{ answer: string; work?: string; children?: ReactNode }>
  Weigh: ComponentType<{ children?: ReactNode }>
}

const isJsx = (node: MdxNode): boolean => node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement'

/** Markdown wraps loose lines in paragraphs of its own, and MDX drops the blanks between elements: undo both. */
function arrange(allowed: readonly string[]) {
  return () =>
    (tree: MdxNode): void => {
      let paragraphs = 0
      const visit = (node: MdxNode): void => {
        const runsCode =
          /^mdx.*(?:Expression|Esm)$/iu.test(node.type) ||
          (node.attributes ?? []).some(({ type, value }) => type !== 'mdxJsxAttribute' || typeof value === 'object')
        if (runsCode) throw new Error(`line ${node.position?.start.line ?? 1}: an essay runs no code`)
        if (isJsx(node)) {
          const name = node.name ?? ''
          if (!allowed.includes(name))
            throw new Error(`line ${node.position?.start.line ?? 1}: unknown component <${name}>`)
          node.children = unwrapped(node)
          if (name === 'P' || name === 'Differ') {
            paragraphs += 1
            node.attributes = [
              ...(node.attributes ?? []),
              { type: 'mdxJsxAttribute', name: 'id', value: `p${paragraphs}` },
            ]
          }
          if (name === 'P' || name === 'Side' || name === 'Weigh') {
            node.children = node.children
              .filter((child) => child.type !== 'text' || child.value?.trim() !== '')
              .flatMap((child, index) => (index === 0 ? [child] : [{ type: 'text', value: ' ' }, child]))
          }
        }
        for (const child of node.children ?? []) visit(child)
      }
      visit(tree)
    }
}

/** Only the components given may stand in the source, and nothing in it is run. */
export async function renderMdx(body: string, components: EssayComponents): Promise<ReactElement> {
  const { default: Essay } = await evaluate(body, {
    ...runtime,
    format: 'mdx',
    remarkPlugins: [arrange(Object.keys(components))],
  })
  return createElement(Essay, { components })
}

export async function renderEssay(slug: string, form: EssayForm, components: EssayComponents): Promise<ReactElement> {
  return renderMdx(readEssaySource(essayFile(slug, form)), components)
}
