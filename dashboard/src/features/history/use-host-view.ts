import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { HostFeed } from '../live/host-feed.ts'
import { isStale, useLive } from '../live/live.tsx'
import { type LoadHistory, latestQuery, loadHistory } from './api.ts'
import { groupsFor } from './groups.ts'
import { HostView, type Shown } from './host-view.ts'
import { rangeOf, type TimeSearch } from './ranges.ts'

/** A host that has said nothing within this time is asked for in history. */
const SILENT_MS = 2_000

type Actions = { zoom: (start: number, stop: number) => void; zoomBack: () => void }

/** The newest sample of a host, subscribed to for as long as the caller is mounted. */
export function useHostFeed(host: string) {
  const live = useLive()
  const feed = useMemo(() => new HostFeed(host), [host])
  const [problem, setProblem] = useState<string | null>(null)
  const [silent, setSilent] = useState(false)
  const { data: stored } = useQuery({ ...latestQuery(host), enabled: silent })
  useEffect(() => {
    const { connection } = live
    const stopFrames = connection.onFrame((frame) => {
      if (feed.take(frame) !== null) setProblem(feed.problem)
    })
    const unsubscribe = connection.subscribe({ channel: 'host', host: feed.host })
    const timer = setTimeout(() => setSilent(feed.time === null), SILENT_MS)
    return () => {
      clearTimeout(timer)
      unsubscribe()
      stopFrames()
    }
  }, [live, feed])
  if (stored && stored.timestamp !== null) feed.seed(stored.timestamp, stored.metrics)
  /** Whether it is sure by now that there is no newer sample than the feed's. */
  const asked = stored !== undefined
  return { feed, problem, asked }
}

/** What a host page shows by its address, kept up to date, and the groups that it has. */
export function useHostView(
  feed: HostFeed,
  asked: boolean,
  search: TimeSearch,
  actions: Actions,
  load: LoadHistory = loadHistory,
) {
  const live = useLive()
  const { range, from, to } = search
  const view = useMemo(() => {
    const shown: Shown = from !== undefined && to !== undefined ? { from, to } : { range: rangeOf(range) }
    return new HostView(feed.host, shown, {
      load,
      now: () => live.clock.now(),
      connected: () => !isStale(live),
    })
  }, [feed, range, from, to, live, load])

  const latest = useRef(actions)
  latest.current = actions

  const before = useRef<HostView>(null)
  useEffect(() => {
    if (before.current && before.current !== view) view.inherit(before.current)
    before.current = view
    view.onZoom = (start, stop) => latest.current.zoom(start, stop)
    view.onZoomBack = () => latest.current.zoomBack()
    let wasLive = live.connection.state.status === 'live'
    const stops = [
      live.connection.onFrame((frame) => {
        if ((frame.type !== 'series' && frame.type !== 'sample') || frame.host !== feed.host) return
        // The feed may hear of a frame after this; what the view needs of it is in the frame or known before.
        if (frame.type === 'series') view.learn(frame.series)
        else view.take(frame.timestamp, feed.series, frame.values)
      }),
      live.connection.onState(() => {
        const isLive = live.connection.state.status === 'live'
        if (isLive && !wasLive) view.reconnected()
        wasLive = isLive
      }),
      beat.subscribe(() => view.beat()),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [view, feed, live])

  // Anew when a silent host's last sample was read, which the feed has then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the feed is not React's, so that it can say nothing itself
  useEffect(() => view.learn(feed.series), [view, feed, asked])

  const version = useSyncExternalStore(
    (listener) => view.onState(listener),
    () => view.version,
  )
  const names = view.names()
  const groups = useMemo(() => groupsFor(names), [names])
  return { view, groups, version }
}
