import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explain, ProblemError } from '../../shared/api/http.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { logIn } from './api.ts'
import css from './entry-page.module.css'
import { EntryPage } from './entry-page.tsx'

/** Log in with e-mail and password. */
export function LoginPage({ onLoggedIn, others }: { onLoggedIn: () => void; others?: ReactNode }) {
  const login = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => logIn(email, password),
    onSuccess: onLoggedIn,
  })
  return (
    <EntryPage narrow>
      <h1>Log in</h1>
      <p className={css.lead}>To see your machines, second by second.</p>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          login.mutate({ email: String(data.get('email')).trim(), password: String(data.get('password')) })
        }}
      >
        <TextInput label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
        <PasswordInput label="Password" name="password" autoComplete="current-password" required />
        {login.isError && <Notice title={titleOf(login.error)}>{explain(login.error)}</Notice>}
        <Button type="submit" loading={login.isPending} loaderProps={{ type: 'dots' }}>
          Log in
        </Button>
      </form>
      {others && <p className={css.others}>{others}</p>}
    </EntryPage>
  )
}

function titleOf(error: Error): string {
  if (error instanceof ProblemError && error.status === 429) {
    return error.retryAfterSeconds ? `Too many attempts: wait ${error.retryAfterSeconds} s` : 'Too many attempts'
  }
  return 'Not logged in'
}
