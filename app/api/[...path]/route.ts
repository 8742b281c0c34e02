// In development alone: in production the front door hands these addresses to the table before Next is asked.
import { api } from '#lib/web/api.ts'

const handle = (request: Request) => api.fetch(request)
export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT }
