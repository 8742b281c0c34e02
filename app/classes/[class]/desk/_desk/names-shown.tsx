/** A student's name, and the number that stands for it while names are hidden. */
export function Name({ name, number }: { name: string; number: number }) {
  return (
    <>
      <span className="nm">{name}</span>
      <span className="nr">{`Student ${number}`}</span>
    </>
  )
}
