import {
  type Facet,
  FACETS,
  labelOf,
  type SearchAnswer,
  type SearchIndex,
  type SearchQuery,
} from '#lib/domain/text-search.ts'

export const facetName: Record<Facet, string> = {
  speaker: 'Speaker',
  person: 'Person',
  place: 'Place',
  body: 'Body',
  claim: 'Claim',
  bracket: 'Bracket',
}

/** A fold for each facet, its values with how many sentences they would leave. Values that would leave none are not shown. */
export function Facets({
  values,
  query,
  counts,
  onToggle,
}: {
  values: SearchIndex['values']
  query: SearchQuery
  counts: SearchAnswer['counts']
  onToggle: (facet: Facet, value: string) => void
}) {
  return (
    <div className="facets">
      {FACETS.map((facet) => {
        const chosen = query.chosen[facet]
        const shown = values[facet].filter(({ id }) => chosen.includes(id) || (counts[facet][id] ?? 0) > 0)
        return (
          <details key={facet} className="facet" data-facet={facet}>
            <summary>
              <b>{facetName[facet]}</b>{' '}
              <span>{chosen.length === 0 ? 'any' : chosen.map((id) => labelOf(values, facet, id)).join(' and ')}</span>
            </summary>
            <fieldset>
              <legend className="vh">{facetName[facet]}</legend>
              {shown.map(({ id, label }) => (
                <label className="check" key={id}>
                  <input
                    type="checkbox"
                    name={facet}
                    value={id}
                    checked={chosen.includes(id)}
                    onChange={() => onToggle(facet, id)}
                  />
                  <span className="of">{label}</span> <span className="num mut">{counts[facet][id] ?? 0}</span>
                </label>
              ))}
              {shown.length === 0 && <p className="hint">None in these sentences.</p>}
            </fieldset>
          </details>
        )
      })}
    </div>
  )
}
