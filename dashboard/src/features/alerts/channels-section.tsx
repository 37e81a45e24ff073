import { Button } from '@mantine/core'
import { IconBrandTelegram, IconMail, IconPlus, IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import css from './alerts-page.module.css'
import { type Channel, type ChannelKind, channelsQuery } from './api.ts'
import { Section } from './section.tsx'
import { useTestMessage } from './test-message.tsx'
import { KIND } from './words.ts'

const ICON: Readonly<Record<ChannelKind, typeof IconMail>> = {
  telegram: IconBrandTelegram,
  webhook: IconWebhook,
  email: IconMail,
}

/** Where one is told. */
export function ChannelsSection() {
  const { data, error, refetch } = useQuery(channelsQuery)
  const [dialogs, wantDialogs, heralds] = useOnDemand(() => import('./channel-dialogs.tsx'))
  const [open, setOpen] = useState<Channel | 'new' | null>(null)
  const show = (what: Channel | 'new') => {
    wantDialogs()
    setOpen(what)
  }
  const close = () => setOpen(null)
  return (
    <Section
      id="channels"
      title="Channels"
      action={
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          {...heralds}
          onClick={() => show('new')}
        >
          Add channel
        </Button>
      }
    >
      {dialogs && open === 'new' && data && <dialogs.AddChannelDialog kinds={data.kinds} onClose={close} />}
      {dialogs && open && open !== 'new' && <dialogs.ChannelDialog channel={open} onClose={close} />}
      {error && (
        <Notice title="The channels could not be read" retry={() => void refetch()}>
          {explain(error)}
        </Notice>
      )}
      {data?.channels.length === 0 && (
        <p className={css.calm}>
          <StateShape state="warning" />
          Nobody is told yet. Add Telegram, a web hook or e-mail.
        </p>
      )}
      {data && data.channels.length > 0 && (
        <ul className={css.card}>
          {data.channels.map((channel) => (
            <Row key={channel.id} channel={channel} heralds={heralds} onOpen={() => show(channel)} />
          ))}
        </ul>
      )}
    </Section>
  )
}

const LEAST: Readonly<Record<Channel['min_severity'], string>> = {
  info: 'every severity',
  warning: 'warnings and critical',
  critical: 'critical only',
}

function Row({ channel, heralds, onOpen }: { channel: Channel; heralds: object; onOpen: () => void }) {
  const { button, result, failed } = useTestMessage(channel)
  const Icon = ICON[channel.kind]
  const what = `${KIND[channel.kind]} ${channel.name}`
  return (
    <li className={css.item}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <p>
        <button type="button" className={css.name} aria-label={`${what}, change`} {...heralds} onClick={onOpen}>
          <b>{KIND[channel.kind]}</b> <span>{channel.name}</span>
        </button>
      </p>
      {button}
      <div className={css.under}>
        {/* The newest word on it: a test that failed is its problem. */}
        {channel.problem && !failed ? (
          <span className={css.bad}>
            <StateShape state="warning" size={12} /> {channel.problem}
          </span>
        ) : (
          <span>{channel.paused ? 'paused: nothing goes there' : LEAST[channel.min_severity]}</span>
        )}
        {result}
      </div>
    </li>
  )
}
