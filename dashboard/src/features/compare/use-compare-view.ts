import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { parseSeries } from '../../shared/series.ts'
import { type History, type HistoryQuestion, loadHistories } from '../history/api.ts'
import { HostView, type Shown } from '../history/host-view.ts'
import { rangeOf, type TimeSearch } from '../history/ranges.ts'
import { HostFeed } from '../live/host-feed.ts'
import { isStale, useLive } from '../live/live.tsx'
import { ofHost } from './measures.ts'

type Actions = { onZoom: (start: number, stop: number) => void; onZoomBack: () => void }

/** The one group of a comparison. */
export const GROUP = 'compare'

/** One metric of several hosts, kept up to date: the view of a host page over series that bear their host's id. */
export function useCompareView(hosts: readonly string[], metric: string, time: TimeSearch, actions: Actions) {
  const live = useLive()
  const { range, from, to } = time
  const ids = hosts.join(',')
  const view = useMemo(() => {
    const shown: Shown = from !== undefined && to !== undefined ? { from, to } : { range: rangeOf(range) }
    return new HostView(ids, shown, {
      load: async (question) => merged(ids, await loadHistories({ ...question, hosts: ids.split(',') })),
      now: () => live.clock.now(),
      connected: () => !isStale(live),
    })
  }, [ids, range, from, to, live])

  const latest = useRef(actions)
  latest.current = actions

  useEffect(() => {
    view.onZoom = (start, stop) => latest.current.onZoom(start, stop)
    view.onZoomBack = () => latest.current.onZoomBack()
    if (ids === '') return
    view.open(GROUP, [metric])
    let wasLive = live.connection.state.status === 'live'
    const feeds = new Map(ids.split(',').map((id) => [id, new HostFeed(id)]))
    const names = new Map<string, readonly (string | null)[]>()
    const stops = [
      live.connection.onFrame((frame) => {
        if (frame.type !== 'series' && frame.type !== 'sample') return
        const feed = feeds.get(frame.host)
        if (!feed) return
        feed.take(frame)
        if (frame.type === 'series') {
          names.set(
            frame.host,
            frame.series.map((name) => (parseSeries(name).metric === metric ? ofHost(frame.host, name) : null)),
          )
          return
        }
        const known = names.get(frame.host) ?? []
        const wanted = known.flatMap((name, index) => (name === null ? [] : [index]))
        view.take(
          frame.timestamp,
          wanted.map((index) => known[index] as string),
          wanted.map((index) => frame.values[index] ?? null),
          frame.host,
        )
      }),
      live.connection.onState(() => {
        const isLive = live.connection.state.status === 'live'
        if (isLive && !wasLive) view.reconnected()
        wasLive = isLive
      }),
      beat.subscribe(() => view.beat()),
      // Coarse views live by history alone.
      ...(view.takesSamples
        ? [...feeds.keys()].map((host) => live.connection.subscribe({ channel: 'host', host }))
        : []),
    ]
    return () => {
      for (const stop of stops) stop()
      view.dispose()
    }
  }, [view, ids, metric, live])

  const version = useSyncExternalStore(
    (listener) => view.onState(listener),
    () => view.version,
  )
  return { view, version }
}

/** The answer about several hosts as if about one, whose series bear the hosts' ids. */
function merged(ids: string, { hosts, ...buckets }: Awaited<ReturnType<typeof loadHistories>>): History {
  return {
    ...buckets,
    host: ids,
    series: hosts.flatMap(({ host, series }) => series.map((one) => ({ ...one, name: ofHost(host, one.name) }))),
  }
}

/** What to ask for a file of what is shown. */
export const questionOf = (view: HostView, hosts: readonly string[], metric: string) => {
  const { metrics, start, stop, points }: HistoryQuestion = view.question([metric])
  return { hosts, metrics, start, stop, points }
}
