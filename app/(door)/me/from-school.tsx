/** Where there is no passphrase, having just come from the school stands for it: from a course there, or by its sign-in. */
export function FromSchool({ isFresh, what }: { isFresh: boolean; what: string }) {
  return (
    <p className="hint">
      {what}{' '}
      {isFresh
        ? 'You have just come from your school, so no passphrase is asked for.'
        : 'Come from your school once more first, from your course there or by signing in again; for ten minutes after that no passphrase is asked for.'}
    </p>
  )
}
