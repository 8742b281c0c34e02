/** What is said to each other: answers to questions, replies, reports, reviews, rival readings. */
import { postAnswer, saveDraft } from '#lib/features/answer-question/answer-question.ts'
import { listPosts } from '#lib/features/answer-question/read-posts.ts'
import { replyTo } from '#lib/features/answer-question/reply.ts'
import { hide, leaveAsItIs, reportToStaff, showAgain } from '#lib/features/moderate/moderate.ts'
import { listClaims, postReading, viewReadings } from '#lib/features/read-otherwise/read-otherwise.ts'
import { pickAnswer, takeOff } from '#lib/features/review-class/one-page.ts'
import { giveOutCable, reviewCable, viewMyCables } from '#lib/features/review-peers/cables.ts'
import { viewCables } from '#lib/features/review-peers/desk-cables.ts'
import { viewReviews } from '#lib/features/review-peers/desk-reviews.ts'
import { giveOut, scoreSample, viewMyReviews, writeReview } from '#lib/features/review-peers/review-peers.ts'
import { classPage, desk, notePage, workPage } from './addresses.ts'
import { line, type Line } from './line.ts'

/** Where a discussion is read: a student under the question, staff at the answers to it, which `next` says. */
const talkPage = (p: Record<string, string>, query = ''): string =>
  `/classes/${p.in}/${p.next === 'desk' ? 'desk/answers' : 'questions'}/${p.work}${query && `?${query}`}`
const pickedFrom = (p: Record<string, string>): string =>
  p.work ? talkPage({ ...p, next: 'desk' }) : `${desk({ class: p.in! })}/projector`
const reviewsPage = (p: Record<string, string>): string =>
  `/classes/${p.in}/questions/${p.assignment ?? p.work}/reviews`
const cablesPage = (p: Record<string, string>): string => `/classes/${p.in}/quizzes/${p.assignment ?? p.work}/cables`
/** Where a remark was read: on a page of reviews, beside its claim, in its reading or on the desk’s page of notes, else in its discussion. */
const remarkPage = (p: Record<string, string>, query = ''): string =>
  p.kind === 'cable'
    ? `${p.next === 'desk' ? `${talkPage(p)}/cables` : cablesPage(p)}${query && `?${query}`}#${p.remark}`
    : p.kind === 'review'
      ? `${p.next === 'desk' ? `${talkPage(p)}/reviews` : reviewsPage(p)}${query && `?${query}`}#${p.remark}`
      : p.kind === 'rival'
        ? `/classes/${p.in}/claims/${p.work}?holding=${p.remark}${query && `&${query}`}#${p.remark}`
        : p.kind === 'note'
          ? p.next === 'desk'
            ? `${notePage({ in: p.in! })}${query && `?${query}`}#n-${p.remark}`
            : `${notePage(p)}${query && `?${query}`}`
          : `${talkPage(p, query)}#${p.remark}`
const claimPage = (p: Record<string, string>): string => `${classPage(p)}/claims/${p.claim}`
/** The page that holds a rival reading, at it. */
const readingPage = (p: Record<string, string>, reading: string, query = ''): string => {
  const id = encodeURIComponent(reading)
  return `${claimPage(p)}?holding=${id}${query}#${id}`
}
const reportsPage = (p: Record<string, string>): string => `/classes/${p.in}/desk/reports`

export const TALK: readonly Line[] = [
  line('PUT', '/api/assignments/{assignment}/draft', 'Saves the draft of a post', saveDraft, {
    form: { back: workPage('questions'), onward: (p) => `${workPage('questions')(p)}?done=draft` },
  }),
  line(
    'GET',
    '/api/assignments/{assignment}/posts',
    'Own post first; before it, locked and nothing of others',
    listPosts,
  ),
  line(
    'GET',
    '/api/assignments/{assignment}/posts/before/{before}',
    'The next page: posts older than this one',
    listPosts,
  ),
  line('GET', '/api/assignments/{assignment}/posts/{post}', 'One post with all its replies', listPosts),
  line('POST', '/api/assignments/{assignment}/posts', 'Posts, or adds a revised version', postAnswer, {
    form: { back: workPage('questions'), onward: (p) => `${workPage('questions')(p)}?done=posted#posts` },
  }),
  line('POST', '/api/posts/{post}/replies', 'Answers a post, or a reply under it', replyTo, {
    form: {
      back: (p) => `${talkPage(p, `of=${p.post}`)}#${p.next === 'desk' ? '' : 'say-'}${p.post}`,
      onward: (p, out) => `${talkPage(p, `done=replied&of=${p.post}`)}#${out.reply}`,
    },
  }),
  line('PUT', '/api/posts/{post}/pick', 'Chooses an answer for the page that is shown to the class', pickAnswer, {
    form: { back: pickedFrom, onward: (p) => `${pickedFrom(p)}?done=picked#${p.post}` },
  }),
  line('DELETE', '/api/posts/{post}/pick', 'Takes it off that page', takeOff, {
    form: { back: pickedFrom, onward: (p) => `${pickedFrom(p)}?done=unpicked#${p.post}` },
  }),
  line(
    'POST',
    '/api/remarks/{kind}/{remark}/reports',
    'Tells the staff that a remark should be looked at',
    reportToStaff,
    {
      form: { back: remarkPage, onward: (p) => remarkPage(p, 'done=reported') },
    },
  ),
  line('DELETE', '/api/remarks/{kind}/{remark}/reports', 'Leaves a reported remark as it is', leaveAsItIs, {
    form: { back: reportsPage, onward: (p) => `${reportsPage(p)}?done=left` },
  }),
  line('PUT', '/api/remarks/{kind}/{remark}/hiding', 'Hides a remark with a reason that its author reads', hide, {
    form: {
      back: (p) => (p.next === 'desk' ? remarkPage(p) : reportsPage(p)),
      onward: (p) => (p.next === 'desk' ? remarkPage(p, 'done=hidden') : `${reportsPage(p)}?done=hidden`),
    },
  }),
  line('DELETE', '/api/remarks/{kind}/{remark}/hiding', 'Shows a hidden remark again', showAgain, {
    form: {
      back: (p) => (p.next === 'desk' ? remarkPage(p) : reportsPage(p)),
      onward: (p) => (p.next === 'desk' ? remarkPage(p, 'done=shown') : `${reportsPage(p)}?done=shown`),
    },
  }),
  line(
    'GET',
    '/api/assignments/{assignment}/reviews',
    'Peer review: samples, the answer to review, what was written and received',
    viewMyReviews,
  ),
  line(
    'GET',
    '/api/assignments/{assignment}/reviews/desk',
    'Every review with both names, and who has done how much',
    viewReviews,
  ),
  line(
    'PUT',
    '/api/assignments/{assignment}/samples/{sample}',
    'Scores a sample, once; the edition’s own scores open',
    scoreSample,
    {
      form: {
        back: (p) => `${reviewsPage(p)}#sample-${p.sample}`,
        onward: (p) => `${reviewsPage(p)}?done=scored#sample-${p.sample}`,
      },
    },
  ),
  line(
    'POST',
    '/api/assignments/{assignment}/reviews',
    'Gives out the next answer to review, without its author',
    giveOut,
    {
      form: { back: reviewsPage, onward: (p, out) => `${reviewsPage(p)}?done=${out.review ? 'given' : 'none'}#review` },
    },
  ),
  line('PUT', '/api/reviews/{review}', 'Writes a review, once; it counts for nothing', writeReview, {
    form: { back: (p) => `${reviewsPage(p)}#review`, onward: (p) => `${reviewsPage(p)}?done=reviewed#review` },
  }),
  line(
    'GET',
    '/api/assignments/{assignment}/cables',
    'Carry the message: the cable to read, what was found so far, what was found in one’s own',
    viewMyCables,
  ),
  line(
    'GET',
    '/api/assignments/{assignment}/cables/desk',
    'Every cable with what its readers found, both with names, and which points were lost',
    viewCables,
  ),
  line(
    'POST',
    '/api/assignments/{assignment}/cables',
    'Gives out the next cable to read, without its author',
    giveOutCable,
    {
      form: { back: cablesPage, onward: (p, out) => `${cablesPage(p)}?done=${out.review ? 'given' : 'none'}#next` },
    },
  ),
  line(
    'PUT',
    '/api/cable-reviews/{review}',
    'Says of each point of a cable what became of it, once; it counts for nothing',
    reviewCable,
    {
      form: { back: (p) => `${cablesPage(p)}#next`, onward: (p) => `${cablesPage(p)}?done=reviewed#next` },
    },
  ),
  line(
    'GET',
    '/api/classes/{class}/claims',
    'The edition’s claims, with how many rival readings stand beside each',
    listClaims,
  ),
  line(
    'GET',
    '/api/classes/{class}/claims/{claim}/readings',
    'Rival readings of a claim with their answers, a page at a time',
    viewReadings,
    {
      asksByQuery: true,
    },
  ),
  line(
    'POST',
    '/api/classes/{class}/claims/{claim}/readings',
    'Puts a rival reading beside a claim, or answers one',
    postReading,
    {
      form: {
        back: (p) => (p.answers ? readingPage(p, p.answers) : `${claimPage(p)}#read-otherwise`),
        onward: (p, out) => readingPage(p, out.reading, p.answers ? `&done=answered&of=${p.answers}` : '&done=posted'),
      },
    },
  ),
]
