import type { Chart, Overlay } from '../../shared/chart/chart.ts'
import { colour, fade } from '../../shared/chart/colours.ts'
import { formatPast } from '../../shared/time.ts'
import { formatSpan } from '../../shared/units.ts'
import type { Incident, Severity } from './api.ts'
import { alarmOf, incidentWords } from './words.ts'

type Window = { readonly start: number; readonly stop: number }

/** Those that went on within a window. */
export const within = (incidents: readonly Incident[], { start, stop }: Window): readonly Incident[] =>
  incidents.filter(({ since, resolved }) => since < stop && (resolved ?? Number.POSITIVE_INFINITY) > start)

/** What a series is called on a chart, where that is not its own name. */
export type NameOn = (host: string, series: string) => string

const ownName: NameOn = (_, series) => series

/** The limit of an incident's rule as it stands on a chart that shows its series; null on all others. */
export function limitOn(
  chart: Chart,
  incident: Pick<Incident, 'host' | 'series' | 'rule'>,
  nameOn: NameOn = ownName,
): number | null {
  const { rule } = incident
  if (!incident.series || typeof rule.threshold !== 'number') return null
  const series = nameOn(incident.host, incident.series)
  if (chart.total?.series === series) return rule.threshold
  const line = chart.lines.find((each) => each.series.includes(series))
  // A limit of one says nothing about a sum of several.
  if (line?.series.length !== 1) return null
  return line.down ? -rule.threshold : rule.threshold
}

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 }

/** How near a pointer has to come to the beginning or the end of an incident, and to the strip above the chart. */
const NEAR_PX = 5
const STRIP_PX = 14

/** The incident that a pointer is at: at the strip above the chart, or at its beginning or end. */
export function markAt(
  spans: readonly { readonly from: number; readonly to: number; readonly incident: Incident }[],
  left: number,
  top: number,
): Incident | null {
  const hit = spans.find(
    ({ from, to }) =>
      Math.abs(left - from) <= NEAR_PX ||
      Math.abs(left - to) <= NEAR_PX ||
      (top <= STRIP_PX && left >= from - NEAR_PX && left <= to + NEAR_PX),
  )
  return hit?.incident ?? null
}

/** What the mark says: "Warning: CPU used above 90% for 1 min, 14:27 for 4 min". */
export function markWords(incident: Incident, now: number): string {
  const { since, resolved } = incident
  const lasted = formatSpan(((resolved ?? now) - since) / 1000)
  return `${alarmOf(incident).word}: ${incidentWords(incident)}. ${formatPast(since, now)}, ${resolved ? `lasted ${lasted}` : `goes on for ${lasted}`}`
}

const tokenOf = (incident: Incident): string => {
  const { state } = alarmOf(incident)
  return state === 'down' ? 'critical' : state === 'info' ? 'accent' : state
}

/**
 * Marks incidents on charts: a thin strip above each, so that things line up in time; and on those that show the series
 * itself its beginning, its end, a tint between and the limit. A pointer at one is told what it is.
 *
 * @param incidents asked for anew at each drawing
 * @param tip where that is said
 */
export function marks(
  incidents: () => readonly Incident[],
  now: () => number,
  tip: HTMLElement,
  nameOn?: NameOn,
): Overlay {
  const listening = new WeakSet<HTMLElement>()
  return (chart, plot) => {
    const { ctx, bbox } = plot
    const ratio = devicePixelRatio
    const { min, max } = plot.scales.x as { min?: number; max?: number }
    if (min === undefined || max === undefined) return
    // The worst last, so that it lies on top.
    const shown = [...within(incidents(), { start: min, stop: max })].sort(
      (a, b) => RANK[a.severity] - RANK[b.severity],
    )
    const limits = new Set<number>()
    const right = bbox.left + bbox.width
    const x = (time: number) => Math.min(right, Math.max(bbox.left, plot.valToPos(time, 'x', true)))
    ctx.save()
    for (const incident of shown) {
      const ink = colour(tokenOf(incident))
      const from = x(incident.since)
      const to = Math.max(x(incident.resolved ?? max), from + ratio)
      const limit = limitOn(chart, incident, nameOn)
      // Of two at one time the colours would mix into one that means nothing.
      for (const fill of [colour('surface'), limit === null ? fade(ink, 0.4) : ink]) {
        ctx.fillStyle = fill
        ctx.fillRect(from, bbox.top - 5 * ratio, Math.max(to - from, 3 * ratio), 2 * ratio)
      }
      if (limit === null) continue
      ctx.fillStyle = fade(ink, 0.08)
      ctx.fillRect(from, bbox.top, to - from, bbox.height)
      ctx.lineWidth = ratio
      ctx.strokeStyle = ink
      ctx.beginPath()
      if (incident.since >= min) {
        ctx.moveTo(from, bbox.top - 5 * ratio)
        ctx.lineTo(from, bbox.top + bbox.height)
      }
      ctx.stroke()
      ctx.strokeStyle = fade(ink, 0.5)
      ctx.beginPath()
      if (incident.resolved && incident.resolved <= max) {
        ctx.moveTo(to, bbox.top - 5 * ratio)
        ctx.lineTo(to, bbox.top + bbox.height)
      }
      ctx.stroke()
      const y = plot.valToPos(limit, 'y', true)
      if (limits.has(limit) || y < bbox.top || y > bbox.top + bbox.height) continue
      limits.add(limit)
      ctx.setLineDash([4 * ratio, 4 * ratio])
      ctx.strokeStyle = fade(ink, 0.7)
      ctx.beginPath()
      ctx.moveTo(bbox.left, y)
      ctx.lineTo(right, y)
      ctx.stroke()
      ctx.setLineDash([])
    }
    ctx.restore()
    if (listening.has(plot.over)) return
    listening.add(plot.over)
    const hide = () => {
      tip.hidden = true
    }
    plot.over.addEventListener('mouseleave', hide)
    plot.over.addEventListener('mousemove', (event) => {
      const scale = plot.scales.x as { min?: number; max?: number }
      const window = { start: scale.min ?? 0, stop: scale.max ?? 0 }
      const spans = within(incidents(), window).map((incident) => ({
        incident,
        from: plot.valToPos(Math.max(window.start, incident.since), 'x'),
        to: plot.valToPos(Math.min(window.stop, incident.resolved ?? window.stop), 'x'),
      }))
      const { left: atLeft, top: atTop } = plot.over.getBoundingClientRect()
      const found = markAt(spans, event.clientX - atLeft, event.clientY - atTop)
      if (!found) {
        hide()
        return
      }
      tip.textContent = markWords(found, now())
      tip.hidden = false
      const left = Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8)
      tip.style.transform = `translate(${Math.max(8, left)}px, ${event.clientY + 16}px)`
    })
  }
}
