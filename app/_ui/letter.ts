/** The letter that stands before an option: by its place on the screen, since an attempt may have an order of its own. */
export const letterOf = (options: readonly { id: string }[], id: string): string =>
  String.fromCharCode(65 + options.findIndex((option) => option.id === id))
