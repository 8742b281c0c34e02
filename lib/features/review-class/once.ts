/** Computed the first time a thing is met: what many students share is looked at once. */
export function once<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined || known.has(key)) return found!
    const value = compute(key)
    known.set(key, value)
    return value
  }
}
