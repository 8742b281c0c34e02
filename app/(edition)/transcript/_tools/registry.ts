/** What can stand beside the text, in the order of the Tools menu. */
export type ToolEntry = {
  id: string
  label: string
  /** The page that holds the same without JavaScript; for a list, the page it is read from. */
  address?: string
  key?: string
}

export const ownTools: readonly ToolEntry[] = [
  { id: 'claims', label: 'Who told whom', address: '/claims', key: 'W' },
  { id: 'speakers', label: 'Speakers and turns', address: '/talk' },
  { id: 'names', label: 'Who speaks about whom', address: '/talk' },
  { id: 'map', label: 'Map and dates', address: '/places' },
]

/** Each is the page's own list, `[data-panel]`, loaded beside the text. */
export const lists: readonly ToolEntry[] = [
  { id: 'cruxes', label: 'Hard places', address: '/cruxes' },
  { id: 'glossary', label: 'Words explained', address: '/glossary' },
  { id: 'bodies', label: 'Parties and meetings', address: '/bodies' },
  { id: 'facts', label: 'Fact check', address: '/facts' },
  { id: 'silences', label: 'What is not said', address: '/silences' },
  { id: 'retold', label: 'Said again, shorter', address: '/retold' },
  { id: 'quotations', label: 'Whose words are these?', address: '/quotations' },
  { id: 'forecasts', label: 'Forecasts', address: '/forecasts' },
  { id: 'timeline', label: 'Dates', address: '/timeline' },
  { id: 'doubt', label: 'Doubt words', address: '/doubt' },
  { id: 'brackets', label: 'Every bracket', address: '/brackets' },
  { id: 'custody', label: 'Hands on the paper', address: '/custody' },
  { id: 'gists', label: 'Paragraph by paragraph', address: '/gists' },
]

export const toolById = (id: string): ToolEntry | undefined => [...ownTools, ...lists].find((tool) => tool.id === id)
