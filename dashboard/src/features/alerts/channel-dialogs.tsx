import { Button, Modal, NativeSelect, Tabs, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explain } from '../../shared/api/http.ts'
import { ConfirmButton } from '../../shared/ui/confirm-button.tsx'
import { CopyLine } from '../../shared/ui/copy-line.tsx'
import { Notice } from '../../shared/ui/notice.tsx'
import {
  addChannel,
  type Channel,
  type ChannelChanges,
  type ChannelKind,
  changeChannel,
  channelsQuery,
  deleteChannel,
  type NewChannel,
  type Severity,
} from './api.ts'
import css from './channel-dialogs.module.css'
import { TelegramLink } from './telegram-link.tsx'
import { useTestMessage } from './test-message.tsx'
import { KIND } from './words.ts'

/** How the platform is set up for what it is not set up for. */
const SETTING: Readonly<Record<ChannelKind, { readonly name: string; readonly how: ReactNode }>> = {
  telegram: {
    name: 'statusmonitor.alerts.notify.telegram.token',
    how: (
      <>
        Write <code>/newbot</code> to <b>@BotFather</b> in Telegram; it answers with a token for this setting:
      </>
    ),
  },
  email: { name: 'statusmonitor.alerts.notify.email.host', how: 'Name the mail server in this setting:' },
  webhook: { name: 'statusmonitor.alerts.notify.webhook', how: '' },
}

const ORDER: readonly ChannelKind[] = ['telegram', 'webhook', 'email']

/** @param kinds what the platform is set up for */
export function AddChannelDialog({ kinds, onClose }: { kinds: readonly string[]; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Add a channel" size={560} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Tabs defaultValue={ORDER.find((kind) => kinds.includes(kind)) ?? 'webhook'} keepMounted={false}>
        <Tabs.List aria-label="Kind of channel">
          {ORDER.map((kind) => (
            <Tabs.Tab key={kind} value={kind}>
              {KIND[kind]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {ORDER.map((kind) => (
          <Tabs.Panel key={kind} value={kind} className={css.panel}>
            {!kinds.includes(kind) ? (
              <NotSetUp kind={kind} />
            ) : kind === 'telegram' ? (
              <TelegramLink />
            ) : (
              <NewAddress kind={kind} onClose={onClose} />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Modal>
  )
}

export function NotSetUp({ kind }: { kind: ChannelKind }) {
  const { name, how } = SETTING[kind]
  return (
    <div className={css.form}>
      <p>
        This platform is not set up for {KIND[kind]} yet. Whoever runs it can do that: {how}
      </p>
      <CopyLine text={`${name.toUpperCase().replaceAll('.', '_')}=… ./statusmonitor up`} />
    </div>
  )
}

function NewAddress({ kind, onClose }: { kind: 'webhook' | 'email'; onClose: () => void }) {
  const queries = useQueryClient()
  const add = useMutation({
    mutationFn: (body: NewChannel) => addChannel(body),
    onSuccess: (added) => {
      void queries.invalidateQueries({ queryKey: channelsQuery.queryKey })
      if (!added.secret) onClose()
    },
  })
  if (add.data?.secret) return <Secret channel={add.data} secret={add.data.secret} onClose={onClose} />
  const web = kind === 'webhook'
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const address = String(data.get('address')).trim()
        const name = String(data.get('name')).trim()
        add.mutate({ kind, ...(web ? { url: address } : { email: address }), ...(name === '' ? {} : { name }) })
      }}
    >
      <TextInput
        key={kind}
        label={web ? 'Address' : 'E-mail'}
        name="address"
        type={web ? 'url' : 'email'}
        placeholder={web ? 'https://hooks.example.org/alerts' : 'ada@example.org'}
        required
        data-autofocus
        onChange={() => add.reset()}
        error={add.isError ? explain(add.error) : undefined}
      />
      <TextInput label="Name" name="name" placeholder="as its address" maxLength={100} />
      {web && (
        <p className={css.note}>
          It gets a POST of JSON, signed by a secret of its own. Redirects are not followed; addresses of the own
          network are refused unless whoever runs this platform allows them.
        </p>
      )}
      <div className={css.foot}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending}>
          Add {web ? 'web hook' : 'e-mail'}
        </Button>
      </div>
    </form>
  )
}

function Secret({ channel, secret, onClose }: { channel: Channel; secret: string; onClose: () => void }) {
  const { button, result } = useTestMessage(channel)
  return (
    <div className={css.form}>
      <div className={css.fresh} role="status">
        <p>
          <b>Its secret</b>: copy it now, it is shown this once.
        </p>
        <CopyLine text={secret} />
      </div>
      <p className={css.note}>
        The header <code>StatusMonitor-Signature: t=…,v1=…</code> of each call is HMAC-SHA256 by this secret over the
        time, a point and the body.
      </p>
      <div className={css.foot}>
        <span>{result}</span>
        {button}
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  )
}

/** What goes to a channel, and its end. */
export function ChannelDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const queries = useQueryClient()
  const done = () => {
    void queries.invalidateQueries({ queryKey: channelsQuery.queryKey })
    onClose()
  }
  const change = useMutation({
    mutationFn: (changes: ChannelChanges) => changeChannel(channel.id, changes),
    onSuccess: done,
  })
  const remove = useMutation({ mutationFn: () => deleteChannel(channel.id), onSuccess: done })
  const telegram = channel.kind === 'telegram'
  return (
    <Modal opened onClose={onClose} title={KIND[channel.kind]} size={480} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          change.mutate({
            name: String(data.get('name')).trim(),
            min_severity: String(data.get('least')) as Severity,
            paused: data.get('paused') === 'yes',
          })
        }}
      >
        {(channel.url ?? channel.email) && <p className={css.address}>{channel.url ?? channel.email}</p>}
        <TextInput label="Name" name="name" defaultValue={channel.name} maxLength={100} required data-autofocus />
        <div className={css.fields}>
          <NativeSelect
            label="Tells of"
            name="least"
            defaultValue={channel.min_severity}
            data={[
              { value: 'info', label: 'every severity' },
              { value: 'warning', label: 'warnings and critical' },
              { value: 'critical', label: 'critical only' },
            ]}
          />
          <NativeSelect
            label="Now"
            name="paused"
            defaultValue={channel.paused ? 'yes' : 'no'}
            data={[
              { value: 'no', label: 'on' },
              { value: 'yes', label: 'paused' },
            ]}
          />
        </div>
        {change.isError && <Notice title="Nothing was changed">{explain(change.error)}</Notice>}
        <div className={css.foot}>
          <ConfirmButton
            label={telegram ? 'Unlink' : 'Delete'}
            question={<span className="sr">Nothing more goes there.</span>}
            confirm={telegram ? 'Unlink it' : 'Delete it'}
            pending={remove.isPending}
            error={remove.error}
            onConfirm={() => remove.mutate()}
          />
          <span />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  )
}
