import { Button, TextInput } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explain } from '../../shared/api/http.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { createFirstAccount } from './api.ts'
import css from './entry-page.module.css'
import { EntryPage } from './entry-page.tsx'
import { NewPassword } from './new-password.tsx'

/** The first run: from the set-up link to an account. */
export function SetupPage({ token, onCreated }: { token: string | null; onCreated: () => void }) {
  const create = useMutation({ mutationFn: createFirstAccount, onSuccess: onCreated })
  return (
    <EntryPage>
      <h1>Set up StatusMonitor</h1>
      <p className={css.lead}>About a minute: an account, a first host, a way to be told.</p>
      <ol className={css.steps}>
        <Step number={1} at={token ? 'done' : 'now'} title="Open the set-up link" note={token ? 'opened' : ''}>
          {!token && (
            <>
              <p>The link was printed where StatusMonitor was started. It makes one account and then stops working.</p>
              <pre className={css.console}>
                {'$ ./statusmonitor up\n…\n  '}
                <b>{`${location.origin}/setup#token=…`}</b>
              </pre>
              <p>It is good for an hour. Lost it, or too late? Start StatusMonitor again: it prints a new one.</p>
            </>
          )}
        </Step>
        <Step number={2} at={token ? 'now' : 'todo'} title="Create your account">
          {token && (
            <form
              className={css.form}
              onSubmit={(event) => {
                event.preventDefault()
                const data = new FormData(event.currentTarget)
                create.mutate({
                  token,
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
          )}
        </Step>
        <Step number={3} at="todo" title="Your first host" note="appears by itself" />
        <Step number={4} at="todo" title="Be told when something breaks" note="Telegram, or later" />
      </ol>
    </EntryPage>
  )
}

type StepProps = { number: number; at: 'done' | 'now' | 'todo'; title: string; note?: string; children?: ReactNode }

function Step({ number, at, title, note, children }: StepProps) {
  return (
    <li className={css.step} data-at={at} aria-current={at === 'now' ? 'step' : undefined}>
      <div className={css.mark}>
        <i>{at === 'done' ? <IconCheck size={14} stroke={2.5} aria-label="done" /> : number}</i>
      </div>
      <div>
        <div className={css.title}>
          <h2>{title}</h2>
          {note && <span>{note}</span>}
        </div>
        <div className={css.body}>{children}</div>
      </div>
    </li>
  )
}
