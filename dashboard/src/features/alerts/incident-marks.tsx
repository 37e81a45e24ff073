import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Overlay } from '../../shared/chart/chart.ts'
import { parseSeries } from '../../shared/series.ts'
import { formatMoment, formatPast } from '../../shared/time.ts'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import { formatSpan } from '../../shared/units.ts'
import { ofHost } from '../compare/measures.ts'
import type { HostView } from '../history/host-view.ts'
import { useLive } from '../live/live.tsx'
import { hostIncidentsQuery, type Incident } from './api.ts'
import css from './incident-marks.module.css'
import { Lasting } from './lasting.tsx'
import { marks, within } from './marks.ts'
import { alarmOf, chartTime, incidentWords } from './words.ts'

const HOUR_MS = 3_600_000
/** More than these are told by their number. */
const SHOWN = 3

type Props = {
  hosts: readonly string[]
  view: HostView
  /** Of several hosts, only what concerns this metric. */
  metric?: string
}

const all = (results: readonly { readonly data: Incident[] | undefined }[]): readonly Incident[] =>
  results.flatMap(({ data }) => data ?? [])

/** The incidents of the time that is shown: marks on the charts, and in words above them. */
export function IncidentMarks({ hosts, view, metric }: Props) {
  const { clock } = useLive()
  const tip = useRef<HTMLDivElement>(null)
  const [{ from, shown }, setShown] = useState<{ from: number; shown: readonly Incident[] }>({ from: 0, shown: [] })
  const found = useQueries({
    queries: hosts.map((host) => ({
      ...hostIncidentsQuery(host, from),
      enabled: from > 0,
      placeholderData: keepPreviousData<Incident[]>,
    })),
    combine: all,
  })
  const incidents = useMemo(
    () =>
      metric === undefined
        ? found
        : found
            .filter(({ series }) => series && parseSeries(series).metric === metric)
            .sort((one, other) => other.since - one.since),
    [found, metric],
  )

  useEffect(() => {
    const look = () => {
      const window = view.window()
      const next = {
        // A window that moves is asked about once an hour.
        from: Math.floor(window.start / HOUR_MS) * HOUR_MS,
        shown: within(incidents, window),
      }
      setShown((before) => (same(before, next) ? before : next))
    }
    look()
    return view.onDraw(look)
  }, [view, incidents])

  // One overlay for as long as there is the view: its charts listen to the pointer once.
  const known = useRef<readonly Incident[]>([])
  const overlay = useRef<Overlay>(null)
  useEffect(() => {
    const target = tip.current
    if (!target) return
    overlay.current = marks(
      () => known.current,
      () => clock.now(),
      target,
      metric === undefined ? undefined : ofHost,
    )
    view.overlay = overlay.current
    return () => {
      view.overlay = null
    }
  }, [view, clock, metric])
  useEffect(() => {
    known.current = incidents
    // Which draws.
    view.overlay = overlay.current
  }, [view, incidents])

  return (
    <>
      {shown.length > 0 && (
        <ul className={css.list} aria-label="Incidents of this time">
          {shown.slice(0, SHOWN).map((incident) => (
            <Entry key={incident.id} incident={incident} view={view} named={hosts.length > 1} />
          ))}
          <li>
            <Link to="/alerts" search={hosts.length === 1 ? { host: hosts[0] } : {}} className="link">
              {shown.length > SHOWN ? `and ${shown.length - SHOWN} more` : 'Alerts'}
            </Link>
          </li>
        </ul>
      )}
      <div ref={tip} className={css.tip} role="tooltip" hidden />
    </>
  )
}

type Listed = { readonly from: number; readonly shown: readonly Incident[] }

const same = (a: Listed, b: Listed): boolean =>
  a.from === b.from && a.shown.length === b.shown.length && a.shown.every((each, index) => each === b.shown[index])

type EntryProps = { incident: Incident; view: HostView; named: boolean }

function Entry({ incident, view, named }: EntryProps) {
  const { clock } = useLive()
  const { state, word } = alarmOf(incident)
  const { since, resolved } = incident
  const now = clock.now()
  const look = () => {
    const { from = since - 5 * 60_000, to = now } = chartTime(incident, now)
    view.zoom(from, to)
  }
  return (
    <li data-state={state}>
      <StateShape state={state} size={12} />
      <button type="button" title="Show this time" onClick={look}>
        <em>{word}</em> {named && <b>{incident.host_name} </b>}
        {incidentWords(incident)}
      </button>
      <span>
        {resolved ? (
          `${formatPast(since, now)} for ${formatSpan((resolved - since) / 1000)}`
        ) : (
          <>
            since {formatMoment(since, now)}, <Lasting since={since} />
          </>
        )}
      </span>
    </li>
  )
}
