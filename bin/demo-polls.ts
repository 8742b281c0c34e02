/** What the demo class was asked before a discussion and again after it: one that is over and shown, one that is open. */
import type { Context } from '#lib/door/context.ts'
import { answerPoll, askClass, moveOn } from '#lib/features/ask-class/ask-class.ts'

/** By a student's place in the list; what is not named did not answer. The options are the crux's own readings. */
const BEFORE = 'baababcab.ddabcabd.aabcb'
const AGAIN = 'badacbcad.dd.acadd.dabcb'

/** `as` sets the clock to so many minutes after the class began and acts as the teacher, or as a student by their place. */
export async function askDemoClass(
  classId: string,
  students: number,
  as: { teacher: (minute: number) => Context; student: (index: number, minute: number) => Context },
): Promise<void> {
  const { poll } = await askClass(as.teacher(0), { class: classId, from: 'crux:no-news-from-albania' })
  const answer = async (round: 'before' | 'again', choices: string, minute: number) => {
    for (let i = 0; i < students; i++) {
      const choice = choices[i]
      if (choice && choice !== '.') await answerPoll(as.student(i, minute), { poll, round, choice })
    }
  }
  await answer('before', BEFORE, 1)
  await moveOn(as.teacher(4), { poll, step: 'close' })
  await moveOn(as.teacher(20), { poll, step: 'ask-again' })
  await answer('again', AGAIN, 21)
  await moveOn(as.teacher(24), { poll, step: 'end' })
  await moveOn(as.teacher(25), { poll, step: 'show' })
  const { poll: open } = await askClass(as.teacher(40), { class: classId, from: 'controversy:strong-and-weak' })
  for (const [i, choice] of Array.from('ab.cabba').entries())
    if (choice !== '.') await answerPoll(as.student(i, 41), { poll: open, round: 'before', choice })
}
