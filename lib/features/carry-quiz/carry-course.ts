import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { feature } from '#lib/door/feature.ts'
import { assessmentOf, aboutOf } from './cartridge.ts'
import { essayPage, topicOf, transcriptPage, webLink } from './course-pages.ts'
import { manifestOf, type Folder, type Part } from './manifest.ts'
import { sourceOfEdition } from './source.ts'

/** What stays on the site, because it is more than text. */
const LINKS = [
  { id: 'reading', title: 'The transcript, with its notes and maps', path: '/transcript' },
  { id: 'people', title: 'Who is who', path: '/people' },
  { id: 'timeline', title: 'The timeline', path: '/timeline' },
  { id: 'claims', title: 'What is claimed, and by whom', path: '/claims' },
  { id: 'about', title: 'Where the document comes from', path: '/about' },
]

/** Identifiers of XML begin with a letter and hold no sign that a slug could bring. */
const named = (kind: string, id: string): string => `${kind}_${id.replace(/[^a-z0-9_-]/gu, '_')}`

type File = Part & { text: string }

/** A course for another system: the transcript, the essays, the guided questions, the class quizzes, and links back. */
export const carryCourse = feature({
  input: z.strictObject({}),
  permission: 'bank.use',
  subject: () => ({}),
  run: ({ site }) => {
    const all = edition()
    const quizzes = all.quizzes.filter(({ audience }) => audience === 'class').map((quiz) => ({ quiz, source: sourceOfEdition(quiz) })) // prettier-ignore
    const folders: { id: string; title: string; files: File[] }[] = [
      {
        id: 'read',
        title: 'Read',
        files: [
          { id: 'transcript', title: 'The transcript', type: 'page', href: 'transcript.html', text: transcriptPage(all, site) }, // prettier-ignore
        ],
      },
      {
        id: 'essays',
        title: 'Essays',
        files: all.essays.map((essay) => ({
          id: named('essay', essay.slug),
          title: essay.title,
          type: 'page',
          href: `essays/${essay.slug}.html`,
          text: essayPage(essay, all, site),
        })),
      },
      {
        id: 'discuss',
        title: 'Discuss',
        files: all.questions.map((question) => ({
          id: named('topic', question.id),
          title: question.title,
          type: 'discussion',
          href: `discussion/${question.id}.xml`,
          text: topicOf(question, site),
        })),
      },
      {
        id: 'quizzes',
        title: 'Quizzes',
        files: quizzes.flatMap(({ quiz, source }): File[] => [
          {
            id: named('quiz', quiz.id),
            title: quiz.title,
            type: 'assessment',
            href: `quizzes/${quiz.id}.xml`,
            text: assessmentOf(source, named('quiz', quiz.id)),
          },
          {
            id: named('about', quiz.id),
            title: `About “${quiz.title}”`,
            type: 'page',
            href: `quizzes/${quiz.id}-about.html`,
            text: aboutOf(source),
          },
        ]),
      },
      {
        id: 'links',
        title: 'On the site',
        files: LINKS.map(({ id, title, path }) => ({
          id: named('link', id),
          title,
          type: 'link',
          href: `links/${id}.xml`,
          text: webLink(title, `${site}${path}`),
        })),
      },
    ]
    const contents = folders.map(({ id, title, files }): Folder => ({ id, title, parts: files }))
    const files = folders.flatMap((one) => one.files)
    return {
      name: 'xihua-hall-course.imscc',
      files: {
        'imsmanifest.xml': manifestOf(
          { title: 'Xihua Hall', summary: 'One secret conversation, read closely: transcript, essays, discussion and quizzes.' }, // prettier-ignore
          contents,
        ),
        ...Object.fromEntries(files.map(({ href, text }) => [href, text])),
      },
    }
  },
})
