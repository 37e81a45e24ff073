import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { latestQuery } from '../history/api.ts'
import { alarmsQuery } from '../incidents/open-by-host.ts'
import { presentFor, useLive, useOverview } from '../live/live.tsx'
import type { Host } from './api.ts'
import { hostState } from './host-state.ts'
import { compare, type HostsSearch, type Listed, matches } from './hosts-search.ts'

/** The past is asked about this many silent hosts at once; more cannot be looked at. */
const MOST_ASKED = 12
/** Rows that are sorted by a moving number change places no more often than this. */
const RESORT_MS = 5_000

/** When each silent host was last heard; null where nothing of it is stored. Hosts that are not in it were not asked about. */
export type LastSeen = ReadonlyMap<string, number | null>

/** Tells of a host what it says about itself at this moment. */
export type Look = (host: Host) => Listed

/**
 * The hosts to show, in order. It looks once a second and renders only when a host changes its state or its place; the
 * numbers in the rows are painted without React.
 */
export function useListed(hosts: readonly Host[], search: HostsSearch) {
  const live = useLive()
  const overview = useOverview()
  const { data: alarms } = useQuery(alarmsQuery)
  const [silent, setSilent] = useState<readonly string[]>([])
  const lastSeen = useLastSeen(silent)

  useEffect(() => overview.keep(new Set(hosts.map((host) => host.id))), [overview, hosts])

  const look = useCallback<Look>(
    (host) => {
      const latest = overview.get(host.id)?.latest ?? null
      const seen = latest?.time ?? lastSeen.get(host.id) ?? null
      const asked = latest !== null || lastSeen.has(host.id)
      const alarm = alarms?.get(host.id)
      return { host, latest, newest: seen, alarm, state: hostState(host, seen, asked, presentFor(live), alarm) }
    },
    [overview, lastSeen, live, alarms],
  )

  const list = useCallback(() => hosts.map(look), [hosts, look])
  const [all, setAll] = useState<readonly Listed[]>(list)
  const sorted = useRef(0)
  const shown = useMemo(
    () => all.filter((listed) => matches(listed, search)).sort((a, b) => compare(a, b, search)),
    [all, search],
  )

  useEffect(() => {
    let signature = ''
    const update = () => {
      const next = list()
      if (overview.filled) {
        const missing = next.filter(({ host, latest }) => latest === null && host.state === 'active')
        const ids = missing.slice(0, MOST_ASKED).map(({ host }) => host.id)
        setSilent((before) => (before.join() === ids.join() ? before : ids))
      }
      const states = next.map(({ host, state, alarm }) => `${host.id}${state.state}${alarm?.count ?? ''}`).join()
      const byNumber = search.sort !== undefined && search.sort !== 'name' && search.sort !== 'state'
      const due = byNumber && performance.now() - sorted.current >= RESORT_MS
      if (states === signature && !due) return
      signature = states
      sorted.current = performance.now()
      setAll(next)
    }
    update()
    return beat.subscribe(update)
  }, [list, overview, search])

  return { all, shown, look, overview }
}

/** When hosts were last heard, as history knows it. */
function useLastSeen(ids: readonly string[]): LastSeen {
  return useQueries({
    queries: ids.map(latestQuery),
    combine: useCallback(
      (results: readonly UseQueryResult<{ timestamp: number | null }>[]) => {
        const seen = new Map<string, number | null>()
        results.forEach(({ data }, index) => {
          if (data !== undefined) seen.set(ids[index] as string, data.timestamp)
        })
        return seen
      },
      [ids],
    ),
  })
}
