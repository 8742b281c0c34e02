/** Questions put to the class in the room. */
import { answerPoll, askClass, listAsked, moveOn, viewMyPoll, viewPoll } from '#lib/features/ask-class/ask-class.ts'
import { desk } from './addresses.ts'
import { line, type Line } from './line.ts'

const polls = (p: Record<string, string>): string => `${desk(p)}/projector/polls`
/** The class travels in the form: the address of a poll alone does not say which one it is. */
const onePoll = (p: Record<string, string>): string => `${polls({ ...p, class: p.in! })}/${p.poll}`
const myPoll = (p: Record<string, string>): string => `/classes/${p.in}/polls/${p.poll}`

export const POLLS: readonly Line[] = [
  line(
    'POST',
    '/api/classes/{class}/polls',
    'Asks the class a question, before a discussion and again after it',
    askClass,
    {
      form: {
        back: (p) => `${polls(p)}${p.from ? '' : '#own'}`,
        onward: (p, out) => `${polls(p)}/${out.poll}`,
      },
    },
  ),
  line('GET', '/api/classes/{class}/polls', 'What was asked of the class, and whether one has answered it', listAsked),
  line('GET', '/api/polls/{poll}', 'For the wall: how many have answered and, once shown, how', viewPoll),
  line('PUT', '/api/polls/{poll}', 'Closes a round, asks again, ends, shows or hides the counts', moveOn, {
    form: { back: onePoll, onward: onePoll },
  }),
  line('GET', '/api/polls/{poll}/answer', 'What one chose oneself and, once shown, how the class did', viewMyPoll),
  line('PUT', '/api/polls/{poll}/answer', 'Answers the round that is open', answerPoll, {
    form: { back: myPoll, onward: (p) => `${myPoll(p)}?done=answered` },
  }),
]
