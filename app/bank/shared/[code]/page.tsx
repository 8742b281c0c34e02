import type { Metadata } from 'next'
import { viewShared } from '#lib/features/keep-bank/own-quiz.ts'
import { page } from '#lib/web/page.ts'
import { Button, LinkButton, PageHead } from '../../../_ui/parts.tsx'
import { plural } from '../../../_ui/say.ts'
import { account } from '../../../classes/_work/frame.tsx'
import { BankFrame } from '../../_bank/frame.tsx'
import { kindWord } from '../../_bank/words.ts'

export const metadata: Metadata = { title: 'A colleague’s quiz' }

export default async function SharedPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params
  const path = `/bank/shared/${code}`
  const [me, view] = await Promise.all([account(path), page(viewShared, { code }, path)])
  return (
    <BankFrame me={me}>
      <PageHead
        over={view.isOwn ? 'Your own quiz, as colleagues see it' : `Shared by ${view.by}`}
        title={view.title}
        lead={view.summary}
        acts={
          view.isOwn ? (
            <LinkButton href={`/bank/quizzes/${view.id}`}>Back to your quiz</LinkButton>
          ) : (
            <form method="post" action="/api/bank/quizzes">
              <input type="hidden" name="copy" value={`shared/${view.code}`} />
              <Button kind="go">Adopt a copy</Button>
            </form>
          )
        }
      />
      <p className="small mut">
        Version {view.version}, {plural(view.items.length, 'question')}, about {plural(view.minutes, 'minute')}. A copy
        is yours to change; this one stays as it is.
      </p>
      <ol className="bankitems">
        {view.items.map((item) => (
          <li key={item.id}>
            <p className="stem">{item.stem}</p>
            <p className="small mut">{kindWord[item.kind]}</p>
          </li>
        ))}
      </ol>
    </BankFrame>
  )
}
