import { Button, Popover } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatClock } from '../../shared/time.ts'
import { formatSeconds } from '../../shared/units.ts'
import css from './connection-badge.module.css'
import { useConnectionState, useLive } from './live.tsx'

/** Above this a clock is worth a word. */
const CLOCK_OFF_MS = 2_000

/** More about the connection, and a way to try at once; open from the beginning. */
export function ConnectionDetails({ connected, children }: { connected: boolean; children: ReactNode }) {
  const { connection, clock } = useLive()
  const { since } = useConnectionState()
  return (
    <Popover defaultOpened position="bottom-end" width={300} shadow="none" withinPortal={false} trapFocus returnFocus>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown className={css.details} aria-label="Connection">
        {connected ? (
          <p>Connected since {formatClock(since)}. New values come each second by themselves.</p>
        ) : (
          <p>
            {connection.heardAt > 0
              ? `Nothing heard from StatusMonitor since ${formatClock(connection.heardAt)}. The page keeps what it has and goes on by itself.`
              : 'StatusMonitor has not answered yet. The page tries again by itself.'}
          </p>
        )}
        {Math.abs(clock.offset) > CLOCK_OFF_MS && (
          <p>This device’s clock differs from the platform’s by {formatSeconds(Math.abs(clock.offset) / 1000)}.</p>
        )}
        {!connected && (
          <Button variant="default" onClick={() => connection.retryNow()}>
            Try now
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
