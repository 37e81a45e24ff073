import { Button, PasswordInput, TextInput } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { formatMoment } from '../../shared/time.ts'
import { ConfirmButton } from '../../shared/ui/confirm-button.tsx'
import form from '../../shared/ui/form.module.css'
import { Notice } from '../../shared/ui/notice.tsx'
import { Panel } from '../../shared/ui/panel.tsx'
import {
  type Account,
  accountQuery,
  changeAccount,
  changePassword,
  deleteAccount,
  logOutEverywhere,
  sessionsQuery,
} from './api.ts'
import { NewPassword } from './new-password.tsx'
import { deviceOf } from './user-agent.ts'

/** Who one is here, by what one gets in, and where one is logged in. */
export function AccountPage({ onLoggedOut }: { onLoggedOut: () => void }) {
  const { data: account } = useSuspenseQuery(accountQuery)
  return (
    <>
      <Profile account={account} />
      <Password />
      <Sessions onLoggedOut={onLoggedOut} />
      <Delete account={account} onDeleted={onLoggedOut} />
    </>
  )
}

function Done({ children }: { children: string }) {
  return (
    <p className={form.done} role="status">
      <IconCheck size={16} stroke={2} aria-hidden />
      {children}
    </p>
  )
}

function CurrentPassword() {
  return <PasswordInput label="Current password" name="current" autoComplete="current-password" required />
}

function Profile({ account }: { account: Account }) {
  const queries = useQueryClient()
  const [email, setEmail] = useState(account.email)
  const change = useMutation({
    mutationFn: changeAccount,
    onSuccess: (changed) => queries.setQueryData(accountQuery.queryKey, changed),
  })
  const asksPassword = email.trim() !== account.email
  return (
    <Panel title="You" lead="You log in with your e-mail address. Another one asks for your password.">
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          change.mutate({
            name: String(data.get('name')).trim(),
            ...(asksPassword ? { email: email.trim(), current_password: String(data.get('current')) } : {}),
          })
        }}
      >
        <TextInput
          label="Name"
          name="name"
          defaultValue={account.name ?? ''}
          autoComplete="name"
          maxLength={100}
          required
        />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          required
        />
        {asksPassword && <CurrentPassword />}
        {change.isError && <Notice title="Nothing was changed">{explain(change.error)}</Notice>}
        <div className={form.row}>
          <Button type="submit" loading={change.isPending}>
            Save
          </Button>
          {change.isSuccess && <Done>Saved</Done>}
        </div>
      </form>
    </Panel>
  )
}

function Password() {
  const [round, setRound] = useState(0)
  const change = useMutation({
    mutationFn: ({ current, next }: { current: string; next: string }) => changePassword(current, next),
    // The fields are new ones, and empty.
    onSuccess: () => setRound((before) => before + 1),
  })
  const queries = useQueryClient()
  return (
    <Panel title="Password" lead="Another password ends your sessions on all other devices.">
      <form
        key={round}
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          change.mutate(
            { current: String(data.get('current')), next: String(data.get('password')) },
            { onSuccess: () => void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }) },
          )
        }}
      >
        <CurrentPassword />
        <NewPassword label="New password" />
        {change.isError && <Notice title="The password was not changed">{explain(change.error)}</Notice>}
        <div className={form.row}>
          <Button type="submit" loading={change.isPending}>
            Change password
          </Button>
          {change.isSuccess && <Done>Changed</Done>}
        </div>
      </form>
    </Panel>
  )
}

function Sessions({ onLoggedOut }: { onLoggedOut: () => void }) {
  const { data: sessions, error, refetch } = useQuery(sessionsQuery)
  const leave = useMutation({ mutationFn: logOutEverywhere, onSuccess: onLoggedOut })
  const now = Date.now()
  return (
    <Panel
      title="Sessions"
      lead="Where you are logged in."
      action={
        <ConfirmButton
          label="Log out everywhere"
          question="On this device too?"
          confirm="Log out everywhere"
          keep="Stay"
          pending={leave.isPending}
          error={leave.error}
          onConfirm={() => leave.mutate()}
        />
      }
    >
      {error && (
        <Notice title="The sessions could not be read" retry={() => void refetch()}>
          {explain(error)}
        </Notice>
      )}
      {sessions && (
        <div className={form.wrap}>
          <table className={form.table}>
            <thead>
              <tr>
                <th scope="col">Device</th>
                <th scope="col">Since</th>
                <th scope="col">Last used</th>
              </tr>
            </thead>
            <tbody>
              {sessions.map((session) => (
                <tr key={session.id}>
                  <th scope="row" title={session.user_agent ?? ''}>
                    {deviceOf(session.user_agent ?? '')}
                    {session.current && <small>this one</small>}
                  </th>
                  <td className={form.moment} data-label="since">
                    {formatMoment(session.created, now)}
                  </td>
                  <td className={form.moment} data-label="last used">
                    {formatMoment(session.last_used, now)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}

function Delete({ account, onDeleted }: { account: Account; onDeleted: () => void }) {
  const [asking, setAsking] = useState(false)
  const remove = useMutation({ mutationFn: deleteAccount, onSuccess: onDeleted })
  return (
    <Panel
      title="Delete account"
      lead="Your account, your hosts and all that they measured are gone for everybody at once. This cannot be undone."
      action={
        !asking && (
          <Button variant="default" onClick={() => setAsking(true)}>
            Delete account
          </Button>
        )
      }
    >
      {asking && (
        <form
          className={form.form}
          onSubmit={(event) => {
            event.preventDefault()
            remove.mutate(String(new FormData(event.currentTarget).get('current')))
          }}
        >
          <p>
            This deletes the account of <b>{account.email}</b>.
          </p>
          <CurrentPassword />
          {remove.isError && <Notice title="The account was not deleted">{explain(remove.error)}</Notice>}
          <div className={form.row}>
            <Button type="submit" data-danger loading={remove.isPending}>
              Delete account
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </div>
        </form>
      )}
    </Panel>
  )
}
