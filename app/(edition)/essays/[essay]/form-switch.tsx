import Link from 'next/link'
import type { Essay, EssayForm } from '#lib/content/types.ts'

/** The two lengths of an essay, each with the minutes that it takes. */
export function FormSwitch({ essay, form }: { essay: Essay; form: EssayForm }) {
  const choices = [
    { form: 'short', href: `/essays/${essay.slug}/short`, words: `Short, ${essay.short.minutes} minutes` },
    { form: 'long', href: `/essays/${essay.slug}`, words: `Long, ${essay.minutes} minutes` },
  ] as const
  return (
    <nav className="forms" aria-label="Length of this essay">
      <ul>
        {choices.map((choice) => (
          <li key={choice.form}>
            <Link href={choice.href} prefetch={false} aria-current={choice.form === form ? 'page' : undefined}>
              {choice.words}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
