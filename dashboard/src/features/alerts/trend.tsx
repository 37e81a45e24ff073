import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { onTheme } from '../../shared/chart/colours.ts'
import { paintSpark, watchSize } from '../../shared/chart/sparkline.ts'
import { loadHistory } from '../history/api.ts'
import { METRIC } from '../history/metrics.ts'
import { useLive } from '../live/live.tsx'
import css from './alerts-page.module.css'
import type { Incident } from './api.ts'
import { limitWords } from './words.ts'

const POINTS = 120
const LEAST_MS = 10 * 60_000
const MOST_MS = 7 * 86_400_000
const HOUR_MS = 3_600_000

/** What the value of an incident has been since a while before it began. */
export function useTrend(incident: Incident, enabled: boolean) {
  const { clock } = useLive()
  const down = incident.rule.kind === 'host_down'
  const name = down ? METRIC.cpuTotal : (incident.series ?? '')
  return useQuery({
    queryKey: ['alerts', 'trend', incident.id],
    enabled,
    queryFn: ({ signal }) => {
      const stop = clock.now()
      const length = Math.min(MOST_MS, Math.max(LEAST_MS, (stop - incident.since) * 1.4))
      return loadHistory({ host: incident.host, metrics: [name], start: stop - length, stop, points: POINTS, signal })
    },
    refetchInterval: Date.now() - incident.since < HOUR_MS ? 10_000 : 60_000,
    select: ({ series }) => {
      const found = series.find((one) => one.name === name)
      return found?.mean ?? []
    },
  })
}

/** The same as a small picture, with the limit. */
export function Trend({ incident, values }: { incident: Incident; values: readonly (number | null)[] | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const down = incident.rule.kind === 'host_down'
  const { threshold } = incident.rule
  const known = (values ?? []).filter((value) => value !== null)
  const most =
    down || incident.unit === '1' ? 1 : Math.max(Number.MIN_VALUE, threshold ?? 0, ...known.map(Math.abs)) * 1.15
  useEffect(() => {
    const target = canvas.current
    if (!target || !values) return
    const read = (index: number) => values[index] ?? Number.NaN
    const paint = () => paintSpark(target, read, Math.max(2, values.length), most, down ? 'gray' : 'blue', down)
    paint()
    const stops = [watchSize(target, paint), onTheme(paint)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [values, most, down])
  const limit = down || typeof threshold !== 'number' ? null : threshold / most
  return (
    <div className={css.trend} aria-hidden="true">
      <canvas ref={canvas} />
      {limit !== null && limit >= 0 && limit <= 1 && (
        <i style={{ bottom: `${limit * 100}%` }} title={limitWords(threshold, incident.unit)} />
      )}
    </div>
  )
}
