import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explain } from '../../shared/api/http.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { resetPassword } from './api.ts'
import css from './entry-page.module.css'
import { EntryPage } from './entry-page.tsx'
import { NewPassword } from './new-password.tsx'

/** A new password for somebody who forgot theirs, by a link from the platform's machine. */
export function ResetPage({ token, login }: { token: string | null; login: ReactNode }) {
  const reset = useMutation({ mutationFn: (password: string) => resetPassword(token ?? '', password) })
  if (reset.isSuccess) {
    return (
      <EntryPage narrow>
        <h1>The password is changed</h1>
        <p className={css.lead}>All sessions of the account have ended. Log in with the new password.</p>
        <p>{login}</p>
      </EntryPage>
    )
  }
  if (!token) {
    return (
      <EntryPage narrow>
        <h1>Forgot the password?</h1>
        <p className={css.lead}>
          Whoever runs this platform makes a link for you, on its machine. Open that link, and choose another password.
        </p>
        <pre className={css.console}>
          <b>./statusmonitor admin reset-link you@example.org</b>
        </pre>
        <p className={css.after}>{login}</p>
      </EntryPage>
    )
  }
  return (
    <EntryPage narrow>
      <h1>Choose another password</h1>
      <p className={css.lead}>It ends all sessions of the account.</p>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          reset.mutate(String(new FormData(event.currentTarget).get('password')))
        }}
      >
        <NewPassword label="New password" autoFocus />
        {reset.isError && <Notice title="The password was not changed">{explain(reset.error)}</Notice>}
        <Button type="submit" loading={reset.isPending} loaderProps={{ type: 'dots' }}>
          Change password
        </Button>
      </form>
    </EntryPage>
  )
}
