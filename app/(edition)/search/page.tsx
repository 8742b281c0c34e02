import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import { searchIndex } from '#lib/content/text/search-index.ts'
import { addressOf, queryOf, search, type SearchIndex } from '#lib/domain/text-search.ts'
import { PageHead } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import { Search } from './search.tsx'
import './search.css'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const asked = async ({ searchParams }: Props) =>
  queryOf(
    new URLSearchParams(
      Object.entries(await searchParams).flatMap(([name, value = []]) => [value].flat().map((one) => [name, one])),
    ),
  )

/** A question is nobody's page: the words are the transcript's, and there they are to be found. */
export async function generateMetadata(props: Props): Promise<Metadata> {
  return {
    title: 'Search the text',
    description:
      'Find sentences of the transcript by words, by speaker, and by whom or what they name, claim or bracket.',
    alternates: { canonical: '/search' },
    ...(addressOf(await asked(props)) !== '/search' && { robots: { index: false } }),
  }
}

let memo: SearchIndex | undefined

/** Answered from the address, so that the form works without script; with it, the browser answers the same form itself. */
export default async function SearchPage(props: Props) {
  const query = await asked(props)
  memo ??= searchIndex(edition())
  return (
    <Shell current="/search">
      <PageHead title="Search the text" />
      <Search values={memo.values} first={{ query, answer: search(memo, query) }} />
    </Shell>
  )
}
