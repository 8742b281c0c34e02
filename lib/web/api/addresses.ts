/** Addresses of pages that forms of several nouns lead to; `p` are path parameters and the fields of the form. */
export const classPage = (p: Record<string, string>): string => `/classes/${p.class}`
export const desk = (p: Record<string, string>): string => `/classes/${p.class}/desk`
export const roster = (p: Record<string, string>): string => `${desk(p)}/roster`
export const settings = (p: Record<string, string>): string => `${desk(p)}/settings`
/** Pages of one assignment live under its class, which a form names in `in`. */
export const workPage =
  (kind: string) =>
  (p: Record<string, string>): string =>
    `/classes/${p.in}/${kind}/${p.assignment}`
/** A note is written in a reading; what staff write has no reading and goes back to the desk. */
export const notePage = (p: Record<string, string>): string =>
  p.work ? `/classes/${p.in ?? p.class}/reading/${p.work}` : `/classes/${p.in ?? p.class}/desk/notes`
