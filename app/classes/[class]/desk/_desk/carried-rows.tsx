/** Components: `CarriedRows` (Carry the message: which point the class lost on the way, by what classmates find in one another’s cables). */
import { MIN_FOR_FIGURES } from '#lib/domain/statistics.ts'
import type { Carried } from '#lib/domain/cable.ts'
import { Share } from './marks.tsx'
import { listed, plural } from './words.ts'

/** Computed: the point left out most often; of few cables only that they are few. */
export function lostMost({ cables, n, points }: Carried): string {
  if (n === 0) return 'No classmate has read a cable yet'
  if (cables < MIN_FOR_FIGURES)
    return `${plural(cables, 'cable')} read by classmates: too few to say which point the class lost`
  const most = Math.max(...points.map((one) => one['left-out']))
  if (most === 0) return `No point was left out, in ${plural(n, 'review')} of ${cables} cables`
  const those = points.filter((one) => one['left-out'] === most).map(({ title }) => `“${title}”`)
  return `Lost most often, in ${most} of ${n} reviews of ${cables} cables${those.length > 1 ? ' each' : ''}: ${listed(those)}`
}

export function CarriedRows({ carried, heading = 'carried' }: { carried: Carried; heading?: string }) {
  const { n, cables, points } = carried
  return (
    <section className="block" aria-labelledby={`${heading}-head`} id={heading}>
      <p className="label">What was lost in transit, as classmates say</p>
      <h2 className="title" id={`${heading}-head`}>
        {lostMost(carried)}
      </h2>
      {n === 0 ? (
        <p className="small mut">When cables are read, it stands here which points arrive, point by point.</p>
      ) : (
        <>
          <p className="small mut">
            Counted are {plural(n, 'review')} of {plural(cables, 'cable')}, each of a first try, so that a cable read
            twice counts twice; what is hidden is left out. They are students’ judgments of one another, and no grade
            reads them.
          </p>
          <ol className="losses">
            {points.map((one) => (
              <li key={one.id}>
                <p>
                  <b>{one.title}</b>{' '}
                  <span className="small mut">
                    carried {one.carried}, changed {one.changed}
                  </span>
                </p>
                <p className="share">
                  <Share count={one['left-out']} of={n} />{' '}
                  <span>
                    left out in{' '}
                    <b className="num">
                      {one['left-out']} of {n}
                    </b>
                  </span>
                </p>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}
