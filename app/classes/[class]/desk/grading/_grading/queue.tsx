/** The queue as squares: one an answer, in its order, each a link to it. */
import type { QueueState } from '#lib/domain/grading.ts'

export const STATE_WORD: Record<QueueState, string> = {
  waiting: 'waiting',
  begun: 'begun',
  second: 'graded by you, the second grader is awaited',
  differ: 'two graders differ',
  graded: 'graded',
  revised: 'revised since it was graded',
}

export type Square = { member: string; name: string | null; number: number; state: QueueState; isAside: boolean }

export const calledOf = (one: Square): string => one.name ?? `Answer ${one.number}`

export function Queue({
  queue,
  at,
  hrefOf,
  onOpen,
}: {
  queue: readonly Square[]
  at: string | null
  hrefOf: (member: string) => string
  onOpen?: (member: string) => void
}) {
  return (
    <nav className="queue" aria-label="All answers">
      <ol>
        {queue.map((one) => (
          <li key={one.member}>
            <a
              href={hrefOf(one.member)}
              className={one.isAside ? `${one.state} aside` : one.state}
              aria-current={one.member === at ? 'true' : undefined}
              title={`${calledOf(one)}, ${one.isAside ? 'set aside' : STATE_WORD[one.state]}`}
              onClick={(event) => {
                if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                onOpen(one.member)
              }}
            >
              <span className="vh">
                {calledOf(one)}, {one.isAside ? 'set aside' : STATE_WORD[one.state]}
              </span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
