/** The time zones to choose from, as the runtime knows them; one that is in use stands there whatever it is called today. */
export function zoneOptions(inUse?: string): { value: string; text: string }[] {
  const known = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/') && !zone.startsWith('Etc/'))
  return [...new Set(['UTC', ...(inUse ? [inUse] : []), ...known])].map((value) => ({
    value,
    text: value.replaceAll('_', ' ').replaceAll('/', ' / '),
  }))
}
