/**
 * What people sign in with, one box each: `ClassCode`, `PersonName`, `Email`, `Passphrase`, `NewPassphrase`. They hold what
 * is the same wherever one is asked for it: how long it may be, and what a password manager or a phone's keyboard is told.
 */
import type { ComponentProps } from 'react'
import { TextField } from '../_ui/parts.tsx'

type Field = ComponentProps<typeof TextField>
/** The words of one box; `label` where it is not the usual one. */
type Worded = Partial<Pick<Field, 'name' | 'label'>> & Pick<Field, 'id' | 'hint' | 'sees' | 'error' | 'defaultValue'>

export const ClassCode = (words: Worded) => (
  <TextField
    name="class"
    label="Class code"
    {...words}
    required
    maxLength={40}
    autoComplete="off"
    autoCapitalize="characters"
    spellCheck={false}
  />
)

export const PersonName = (words: Worded & Pick<Field, 'label'>) => (
  <TextField name="name" {...words} required maxLength={80} autoComplete="name" spellCheck={false} />
)

export const Email = (words: Worded) => (
  <TextField name="email" label="E-mail" {...words} type="email" required maxLength={254} autoComplete="username" />
)

/** One that exists already. */
export const Passphrase = (words: Worded) => (
  <TextField
    name="passphrase"
    label="Passphrase"
    {...words}
    type="password"
    required
    maxLength={256}
    autoComplete="current-password"
  />
)

export const NewPassphrase = (words: Worded & Pick<Field, 'label'>) => (
  <TextField
    name="passphrase"
    {...words}
    type="password"
    required
    minLength={8}
    maxLength={256}
    autoComplete="new-password"
  />
)
