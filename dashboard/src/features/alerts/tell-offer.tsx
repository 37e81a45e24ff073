import { Button } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import { channelsQuery } from './api.ts'
import css from './tell-offer.module.css'

const LATER_KEY = 'statusmonitor-tell-later'

function saidLater(): boolean {
  try {
    return localStorage.getItem(LATER_KEY) !== null
  } catch {
    return false
  }
}

function sayLater(): void {
  try {
    localStorage.setItem(LATER_KEY, '1')
  } catch {
    // Without storage it is offered again the next time.
  }
}

/** The last step of a first run: a way to be told, offered until there is one or somebody says later. */
export function TellOffer() {
  const { data } = useQuery(channelsQuery)
  const [later, setLater] = useState(saidLater)
  const [adding, setAdding] = useState(false)
  const [dialogs, wantDialogs, heralds] = useOnDemand(() => import('./channel-dialogs.tsx'))
  if (!data) return null
  const offered = data.channels.length === 0 && !later
  return (
    <>
      {offered && (
        <section className={css.offer} aria-label="Be told">
          <IconBell size={16} stroke={1.75} aria-hidden />
          <p>
            <b>Be told when something breaks.</b> Rules watch already; nobody hears of it yet.
          </p>
          <div>
            <Button
              variant="default"
              {...heralds}
              onClick={() => {
                wantDialogs()
                setAdding(true)
              }}
            >
              {data.kinds.includes('telegram') ? 'Link Telegram' : 'Add a channel'}
            </Button>
            <Button variant="subtle" renderRoot={(props) => <Link {...props} to="/alerts" hash="rules" />}>
              See the rules
            </Button>
            <Button
              variant="subtle"
              onClick={() => {
                sayLater()
                setLater(true)
              }}
            >
              Later
            </Button>
          </div>
        </section>
      )}
      {/* It has more to say when there is the first channel. */}
      {dialogs && adding && <dialogs.AddChannelDialog kinds={data.kinds} onClose={() => setAdding(false)} />}
    </>
  )
}
