import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatClock, formatDay, formatMinute, formatMonth } from '../time.ts'
import { formatBytes, formatSeconds } from '../units.ts'
import { type Chart, type ChartSource, type Colour, type Line, lineMax, lineMean, lineMin, seriesSum } from './chart.ts'
import { colour, fade } from './colours.ts'
import { type Counting, niceScale, type Scale, steady, ticks } from './scale.ts'
import { stack, type Values } from './stack.ts'

const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** What uPlot takes for whole months of the calendar. */
const MONTH = 30 * DAY
/** The steps of the x axis; uPlot's own lack two minutes, which is what a narrow chart of five needs. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14].map((count) => count * DAY),
  ...[1, 2, 3, 6, 12].map((count) => count * MONTH),
]
/** A shorter drag was a click that slipped. */
const LEAST_DRAG_PX = 6

/** The bytes and rates axes do not go below these, or the noise of an idle disk would look like work. */
const LEAST_SPAN = {
  share: 0.01,
  bytes: 1024,
  'byte-rate': 4096,
  temperature: 10,
  duration: 0.01,
  count: 4,
  number: 1,
} as const satisfies Record<Chart['axis'], number>

const COUNTING: Record<Chart['axis'], Counting> = {
  share: 'tens',
  bytes: 'twos',
  'byte-rate': 'twos',
  temperature: 'tens',
  duration: 'time',
  count: 'tens',
  number: 'tens',
}

/**
 * One chart on a canvas. It reads the grid whenever it is told to draw, into arrays that it keeps; React has no part in
 * that.
 */
export class Plot {
  readonly #chart: Chart
  readonly #source: ChartSource
  readonly #onPoint: (slot: number, pointed: boolean) => void
  readonly #plot: uPlot
  readonly #times: number[] = []
  readonly #rows: Values[] = []
  readonly #hidden: boolean[]
  #scale: Scale
  #scaleFromData = false
  #first = 0
  #count = 0
  /** Nothing to draw: then the numbers of the y axis would mean nothing. */
  #empty = true

  /**
   * @param onPoint told the slot whose values the legend shows, and whether the crosshair stands there
   */
  constructor(
    chart: Chart,
    source: ChartSource,
    hidden: ReadonlySet<string>,
    target: HTMLElement,
    height: number,
    onPoint: (slot: number, pointed: boolean) => void,
  ) {
    this.#chart = chart
    this.#source = source
    this.#onPoint = onPoint
    this.#hidden = chart.lines.map((line) => hidden.has(line.key))
    const built = this.#series()
    for (let row = 0; row < built.series.length; row++) this.#rows.push([])
    this.#scale = { min: 0, max: 1, step: 0.25 }
    this.#fill()
    this.#plot = new uPlot(this.#options(built, target.clientWidth, height), this.#data(), target)
    this.#plot.over.addEventListener('dblclick', () => source.zoomBack())
    this.#tell()
  }

  /** Reads the grid and draws. */
  draw(): void {
    this.#fill()
    this.#plot.setData(this.#data())
    this.#tell()
  }

  resize(width: number, height: number): void {
    if (width > 0 && (width !== this.#plot.width || height !== this.#plot.height)) this.#plot.setSize({ width, height })
  }

  destroy(): void {
    this.#plot.destroy()
  }

  #data(): uPlot.AlignedData {
    return [this.#times, ...this.#rows] as uPlot.AlignedData
  }

  #tell(): void {
    const { idx, left } = this.#plot.cursor
    const pointed = typeof idx === 'number' && left !== undefined && left >= 0
    this.#onPoint(pointed ? this.#first + idx : this.#newest(), pointed)
  }

  /** The newest slot with a value, where it is one of the last few; else the last slot, which has none. */
  #newest(): number {
    const { grid } = this.#source
    const last = grid.slot(this.#source.window().stop)
    const names = this.#chart.lines.flatMap((line) => line.series)
    return grid.lastKnown(names, last - 3, last) ?? last
  }

  #fill(): void {
    const { grid } = this.#source
    const { start, stop } = this.#source.window()
    this.#first = Math.floor(start / grid.step)
    this.#count = Math.max(1, Math.ceil(stop / grid.step) - this.#first + 1)
    this.#times.length = this.#count
    for (let i = 0; i < this.#count; i++) this.#times[i] = (this.#first + i) * grid.step
    for (const row of this.#rows) row.length = this.#count
    const { kind, lines } = this.#chart
    if (kind === 'heat') {
      this.#rows[0]?.fill(null)
      this.#scale = { min: 0, max: lines.length, step: 1 }
      return
    }
    if (kind === 'stack') this.#fillStack()
    else this.#fillLines()
    this.#empty = this.#rows.every((row) => row.every((value) => value === null))
    this.#rescale()
  }

  #fillStack(): void {
    const { grid, bands } = this.#source
    const { lines, total } = this.#chart
    const rows = this.#rows.slice(0, lines.length)
    lines.forEach((line, row) => {
      this.#read(row, (slot) => lineMean(grid, line, slot))
    })
    stack(rows, this.#hidden, this.#count)
    if (!bands || !total) return
    const most = lines.length
    if (this.#hidden.some(Boolean)) this.#rows[most]?.fill(null)
    else this.#read(most, (slot) => totalMax(this.#source, total, slot))
  }

  #fillLines(): void {
    const { grid, bands } = this.#source
    const width = bands ? 3 : 1
    this.#chart.lines.forEach((line, index) => {
      const sign = line.down ? -1 : 1
      this.#read(index * width, (slot) => sign * lineMean(grid, line, slot))
      if (bands) {
        this.#read(index * width + 1, (slot) => sign * lineMax(grid, line, slot))
        this.#read(index * width + 2, (slot) => sign * lineMin(grid, line, slot))
      }
    })
  }

  #read(row: number, value: (slot: number) => number): void {
    const values = this.#rows[row] as Values
    for (let i = 0; i < this.#count; i++) {
      const found = value(this.#first + i)
      values[i] = Number.isNaN(found) ? null : found
    }
  }

  #rescale(): void {
    const { axis, top } = this.#chart
    const fixed = this.#top(top)
    if (fixed !== null) {
      this.#scale =
        axis === 'share'
          ? { min: 0, max: fixed, step: fixed / 4 }
          : { min: 0, max: fixed, step: fourth(fixed, axis === 'bytes') }
      return
    }
    let low = 0
    let high = 0
    this.#rows.forEach((values, row) => {
      if (this.#rowHidden(row)) return
      for (let i = 0; i < this.#count; i++) {
        const value = values[i]
        if (value === null || value === undefined) continue
        if (value > high) high = value
        else if (value < low) low = value
      }
    })
    if (this.#chart.kind === 'mirror') {
      // Both sides stay, also where one of them is idle.
      low = Math.min(low, -Number.MIN_VALUE)
      high = Math.max(high, Number.MIN_VALUE)
    }
    this.#scale = steady(
      this.#scaleFromData ? this.#scale : null,
      niceScale(low, high, LEAST_SPAN[axis], COUNTING[axis]),
    )
    this.#scaleFromData = true
  }

  #top(top: Chart['top']): number | null {
    if (typeof top === 'number') return top
    if (top === undefined) return null
    const { grid } = this.#source
    const last = grid.slot(this.#source.window().stop)
    const slot = grid.lastKnown(top, last - this.#count, last)
    return slot === null ? null : seriesSum(grid, top, slot)
  }

  #rowHidden(row: number): boolean {
    const { kind, lines } = this.#chart
    if (kind === 'stack') return false
    const width = this.#source.bands ? 3 : 1
    return this.#hidden[Math.floor(row / width)] === true && Math.floor(row / width) < lines.length
  }

  #series(): { series: uPlot.Series[]; bands: uPlot.Band[] } {
    const { kind, lines, total } = this.#chart
    const series: uPlot.Series[] = []
    const bands: uPlot.Band[] = []
    if (kind === 'heat') return { series: [{ points: { show: false }, stroke: 'transparent' }], bands }
    const history = this.#source.bands
    if (kind === 'stack') {
      lines.forEach((line, row) => {
        const hidden = this.#hidden[row] === true
        const fill = hidden ? 'transparent' : () => fade(colour(line.colour), 0.5)
        series.push({
          width: 1,
          points: hidden ? { show: false } : lonely(line.colour),
          stroke: hidden ? 'transparent' : () => colour(line.colour),
          ...(row === 0 ? { fill } : {}),
        })
        if (row > 0 && !hidden) bands.push({ series: [row + 1, row], fill })
      })
      if (history && total) {
        series.push({ width: 1, points: { show: false }, stroke: () => fade(colour('text-2'), 0.45) })
        bands.push({ series: [lines.length + 1, lines.length], fill: () => fade(colour('text-2'), 0.16) })
      }
      return { series, bands }
    }
    lines.forEach((line, row) => {
      const show = this.#hidden[row] !== true
      const at = series.length + 1
      series.push({
        show,
        width: 1.5,
        points: lonely(line.colour),
        stroke: () => colour(line.colour),
        ...(kind === 'mirror' && !history ? { fill: () => fade(colour(line.colour), 0.18) } : {}),
      })
      if (history) {
        const edge: uPlot.Series = { show, width: 0, points: { show: false }, stroke: 'transparent' }
        series.push({ ...edge }, { ...edge })
        const [upper, lower] = line.down ? [at + 2, at + 1] : [at + 1, at + 2]
        bands.push({ series: [upper, lower], fill: () => fade(colour(line.colour), 0.24) })
      }
    })
    return { series, bands }
  }

  #options(built: { series: uPlot.Series[]; bands: uPlot.Band[] }, width: number, height: number): uPlot.Options {
    const { kind } = this.#chart
    const source = this.#source
    const heat = kind === 'heat'
    const axisColour = () => colour('text-3')
    const grid = { show: !heat, stroke: () => colour('grid'), width: 1 }
    const line = (index: number): Line | undefined => this.#lineOf(index - 1)
    return {
      width,
      height,
      ms: 1,
      pxAlign: 1,
      padding: [8, 18, 0, 0],
      legend: { show: false },
      series: [{}, ...built.series],
      bands: built.bands,
      cursor: {
        x: true,
        y: false,
        sync: {
          key: source.crosshair,
          setSeries: false,
          scales: ['x', null],
          // Only the crosshair is shared: a drag is one chart's, which tells the page, which moves all.
          filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave', sub: () => true },
        },
        drag: { x: true, y: false, setScale: false },
        points: heat
          ? { show: false }
          : {
              size: 8,
              width: 2,
              fill: (_, index) => {
                const found = line(index)
                return found ? colour(found.colour) : 'transparent'
              },
              stroke: (_, index) => (line(index) ? colour('surface') : 'transparent'),
            },
      },
      scales: {
        x: {
          time: true,
          range: () => {
            const { start, stop } = source.window()
            return [start, stop]
          },
        },
        y: { range: () => [this.#scale.min, this.#scale.max] },
      },
      axes: [
        {
          stroke: axisColour,
          font: FONT,
          size: 22,
          gap: 5,
          incrs: TIME_STEPS,
          space: (_, _axis, min, max, length) => labelSpace((max - min) / length),
          grid,
          ticks: { show: false },
          values: (_, splits, _axis, _space, increment) => splits.map((time) => timeLabel(time, increment)),
        },
        {
          stroke: axisColour,
          font: FONT,
          size: width < 340 ? 62 : 68,
          gap: 8,
          grid,
          ticks: { show: false },
          splits: () => (heat ? heatTicks(this.#chart.lines.length) : ticksWithTop(this.#scale)),
          values: (_, splits) =>
            splits.map((value) => (heat ? heatLabel(this.#chart, value) : this.#valueLabel(value))),
        },
      ],
      hooks: {
        drawClear: heat ? [(plot) => this.#paintCells(plot)] : [],
        draw: [
          ...(kind === 'mirror' ? [(plot: uPlot) => this.#nameSides(plot)] : []),
          (plot) => source.overlay?.(this.#chart, plot),
        ],
        setCursor: [
          (plot) => {
            this.#tell()
            const { idx, left, event } = plot.cursor
            // Synced charts hear of it too; the one under the pointer speaks for all.
            if (event) {
              source.pointAt(
                typeof idx === 'number' && (left ?? -1) >= 0 ? (this.#first + idx) * source.grid.step : null,
              )
            }
          },
        ],
        setSelect: [
          (plot) => {
            const { left, width: dragged } = plot.select
            if (dragged >= LEAST_DRAG_PX) source.zoom(plot.posToVal(left, 'x'), plot.posToVal(left + dragged, 'x'))
            if (dragged > 0) plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          },
        ],
      },
    }
  }

  #lineOf(row: number): Line | undefined {
    const { kind, lines } = this.#chart
    const width = this.#source.bands && kind !== 'stack' ? 3 : 1
    return row % width === 0 ? lines[row / width] : undefined
  }

  #valueLabel(value: number): string {
    if (this.#empty && this.#chart.axis !== 'share') return ''
    switch (this.#chart.axis) {
      case 'share':
        return `${Number((value * 100).toPrecision(6))}%`
      case 'bytes':
        return value === 0 ? '0' : trim(formatBytes(Math.abs(value)))
      case 'byte-rate':
        return value === 0 ? '0' : `${trim(formatBytes(Math.abs(value)))}/s`
      case 'temperature':
        return `${Number(value.toPrecision(6))} °C`
      case 'duration':
        return value === 0 ? '0' : trim(formatSeconds(value))
      case 'count':
      case 'number':
        return Number(Math.abs(value).toPrecision(6)).toLocaleString('en-GB')
    }
  }

  #nameSides(plot: uPlot): void {
    const [above, below] = this.#chart.lines
    if (!above || !below) return
    const { ctx, bbox } = plot
    const ratio = devicePixelRatio
    ctx.save()
    ctx.font = FONT.replace('11px', `${11 * ratio}px`)
    ctx.fillStyle = colour('text-3')
    ctx.textAlign = 'left'
    ctx.textBaseline = 'top'
    ctx.fillText(above.label, bbox.left + 6 * ratio, bbox.top + 2 * ratio)
    ctx.textBaseline = 'bottom'
    ctx.fillText(below.label, bbox.left + 6 * ratio, bbox.top + bbox.height - 2 * ratio)
    ctx.restore()
  }

  #paintCells(plot: uPlot): void {
    const { ctx, bbox } = plot
    const { lines } = this.#chart
    const { grid } = this.#source
    const shades = heatShades()
    const right = bbox.left + bbox.width
    const rowHeight = bbox.height / lines.length
    // Where slots are narrower than pixels, one stands for those that share its pixel.
    const stride = Math.max(1, Math.floor(this.#count / bbox.width))
    ctx.save()
    for (let i = 0; i + 1 < this.#count; i += stride) {
      const time = this.#times[i] as number
      const from = Math.max(bbox.left, Math.round(plot.valToPos(time, 'x', true)))
      const to = Math.min(right, Math.round(plot.valToPos(time + stride * grid.step, 'x', true)))
      if (to <= from) continue
      for (let row = 0; row < lines.length; row++) {
        const value = lineMean(grid, lines[row] as Line, this.#first + i)
        if (Number.isNaN(value)) continue
        const top = Math.round(bbox.top + (lines.length - 1 - row) * rowHeight)
        const bottom = Math.round(bbox.top + (lines.length - row) * rowHeight)
        ctx.fillStyle = shades[Math.round(Math.min(1, Math.max(0, value)) * (shades.length - 1))] as string
        ctx.fillRect(from, top, to - from, Math.max(1, bottom - top - (rowHeight > 4 ? 1 : 0)))
      }
    }
    ctx.restore()
  }
}

/** Moves the crosshair of all charts of a key to a time, or takes it away. */
export function moveCrosshair(key: string, time: number | null): void {
  for (const plot of uPlot.sync(key).plots) {
    const left = time === null ? -10 : plot.valToPos(time, 'x')
    plot.setCursor({ left, top: time === null ? -10 : 10 })
  }
}

/** The most of a whole stack in a bucket, which is not the sum of the parts' most. */
export function totalMax(source: ChartSource, total: NonNullable<Chart['total']>, slot: number): number {
  if (total.series) return source.grid.max(total.series, slot)
  if (total.complement) {
    const [whole, rest] = total.complement
    return source.grid.mean(whole, slot) - source.grid.min(rest, slot)
  }
  return Number.NaN
}

/** The least of a whole stack in a bucket. */
export function totalMin(source: ChartSource, total: NonNullable<Chart['total']>, slot: number): number {
  if (total.series) return source.grid.min(total.series, slot)
  if (total.complement) {
    const [whole, rest] = total.complement
    return source.grid.mean(whole, slot) - source.grid.max(rest, slot)
  }
  return Number.NaN
}

/** Dots for values with a gap on either side, which no line goes through. */
function lonely(token: Colour): uPlot.Series.Points {
  return {
    show: false,
    size: 4,
    width: 0,
    fill: () => colour(token),
    filter: (plot, row) => isolated(plot.data[row] as Values),
  }
}

/** Where a value stands alone; null where none does. */
export function isolated(values: Values): number[] | null {
  let found: number[] | null = null
  for (let i = 0; i < values.length; i++) {
    if (known(values[i]) && !known(values[i - 1]) && !known(values[i + 1])) {
      found ??= []
      found.push(i)
    }
  }
  return found
}

const known = (value: number | null | undefined): boolean => value !== null && value !== undefined

function timeLabel(time: number, increment: number): string {
  if (increment < MINUTE) return formatClock(time)
  if (increment < DAY) return formatMinute(time)
  return increment < MONTH ? formatDay(time) : formatMonth(time)
}

/** How far apart labels stand, in pixels: those with seconds need more room than those without. */
function labelSpace(millisecondsPerPixel: number): number {
  return millisecondsPerPixel * 66 > 30 * SECOND ? 46 : 66
}

const trim = (text: string): string => text.replace('.0 ', ' ')

/** The ticks, and the end of the scale where it is none of them and has room for its label. */
function ticksWithTop(scale: Scale): number[] {
  const found = ticks(scale)
  const last = found.at(-1) ?? scale.min
  if (scale.max - last > scale.step * 0.45) found.push(scale.max)
  return found
}

/** A fixed top is divided by four where that gives numbers one can read, else by the nearest steps that do. */
function fourth(top: number, binary: boolean): number {
  if (!binary) return top / 4
  return 2 ** Math.round(Math.log2(top / 4))
}

function heatTicks(rows: number): number[] {
  const step = Math.max(1, Math.ceil(rows / 5))
  const found: number[] = []
  for (let row = 0; row < rows; row += step) found.push(row + 0.5)
  return found
}

function heatLabel(chart: Chart, value: number): string {
  return chart.lines[Math.round(value - 0.5)]?.key ?? ''
}

let shadesOf = ''
let shades: string[] = []

function heatShades(): string[] {
  const low = colour('heat-0')
  const high = colour('heat-1')
  if (shadesOf !== low + high) {
    shadesOf = low + high
    const from = (low.match(/[\d.]+/g) ?? []).map(Number)
    const to = (high.match(/[\d.]+/g) ?? []).map(Number)
    shades = Array.from({ length: 64 }, (_, i) => {
      const channel = (k: number) => Math.round((from[k] ?? 0) + ((to[k] ?? 0) - (from[k] ?? 0)) * (i / 63))
      return `rgb(${channel(0)},${channel(1)},${channel(2)})`
    })
  }
  return shades
}
