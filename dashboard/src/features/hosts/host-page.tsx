import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { explain, ProblemError } from '../../shared/api/http.ts'
import { beat } from '../../shared/chart/beat.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { useTitle } from '../../shared/ui/use-title.ts'
import { ChartGroups } from '../history/chart-groups.tsx'
import type { HostView } from '../history/host-view.ts'
import { RangeBar } from '../history/range-bar.tsx'
import type { RangeKey, TimeSearch } from '../history/ranges.ts'
import { useHostFeed, useHostView } from '../history/use-host-view.ts'
import type { HostFeed } from '../live/host-feed.ts'
import { type Host, hostQuery, hostsQuery } from './api.ts'
import { HostActions } from './host-actions.tsx'
import { HostFacts } from './host-facts.tsx'
import css from './host-page.module.css'
import { HostSwitch } from './host-switch.tsx'
import { LiveState } from './live-state.tsx'

type Props = {
  hostId: string
  search: TimeSearch
  onRange: (range: RangeKey) => void
  onZoom: (from: number, to: number) => void
  onZoomBack: () => void
  onDeleted: () => void
  /** What stands between the time range and the charts. */
  above?: (view: HostView) => ReactNode
}

/** Everything of one host: what it is, how it is, and its charts. */
export function HostPage(props: Props) {
  const { hostId } = props
  const { data: hosts } = useQuery(hostsQuery)
  const known = hosts?.find((host) => host.id === hostId)
  const {
    data: host,
    error,
    refetch,
  } = useQuery({ ...hostQuery(hostId), ...(known ? { placeholderData: known } : {}) })
  if (error instanceof ProblemError && error.status === 404) {
    return (
      <Notice title="There is no such host">
        It was deleted, or it is not yours.{' '}
        <Link to="/" className="link">
          All hosts
        </Link>
      </Notice>
    )
  }
  return (
    <>
      {host ? (
        <Loaded {...props} host={host} hosts={hosts ?? []} />
      ) : (
        error && (
          <Notice title="The host could not be read" retry={() => void refetch()}>
            {explain(error)}
          </Notice>
        )
      )}
    </>
  )
}

type LoadedProps = Props & { host: Host; hosts: readonly Host[] }

function Loaded({ host, hosts, search, onRange, onZoom, onZoomBack, onDeleted, above }: LoadedProps) {
  useTitle(host.name)
  const { feed, problem, asked } = useHostFeed(host.id)
  const { view, groups } = useHostView(feed, asked, search, { zoom: onZoom, zoomBack: onZoomBack })
  return (
    <>
      <header className={css.head}>
        <nav className={css.crumb} aria-label="Breadcrumb">
          <Link to="/">Hosts</Link>
          {host.tags.length > 0 && (
            <>
              <span aria-hidden="true">/</span>
              <span>{host.tags.join(' · ')}</span>
            </>
          )}
        </nav>
        <div className={css.title}>
          <LiveState host={host} feed={feed} asked={asked} />
          <h1>{hosts.length > 1 ? <HostSwitch host={host} hosts={hosts} range={search.range} /> : host.name}</h1>
          <div className={css.actions}>
            {hosts.length > 1 && (
              <Button
                variant="default"
                renderRoot={(props) => (
                  <Link
                    {...props}
                    to="/compare"
                    search={{ hosts: host.id, ...(search.range ? { range: search.range } : {}) }}
                  />
                )}
              >
                Compare
              </Button>
            )}
            <HostActions host={host} onDeleted={onDeleted} />
          </div>
        </div>
        {problem && <Notice title="No live values">{problem}</Notice>}
        {host.shared !== undefined && (
          <Notice title="Several machines send as this host">
            One has a copy of the other’s disk, and their values mix. Add a host, and on the copy start the agent once
            with the new code: that makes it a host of its own.
          </Notice>
        )}
        <HostFacts host={host} feed={feed} />
      </header>
      <RangeBar view={view} search={search} onRange={onRange} />
      {above?.(view)}
      <Silence view={view} feed={feed} onZoom={onZoom} />
      {groups.length === 0 ? (
        <Nothing view={view} />
      ) : (
        <ChartGroups name={host.name} groups={groups} view={view} feed={feed} />
      )}
    </>
  )
}

/** How much of the time before a host fell silent is shown. */
const BEFORE_SILENCE_MS = 5 * 60_000

/** Where a host sent nothing in the range that is shown, when it did last, and the way there. */
function Silence({ view, feed, onZoom }: { view: HostView; feed: HostFeed; onZoom: Props['onZoom'] }) {
  const [last, setLast] = useState<number | null>(null)
  useEffect(() => {
    const look = () => {
      const { start } = view.window()
      setLast(feed.time !== null && feed.time < start && !('from' in view.shown) ? feed.time : null)
    }
    look()
    return beat.subscribe(look)
  }, [view, feed])
  if (last === null) return null
  return (
    <p className={css.silence} role="status">
      Nothing was measured in this range.{' '}
      <button type="button" className="link" onClick={() => onZoom(last - BEFORE_SILENCE_MS, last + 10_000)}>
        Show the last five minutes that were
      </button>
    </p>
  )
}

function Nothing({ view }: { view: HostView }) {
  return (
    <p className={css.nothing}>
      {'from' in view.shown ? 'Nothing was measured at that time.' : 'Waiting for the first sample of this host.'}
    </p>
  )
}
