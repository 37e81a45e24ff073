import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explain } from '../../shared/api/http.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { register } from './api.ts'
import css from './entry-page.module.css'
import { EntryPage } from './entry-page.tsx'
import { NewPassword } from './new-password.tsx'

type Props = {
  /** Of the invitation; null where one came without. */
  token: string | null
  /** Whether anybody may make an account. */
  open: boolean
  login: ReactNode
  onRegistered: () => void
}

/** An account for somebody who was invited, or for anybody where the platform is open. */
export function RegisterPage({ token, open, login, onRegistered }: Props) {
  const create = useMutation({ mutationFn: register, onSuccess: onRegistered })
  if (!token && !open) {
    return (
      <EntryPage narrow>
        <h1>By invitation</h1>
        <p className={css.lead}>
          Ask somebody who has an account here for an invitation link. It is good once, for seven days.
        </p>
        <p>{login}</p>
      </EntryPage>
    )
  }
  return (
    <EntryPage narrow>
      <h1>Create your account</h1>
      <p className={css.lead}>{token ? 'You were invited. ' : ''}You see your own machines, and nobody else does.</p>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          create.mutate({
            ...(token ? { invitation: token } : {}),
            name: String(data.get('name')).trim(),
            email: String(data.get('email')).trim(),
            password: String(data.get('password')),
          })
        }}
      >
        <TextInput label="Your name" name="name" autoComplete="name" maxLength={100} required autoFocus />
        <TextInput label="E-mail" name="email" type="email" autoComplete="username" required />
        <NewPassword label="Password" />
        {create.isError && <Notice title="No account was made">{explain(create.error)}</Notice>}
        <Button type="submit" loading={create.isPending} loaderProps={{ type: 'dots' }}>
          Create account
        </Button>
      </form>
      <p className={css.after}>{login}</p>
    </EntryPage>
  )
}
