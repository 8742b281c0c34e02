/** Addresses of one class's desk; while names are hidden every one of them keeps them so. */
export const addresses =
  (classId: string, hidden: boolean) =>
  (path = '', query = ''): string => {
    const [page, fragment] = path.split('#')
    const search = [query, hidden ? 'names=hidden' : ''].filter(Boolean).join('&')
    return `/classes/${classId}/desk${page}${search ? `?${search}` : ''}${fragment ? `#${fragment}` : ''}`
  }
