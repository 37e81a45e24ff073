import { IconActivityHeartbeat } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { formatAge } from '../../shared/time.ts'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import css from './connection-badge.module.css'
import { isStale, type Live, useLive } from './live.tsx'

type Shown = 'live' | 'connecting' | 'reconnecting'

function shownState(live: Live): Shown {
  if (isStale(live)) return 'reconnecting'
  return live.connection.state.status === 'connecting' ? 'connecting' : 'live'
}

const ageOf = ({ connection }: Live): string => `values ${formatAge(Date.now() - connection.heardAt)} old`

const WORD: Record<Shown, string> = { live: 'Live', connecting: 'Connecting', reconnecting: 'Reconnecting' }

/** Whether the page is live, always in sight; a click tells more. */
export function ConnectionBadge() {
  const live = useLive()
  const [shown, setShown] = useState<Shown>(() => shownState(live))
  const [details, wantDetails, heralds] = useOnDemand(() => import('./connection-details.tsx'))
  const age = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    const paint = () => {
      const next = shownState(live)
      setShown(next)
      // What is old is greyed on the whole page; the style sheets do the rest.
      document.documentElement.dataset.connection = next
      if (age.current) age.current.textContent = ageOf(live)
    }
    paint()
    const stopBeat = beat.subscribe(paint)
    const stopState = live.connection.onState(paint)
    return () => {
      stopBeat()
      stopState()
      delete document.documentElement.dataset.connection
    }
  }, [live])

  const button = (
    <button
      type="button"
      className={css.badge}
      aria-haspopup="dialog"
      {...heralds}
      {...(details ? {} : { onClick: wantDetails })}
    >
      {shown === 'live' ? (
        <IconActivityHeartbeat size={16} stroke={1.75} className={css.live} aria-hidden />
      ) : (
        <StateShape state={shown === 'connecting' ? 'late' : 'warning'} size={14} />
      )}
      <b role="status">{WORD[shown]}</b>
      {shown === 'live' && <span className={css.wide}>every second</span>}
      {shown === 'reconnecting' && live.connection.heardAt > 0 && <span ref={age}>{ageOf(live)}</span>}
    </button>
  )
  return details ? <details.ConnectionDetails connected={shown === 'live'}>{button}</details.ConnectionDetails> : button
}
