/** Computed the first time a thing is met: what many students share is looked at once. */
export function once<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, { value: V }>()
  return (key) => {
    const found = known.get(key) ?? { value: compute(key) }
    known.set(key, found)
    return found.value
  }
}
