import { memo, useEffect, useRef } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { onTheme } from '../../shared/chart/colours.ts'
import { paintMirror, paintSpark, watchSize } from '../../shared/chart/sparkline.ts'
import { formatAge } from '../../shared/time.ts'
import meter from '../../shared/ui/meter.module.css'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import { formatByteRate, formatNumber, formatShare, formatUptime, UNKNOWN } from '../../shared/units.ts'
import { shortPath } from '../history/groups.ts'
import { isStale, presentFor, useLive } from '../live/live.tsx'
import type { Overview } from '../live/overview.ts'
import type { Host } from './api.ts'
import { type HostState, systemOf } from './host-state.ts'
import css from './hosts-page.module.css'
import type { Look } from './use-listed.ts'

/** The list tells of the last two minutes. */
const SECONDS = 120

type Props = {
  host: Host
  state: HostState['state']
  word: string
  incidents: number
  look: Look
  overview: Overview
  link: (host: Host) => React.ReactNode
}

/**
 * One host. React makes the row; its numbers, bars and lines are written into it once a second, for a thousand hosts
 * at one sample a second are no work for a renderer.
 */
export const HostRow = memo(function HostRow({ host, state, word, incidents, look, overview, link }: Props) {
  const live = useLive()
  const row = useRef<HTMLTableRowElement>(null)

  useEffect(() => {
    const element = row.current
    if (!element) return
    const painter = new RowPainter(element)
    const paint = () => painter.paint(look(host), overview, presentFor(live), live.clock.now(), isStale(live))
    const stopBeat = beat.subscribe(paint)
    const stopTheme = onTheme(paint)
    const stopSizes = painter.canvases.map((canvas) => watchSize(canvas, paint))
    paint()
    return () => {
      stopBeat()
      stopTheme()
      for (const stop of stopSizes) stop()
    }
  }, [host, look, overview, live])

  const note =
    host.shared !== undefined
      ? 'several machines send as this host'
      : host.tags.length > 0
        ? host.tags.join(' · ')
        : systemOf(host).system
  return (
    <tr ref={row} data-state={state}>
      <td className={css.name}>
        <StateShape state={state} />
        <div>
          {link(host)}
          <small>{note}</small>
        </div>
      </td>
      <td className={css.state}>
        <span data-word>{word}</span>
        <small data-cell="detail" />
      </td>
      <td>
        <Meter label="CPU" cell="cpu" />
      </td>
      <td>
        <Meter label="Mem" cell="memory" />
      </td>
      <td>
        <Meter label="Disk" cell="disk" />
      </td>
      <td className={css.spark}>
        <canvas data-spark="cpu" />
      </td>
      <td className={css.network}>
        <div>
          <canvas data-spark="network" />
          <p>
            <i>
              ↓<span className="sr">received</span>
            </i>
            <span data-cell="receive" />
            <i>
              ↑<span className="sr">sent</span>
            </i>
            <span data-cell="transmit" />
          </p>
        </div>
      </td>
      <td className={css.load} data-cell="load" />
      <td className={css.uptime} data-cell="uptime" />
      <td className={css.age} data-cell="age" />
      <td className={css.incidents}>{incidents}</td>
    </tr>
  )
})

function Meter({ label, cell }: { label: string; cell: string }) {
  return (
    <span className={meter.meter}>
      <span className={meter.line}>
        <span className={meter.label}>{label}</span>
        <span data-cell={cell} />
        <span className={meter.note} data-cell={`${cell}-note`} />
      </span>
      <span className={meter.track}>
        <i className={meter.bar} data-bar={cell} />
      </span>
    </span>
  )
}

/** Writes what is new into the nodes of a row that React made once. */
class RowPainter {
  readonly #row: HTMLElement
  readonly #cells = new Map<string, HTMLElement>()
  readonly #bars = new Map<string, HTMLElement>()
  readonly canvases: HTMLCanvasElement[] = []

  constructor(row: HTMLElement) {
    this.#row = row
    for (const cell of row.querySelectorAll<HTMLElement>('[data-cell]')) this.#cells.set(cell.dataset.cell ?? '', cell)
    for (const bar of row.querySelectorAll<HTMLElement>('[data-bar]')) this.#bars.set(bar.dataset.bar ?? '', bar)
    this.canvases.push(...row.querySelectorAll('canvas'))
  }

  paint(listed: ReturnType<Look>, overview: Overview, present: number, now: number, stale: boolean): void {
    const { host, state, latest } = listed
    const old = stale || (!state.fresh && latest !== null)
    if (old) this.#row.dataset.old = ''
    else delete this.#row.dataset.old
    this.#put('detail', state.detail)
    this.#share('cpu', latest?.cpu)
    this.#share('memory', latest?.memory)
    this.#share('disk', latest?.disk)
    this.#put('disk-note', latest?.mountpoint ? shortPath(latest.mountpoint) : '')
    // A rate of the past is nothing that one could compare; a level of the past is at least the last that was known.
    const moving = state.fresh ? latest : null
    this.#put('receive', formatByteRate(moving?.receive))
    this.#put('transmit', formatByteRate(moving?.transmit))
    this.#put('load', formatNumber(moving?.load))
    this.#put('uptime', formatUptime(moving?.uptime))
    this.#put('age', listed.newest === null ? UNKNOWN : formatAge(now - listed.newest))
    const rings = overview.get(host.id)
    // The right edge is the newest sample; where none comes any more, the line moves out to the left.
    const second = Math.floor(present / 1000)
    const last = rings ? Math.max(rings.newest, second - 3) : second
    const from = last - SECONDS + 1
    const [cpu, network] = this.canvases
    if (cpu) paintSpark(cpu, (i) => rings?.at(rings.cpu, from + i) ?? Number.NaN, SECONDS, 1, 'blue', old)
    if (network) {
      paintMirror(
        network,
        (i) => rings?.at(rings.receive, from + i) ?? Number.NaN,
        (i) => rings?.at(rings.transmit, from + i) ?? Number.NaN,
        SECONDS,
        old,
      )
    }
  }

  #share(cell: string, value: number | undefined): void {
    this.#put(cell, formatShare(value))
    const bar = this.#bars.get(cell)
    const rest = Number.isFinite(value) ? 100 - (value as number) * 100 : 100
    // Clipped and not scaled, which would squeeze the hatching of old values; nothing is laid out anew.
    const clip = `inset(0 ${rest.toFixed(1)}% 0 0 round 2px)`
    if (bar && bar.style.clipPath !== clip) bar.style.clipPath = clip
  }

  #put(cell: string, text: string): void {
    const element = this.#cells.get(cell)
    if (element && element.textContent !== text) element.textContent = text
  }
}
