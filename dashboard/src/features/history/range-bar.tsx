import { Button, SegmentedControl } from '@mantine/core'
import { IconActivityHeartbeat, IconZoomOut } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { moveCrosshair } from '../../shared/chart/plot.ts'
import { formatAge, formatClock, formatPast, formatRange, formatZone } from '../../shared/time.ts'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import { useLive } from '../live/live.tsx'
import type { HostView } from './host-view.ts'
import css from './range-bar.module.css'
import { LEAST_ZOOM, RANGES, type RangeKey, rangeOf, type TimeSearch } from './ranges.ts'

type Props = { view: HostView; search: TimeSearch; onRange: (range: RangeKey) => void }

/** What time the charts show, and how to show another. */
export function RangeBar({ view, search, onRange }: Props) {
  const zoomed = 'from' in view.shown
  const live = view.live
  const ranges = useRef<HTMLDivElement>(null)
  // On a phone the ranges are wider than the screen: the chosen one is to be seen.
  useEffect(() => {
    const chosen = search.range ?? RANGES[0].key
    const box = ranges.current
    const label = box?.querySelector<HTMLElement>(`input[value="${chosen}"]`)?.parentElement
    if (box && label) box.scrollLeft = label.offsetLeft - (box.clientWidth - label.offsetWidth) / 2
  }, [search.range])
  return (
    <div className={css.bar}>
      <Button
        variant="default"
        className={css.live}
        aria-pressed={live}
        leftSection={<IconActivityHeartbeat size={16} stroke={1.75} aria-hidden />}
        onClick={() => onRange('5m')}
      >
        Live
      </Button>
      <div className={css.ranges} ref={ranges}>
        <SegmentedControl
          aria-label="Time range"
          value={zoomed ? '' : rangeOf(search.range).key}
          onChange={(value) => onRange(value as RangeKey)}
          data={RANGES.map(({ key, label }) => ({ value: key, label }))}
        />
        <Custom view={view} active={zoomed && !search.range} />
      </div>
      {zoomed && (
        <Button
          variant="default"
          leftSection={<IconZoomOut size={16} stroke={1.75} aria-hidden />}
          onClick={() => view.zoomBack()}
        >
          Zoom back
        </Button>
      )}
      <Crosshair view={view} />
      <Span view={view} />
    </div>
  )
}

/** Any other range, by its beginning and its end. */
function Custom({ view, active }: { view: HostView; active: boolean }) {
  const [popover, wantPopover, heralds] = useOnDemand(() => import('./custom-range.tsx'))
  const button = (onClick: () => void) => (
    <Button
      variant="default"
      className={css.custom}
      aria-pressed={active}
      aria-haspopup="dialog"
      {...heralds}
      onClick={onClick}
    >
      Custom…
    </Button>
  )
  return popover ? <popover.CustomRange view={view} button={button} /> : button(wantPopover)
}

/** The time of the crosshair, and a way to move it by keys: arrows move, + zooms in, − goes back. */
function Crosshair({ view }: { view: HostView }) {
  const { clock } = useLive()
  const output = useRef<HTMLOutputElement>(null)
  const slider = useRef<HTMLInputElement>(null)
  const time = useRef<number | null>(null)

  useEffect(() => {
    const tell = (pointed: number | null) => {
      time.current = pointed
      const target = output.current
      if (!target) return
      target.dataset.on = pointed === null ? 'false' : 'true'
      if (pointed === null) return
      const strong = document.createElement('b')
      strong.textContent = view.bands ? formatPast(pointed, clock.now()) : formatClock(pointed)
      target.replaceChildren(strong, ` ${formatAge(clock.now() - pointed)} ago`)
      const { start, stop } = view.window()
      if (slider.current) {
        slider.current.value = String(Math.round(((pointed - start) / (stop - start)) * 100))
        slider.current.setAttribute('aria-valuetext', strong.textContent)
      }
    }
    tell(null)
    const stopPointing = view.onPoint(tell)
    // The charts move on below a pointer at rest; what the keys point at moves with them.
    const stopDrawing = view.onDraw(() => {
      if (time.current !== null && document.activeElement === slider.current) {
        moveCrosshair(view.crosshair, time.current)
        tell(time.current)
      }
    })
    return () => {
      stopPointing()
      stopDrawing()
    }
  }, [view, clock])

  const move = (to: number | null) => {
    moveCrosshair(view.crosshair, to)
    view.pointAt(to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { start, stop } = view.window()
    const step = Math.max(view.grid.step, (stop - start) / 100)
    const at = time.current ?? stop
    const moves: Record<string, () => void> = {
      ArrowLeft: () => move(Math.max(start, at - step)),
      ArrowRight: () => move(Math.min(stop, at + step)),
      Home: () => move(start),
      End: () => move(stop),
      Escape: () => move(null),
      '+': () => {
        const half = Math.max(LEAST_ZOOM, (stop - start) / 2) / 2
        view.zoom(at - half, Math.min(at + half, clock.now()))
      },
      '-': () => view.zoomBack(),
    }
    const action = moves[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }

  return (
    <>
      <input
        ref={slider}
        type="range"
        className={css.slider}
        min={0}
        max={100}
        defaultValue={100}
        aria-label="Crosshair: arrow keys move it, plus zooms in, minus goes back"
        onKeyDown={onKeyDown}
        onBlur={() => move(null)}
      />
      <output ref={output} className={css.crosshair} data-on="false" aria-live="off" />
    </>
  )
}

function Span({ view }: { view: HostView }) {
  const { clock } = useLive()
  const span = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const paint = () => {
      const { start, stop } = view.window()
      // The newest bucket ends in the future, which nobody has seen.
      const ahead = 'from' in view.shown ? 0 : Math.max(0, stop - clock.now())
      const text = formatRange(start - ahead, stop - ahead)
      if (span.current && span.current.textContent !== text) span.current.textContent = text
    }
    paint()
    return view.onDraw(paint)
  }, [view, clock])
  return (
    <p className={css.span}>
      <span ref={span} />{' '}
      <small>
        {formatZone(view.window().stop)} · {view.resolution}
      </small>
    </p>
  )
}
