import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explain } from '../../shared/api/http.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { requestReset, resetPassword } from './api.ts'
import css from './entry-page.module.css'
import { EntryPage } from './entry-page.tsx'
import { NewPassword } from './new-password.tsx'

type Props = {
  token: string | null
  /** Whether the platform sends the link by e-mail; else it is made on the platform's machine. */
  mail?: boolean | undefined
  login: ReactNode
}

/** A new password for somebody who forgot theirs, by a link. */
export function ResetPage({ token, mail, login }: Props) {
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
  if (!token && mail) return <Ask login={login} />
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

function Ask({ login }: { login: ReactNode }) {
  const ask = useMutation({ mutationFn: requestReset })
  if (ask.isSuccess) {
    return (
      <EntryPage narrow>
        <h1>Look into your mail</h1>
        <p className={css.lead}>
          If {ask.variables} has an account here, a link is on its way to it. Nothing came? Whoever runs this platform
          can make one on its machine.
        </p>
        <p className={css.after}>{login}</p>
      </EntryPage>
    )
  }
  return (
    <EntryPage narrow>
      <h1>Forgot the password?</h1>
      <p className={css.lead}>A link to choose another one comes by e-mail.</p>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate(String(new FormData(event.currentTarget).get('email')).trim())
        }}
      >
        <TextInput label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
        {ask.isError && <Notice title="No link was sent">{explain(ask.error)}</Notice>}
        <Button type="submit" loading={ask.isPending} loaderProps={{ type: 'dots' }}>
          Send a link
        </Button>
      </form>
      <p className={css.after}>{login}</p>
    </EntryPage>
  )
}
