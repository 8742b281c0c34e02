/** What the reading page remembers on this device, and nowhere else. */
const placeKey = 'xh:place'
const choicesKey = 'xh:shows'

/** Storage may be refused (private windows, policies): the page then forgets, and reads as well. */
function keep(key: string, value: string) {
  try {
    localStorage.setItem(key, value)
  } catch {
    /* see above */
  }
}
function kept(key: string): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

export const keptPlace = () => kept(placeKey)
export const keepPlace = (id: string) => keep(placeKey, id)

const choices = () => kept(choicesKey).split(' ').filter(Boolean)

/** A switch by its id. */
export const isOn = (name: string) => choices().includes(name)
export const keepSwitch = (name: string, on: boolean) =>
  keep(choicesKey, [...choices().filter((one) => one !== name), ...(on ? [name] : [])].join(' '))

/** One of several, such as the open panel: `panel:claims`. */
export const chosen = (what: string) =>
  choices()
    .find((one) => one.startsWith(`${what}:`))
    ?.slice(what.length + 1) ?? null
export const keepChosen = (what: string, value: string | null) =>
  keep(
    choicesKey,
    [...choices().filter((one) => !one.startsWith(`${what}:`)), ...(value ? [`${what}:${value}`] : [])].join(' '),
  )
