import { type MouseEvent, useEffect, useRef, useState } from 'react'
import { UNKNOWN } from '../units.ts'
import type { Chart, ChartSource } from './chart.ts'
import css from './chart-card.module.css'
import { useThemeVersion } from './colours.ts'
import { LegendWriter } from './legend.ts'
import { Plot } from './plot.ts'
import { whenVisible } from './visible.ts'

type Props = { chart: Chart; source: ChartSource; height?: number }

const NOTHING: ReadonlySet<string> = new Set()

/** A chart with its title and its legend. It exists on the canvas only from when it is first on screen. */
export function ChartCard({ chart, source, height = 158 }: Props) {
  const card = useRef<HTMLElement>(null)
  const target = useRef<HTMLDivElement>(null)
  const [hidden, setHidden] = useState(NOTHING)
  const theme = useThemeVersion()

  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas keeps its colours until it is painted anew, so the theme is one of the reasons to
  useEffect(() => {
    const cardElement = card.current
    const plotElement = target.current
    if (!cardElement || !plotElement) return
    const legend = new LegendWriter(chart, source, cardElement)
    let plot: Plot | null = null
    let stopDrawing: (() => void) | null = null
    const resized = new ResizeObserver(() => plot?.resize(plotElement.clientWidth, height))
    const unwatch = whenVisible(plotElement, (visible) => {
      stopDrawing?.()
      stopDrawing = null
      if (!visible) return
      if (plot) plot.draw()
      else {
        plot = new Plot(chart, source, hidden, plotElement, height, (slot, pointed) =>
          legend.write(slot, pointed, hidden),
        )
        resized.observe(plotElement)
      }
      stopDrawing = source.onDraw(() => plot?.draw())
    })
    return () => {
      unwatch()
      stopDrawing?.()
      resized.disconnect()
      plot?.destroy()
    }
  }, [chart, source, hidden, height, theme])

  const toggle = (key: string) => (event: MouseEvent) => {
    const keys = chart.lines.map((line) => line.key)
    const isolate = event.ctrlKey || event.metaKey || event.shiftKey
    setHidden((before) => (isolate ? isolated(keys, before, key) : toggled(before, key)))
  }

  return (
    <section ref={card} className={css.card} aria-label={chart.title}>
      <header className={css.head}>
        <h3 title={chart.title}>{chart.title}</h3>
        {chart.now && (
          <p className={css.now}>
            <b data-cell="now">{UNKNOWN}</b> <span data-cell="now-rest" />
          </p>
        )}
        {chart.kind === 'heat' && <p className={css.now} data-cell="pointed" />}
      </header>
      <div ref={target} className={css.plot} style={{ height }} role="img" aria-label={`${chart.title} over time`} />
      {chart.kind === 'heat' ? (
        <div className={css.heatKey}>
          <span>0%</span>
          <i />
          <span>100%</span>
          <p>
            busiest <b data-cell="busiest" /> <span data-cell="busiest-value" /> · mean <b data-cell="heat-mean" />
          </p>
        </div>
      ) : (
        <Legend chart={chart} bands={source.bands} hidden={hidden} toggle={toggle} />
      )}
    </section>
  )
}

/** Hides a line that is shown and shows one that is hidden. */
export function toggled(hidden: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(hidden)
  if (!next.delete(key)) next.add(key)
  return next
}

/** Shows one line alone; where it is alone already, all again. */
export function isolated(keys: readonly string[], hidden: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const alone = keys.every((other) => (other === key) !== hidden.has(other))
  return alone ? NOTHING : new Set(keys.filter((other) => other !== key))
}

type LegendProps = {
  chart: Chart
  bands: boolean
  hidden: ReadonlySet<string>
  toggle: (key: string) => (event: MouseEvent) => void
}

function Legend({ chart, bands, hidden, toggle }: LegendProps) {
  // The order from top to bottom is that of the areas.
  const lines = bands && chart.kind === 'stack' ? [...chart.lines].reverse() : chart.lines
  const swatch = chart.kind === 'stack' ? css.area : css.line
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would say that these are fields of a form
    <div className={bands ? css.table : css.legend} data-axis={chart.axis} role="group" aria-label="Series">
      {bands && (
        <div className={css.row}>
          <span />
          <span />
          <span>mean</span>
          <span>min</span>
          <span>max</span>
        </div>
      )}
      {bands && chart.total && (
        <div className={css.row}>
          <span className={css.line} style={{ background: 'var(--text-2)' }} />
          <span className={css.name}>{chart.total.label}</span>
          <span className={css.value} data-cell="mean total" />
          <span data-cell="min total" />
          <span data-cell="max total" />
        </div>
      )}
      {lines.map((line) => (
        <button
          key={line.key}
          type="button"
          className={bands ? css.row : css.entry}
          aria-pressed={!hidden.has(line.key)}
          title={`${line.label}: click hides or shows it, with Ctrl it alone`}
          onClick={toggle(line.key)}
        >
          <span className={swatch} style={{ background: `var(--${line.colour})` }} />
          <span className={css.name}>{line.label}</span>
          <span className={css.value} data-cell={`mean ${line.key}`} />
          {bands && <span data-cell={`min ${line.key}`} />}
          {bands && <span data-cell={`max ${line.key}`} />}
        </button>
      ))}
    </div>
  )
}
