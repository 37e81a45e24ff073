import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { platformEdge } from './api.ts'
import { PlatformClock } from './clock.ts'
import { type ConnectionEdge, type ConnectionState, LiveConnection } from './connection.ts'
import { Overview } from './overview.ts'

/** What is live on this page: the line, what came over it, and the platform's clock. */
export type Live = {
  readonly connection: LiveConnection
  readonly overview: Overview
  readonly clock: PlatformClock
}

const LiveContext = createContext<Live | null>(null)
const ProblemContext = createContext<string | null>(null)

type Props = {
  edge?: ConnectionEdge
  onHostsChanged: () => void
  /** An incident opened, changed or is over; or may have, unheard, before the line came up. */
  onIncidentsChanged?: () => void
  onSessionOver: () => void
  children: ReactNode
}

/** Keeps the page's one WebSocket for as long as it is mounted. */
export function LiveProvider({
  edge = platformEdge,
  onHostsChanged,
  onIncidentsChanged,
  onSessionOver,
  children,
}: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const [live] = useState<Live>(() => {
    const clock = new PlatformClock()
    return { clock, connection: new LiveConnection(edge, clock), overview: new Overview() }
  })

  useEffect(() => {
    const { connection, overview } = live
    const stopFrames = connection.onFrame((frame) => {
      if (frame.type === 'overview') {
        overview.apply(frame)
        setProblem(null)
      }
      if (frame.type === 'error' && frame.channel === 'overview') {
        setProblem(frame.problem.detail ?? frame.problem.title ?? 'StatusMonitor sends no live values.')
      }
      if (frame.type === 'hosts') onHostsChanged()
      if (frame.type === 'incidents' || frame.type === 'hello') onIncidentsChanged?.()
      if (frame.type === 'overview' || frame.type === 'sample') beat.pulse()
    })
    const stopState = connection.onState(() => {
      if (connection.state.status === 'over') onSessionOver()
    })
    return () => {
      stopFrames()
      stopState()
    }
  }, [live, onHostsChanged, onIncidentsChanged, onSessionOver])

  useEffect(() => {
    live.connection.start()
    return () => live.connection.stop()
  }, [live])

  return (
    <LiveContext value={live}>
      <ProblemContext value={problem}>{children}</ProblemContext>
    </LiveContext>
  )
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('There is nothing live outside of a LiveProvider')
  return live
}

/** Renders anew when the connection changes its state, which is seldom. */
export function useConnectionState(): ConnectionState {
  const { connection } = useLive()
  return useSyncExternalStore(
    (listener) => connection.onState(listener),
    () => connection.state,
  )
}

/** Subscribes to the newest values of all hosts for as long as the caller is mounted. */
export function useOverview(): Overview {
  const { connection, overview } = useLive()
  useEffect(() => connection.subscribe({ channel: 'overview' }), [connection])
  return overview
}

/** Why the newest values of all hosts do not come, where the platform said so. */
export const useOverviewProblem = (): string | null => useContext(ProblemContext)

/** How long a broken line may be a hiccup that nobody needs to hear of. */
const HICCUP_MS = 1_500

/** Whether what is on the page can be taken for the present. */
export function isStale({ connection }: Live): boolean {
  const { status, since } = connection.state
  return status === 'over' || (status === 'reconnecting' && Date.now() - since > HICCUP_MS)
}

/** The moment that values are old or young by: the platform's present, or when we last heard of it. */
export function presentFor(live: Live): number {
  const { heardAt } = live.connection
  return isStale(live) && heardAt > 0 ? heardAt + live.clock.offset : live.clock.now()
}
