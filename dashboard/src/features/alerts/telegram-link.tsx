import { Button } from '@mantine/core'
import { IconBrandTelegram, IconCheck } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { CopyLine } from '../../shared/ui/copy-line.tsx'
import { Notice } from '../../shared/ui/notice.tsx'
import { formatSpan } from '../../shared/units.ts'
import { channelsQuery, linkTelegram } from './api.ts'
import css from './channel-dialogs.module.css'
import { useTestMessage } from './test-message.tsx'

const LOOK_MS = 1_500

/** Linking a chat: the way there, and that it has happened. */
export function TelegramLink() {
  const { mutate, data: link, error, isError, isPending } = useMutation({ mutationFn: linkTelegram })
  useEffect(() => mutate(), [mutate])
  const { data } = useQuery({ ...channelsQuery, refetchInterval: LOOK_MS })
  const chats = data?.channels.filter(({ kind }) => kind === 'telegram')
  // Those that were linked before do not count.
  const [before, setBefore] = useState<ReadonlySet<string> | null>(null)
  if (before === null && chats) setBefore(new Set(chats.map(({ id }) => id)))
  const linked = chats?.find(({ id }) => before !== null && !before.has(id))
  if (linked) return <Linked channel={linked} />
  return (
    <div className={css.form}>
      {isError && (
        <Notice title="No link was made" retry={() => mutate()}>
          {explain(error)}
        </Notice>
      )}
      {link && (
        <>
          <p>
            Open the bot <b>@{link.bot}</b> and press <b>Start</b>: that chat is told from then on.
          </p>
          <div className={css.buttons}>
            <Button
              component="a"
              href={link.link}
              target="_blank"
              rel="noreferrer"
              leftSection={<IconBrandTelegram size={16} aria-hidden />}
            >
              Open Telegram
            </Button>
            <Button component="a" variant="default" href={link.group_link} target="_blank" rel="noreferrer">
              Add to a group
            </Button>
          </div>
          <p className={css.note}>
            On another device, or in the topic of a group, write this to the bot. <code>/stop</code> there unlinks.
          </p>
          <CopyLine text={`/start ${link.code}`} />
          <Waiting key={link.code} until={link.expires} making={isPending} onNewCode={() => mutate()} />
        </>
      )}
    </div>
  )
}

type WaitingProps = { until: number; making: boolean; onNewCode: () => void }

function Waiting({ until, making, onNewCode }: WaitingProps) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <p className={css.note} role="status">
      {now < until ? (
        <>
          Waiting for you to press Start. The code works once, for another{' '}
          {formatSpan(Math.ceil((until - now) / 60_000) * 60)}.
        </>
      ) : (
        <>
          The code was not used in time.{' '}
          <button type="button" className="link" disabled={making} onClick={onNewCode}>
            New code
          </button>
        </>
      )}
    </p>
  )
}

function Linked({ channel }: { channel: { readonly id: string; readonly name: string } }) {
  const { button, result } = useTestMessage(channel)
  return (
    <div className={css.form}>
      <p className={css.done} role="status">
        <IconCheck size={16} stroke={2} aria-hidden />
        Linked: {channel.name}
      </p>
      <div className={css.buttons}>
        {button}
        {result}
      </div>
    </div>
  )
}
