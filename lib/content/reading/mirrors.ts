import { listFiles, readText } from './files.ts'
import type { Place } from './files.ts'

/** Hosts that hold copies of other people's pages. An edition cites the work or the archive itself. */
const MIRROR_HOST =
  /dvincitest|drivingcreative|docslib|scribd|wikimili|paperzz|wikiwand|vdocuments|informahealthcare|cambridgecore|tweb-dev|studfile|nohib|jiuhuashan|partyfass|litlife|richxsearch|wordola/iu

export function refuseMirrors(place: Place): void {
  const files = [
    ...['.xml', '.yaml'].flatMap((ending) => listFiles(place, '.', ending)),
    ...['essays', 'essays/short'].flatMap((folder) => listFiles(place, folder, '.mdx')),
    ...['quizzes', 'questions'].flatMap((folder) => listFiles(place, folder, '.yaml')),
  ]
  for (const file of files) {
    ;(readText(place, file) ?? '').split('\n').forEach((line, index) => {
      const host = MIRROR_HOST.exec(line)?.[0]
      if (host)
        place.report(file, index + 1, `"${host}" is a copy of somebody's page; cite the work or the archive itself`)
    })
  }
}
