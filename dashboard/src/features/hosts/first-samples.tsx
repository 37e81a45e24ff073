import { useEffect, useRef } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { onTheme } from '../../shared/chart/colours.ts'
import { paintSpark, watchSize } from '../../shared/chart/sparkline.ts'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import { formatBytes, formatShare, UNKNOWN } from '../../shared/units.ts'
import { OVERVIEW_SLOTS, type Overview } from '../live/overview.ts'
import css from './add-host.module.css'
import type { Host } from './api.ts'
import { systemOf } from './host-state.ts'

/** A minute: a host that has just come has no more. */
const SHOWN = 60

/** What a host that has just arrived measures, second by second. */
export function FirstSamples({ host, overview }: { host: Host; overview: Overview }) {
  const root = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const put = (cell: string, text: string) => {
      const element = root.current?.querySelector(`[data-cell="${cell}"]`)
      if (element && element.textContent !== text) element.textContent = text
    }
    const paint = () => {
      const of = overview.get(host.id)
      const latest = of?.latest
      if (!of || !latest) return
      let count = 0
      for (let back = 0; back < OVERVIEW_SLOTS; back++) if (!Number.isNaN(of.at(of.cpu, of.newest - back))) count++
      put('cpu', formatShare(latest.cpu))
      put('memory', formatShare(latest.memory))
      put('disk', formatShare(latest.disk))
      put('mountpoint', latest.mountpoint ?? '')
      put('receive', `${formatBytes(latest.receive)}/s`)
      put(
        'count',
        count < 120 ? `${count} ${count === 1 ? 'sample' : 'samples'} so far` : 'more than 120 samples so far',
      )
      if (canvas.current) {
        paintSpark(canvas.current, (i) => of.at(of.cpu, of.newest - SHOWN + 1 + i), SHOWN, 1, 'blue', false)
      }
    }
    paint()
    const stops = [beat.subscribe(paint), onTheme(paint), canvas.current ? watchSize(canvas.current, paint) : () => {}]
    return () => {
      for (const stop of stops) stop()
    }
  }, [host.id, overview])
  const { system } = systemOf(host)
  return (
    <div ref={root} className={css.first}>
      <div>
        <p className={css.name}>
          <StateShape state="fine" /> <b>{host.name}</b>
        </p>
        <p className={css.note}>{system ?? UNKNOWN}</p>
        <p className={css.note}>
          agent {host.resource['service.version'] ?? UNKNOWN} · <span data-cell="count" />
        </p>
      </div>
      <div>
        <p className={css.note}>CPU</p>
        <p className={css.value} data-cell="cpu" />
        <canvas ref={canvas} />
      </div>
      <div>
        <p className={css.note}>Memory</p>
        <p className={css.value} data-cell="memory" />
        <p className={css.note}>
          fullest disk <span data-cell="disk" /> <span data-cell="mountpoint" />
        </p>
        <p className={css.note}>
          receives <span data-cell="receive" />
        </p>
      </div>
    </div>
  )
}
