import type uPlot from 'uplot'
import type { Format } from '../units.ts'
import type { SeriesGrid } from './series-grid.ts'

/** The palette (Okabe–Ito, deepened for light and lifted for dark); tokens.css has the values. */
export type Colour = 'blue' | 'sky' | 'green' | 'orange' | 'yellow' | 'verm' | 'purple' | 'gray'

/** For things that have no colour of their own, in this order, so that one keeps its colour on every chart. */
export const DEVICE_COLOURS: readonly Colour[] = ['blue', 'purple', 'orange', 'green', 'sky', 'yellow', 'verm', 'gray']

/** One line of a chart: the sum of one or more series. */
export type Line = {
  readonly key: string
  readonly label: string
  readonly colour: Colour
  readonly series: readonly string[]
  /** Drawn downwards from zero, as what goes out is. */
  readonly down?: boolean
}

/** What a chart shows; how it is drawn is the chart's own business. */
export type Chart = {
  readonly id: string
  readonly title: string
  /** lines beside each other, areas on each other, in above and out below zero, or a row of cells for each line */
  readonly kind: 'lines' | 'stack' | 'mirror' | 'heat'
  readonly format: Format
  /** What the numbers of the y axis are. */
  readonly axis: 'share' | 'bytes' | 'byte-rate' | 'temperature' | 'duration' | 'count' | 'number'
  readonly lines: readonly Line[]
  /** The fixed upper end of the y axis: a value, or the series that add up to it. */
  readonly top?: number | readonly string[]
  /** What all of a stack is called, and the one series that has its true least and most in a bucket. */
  readonly total?: { readonly label: string; readonly series?: string; readonly complement?: readonly [string, string] }
  /** The number beside the title, at a slot. */
  readonly now?: (grid: SeriesGrid, slot: number) => { readonly value: string; readonly rest: string }
}

/** Draws over a chart what is not its own, such as marks of incidents. */
export type Overlay = (chart: Chart, plot: uPlot) => void

/** What charts of one page share: the values, the time they show, and what a person does to one for all of them. */
export interface ChartSource {
  readonly grid: SeriesGrid
  /** What the x axis shows at this moment, Unix milliseconds. */
  window(): { readonly start: number; readonly stop: number }
  /** Whether a slot stands for several samples, so that least and most are worth showing. */
  readonly bands: boolean
  /** Charts of one key share the crosshair. */
  readonly crosshair: string
  /** Called whenever a chart was drawn. */
  readonly overlay?: Overlay | null
  /** Called when there is something new to draw: at most once a second. */
  onDraw(listener: () => void): () => void
  /** The crosshair stands at this time, or nowhere. */
  pointAt(time: number | null): void
  zoom(start: number, stop: number): void
  zoomBack(): void
}

/** The value of a line in a slot: the sum of its series, NaN where none of them has a value. */
export function lineMean(grid: SeriesGrid, line: Line, slot: number): number {
  return seriesSum(grid, line.series, slot)
}

/** The least of a line in a slot; NaN for a sum of several, of which nobody knows it. */
export function lineMin(grid: SeriesGrid, line: Line, slot: number): number {
  return line.series.length === 1 ? grid.min(line.series[0] as string, slot) : Number.NaN
}

/** The most of a line in a slot; NaN for a sum, as for the least. */
export function lineMax(grid: SeriesGrid, line: Line, slot: number): number {
  return line.series.length === 1 ? grid.max(line.series[0] as string, slot) : Number.NaN
}

/** The sum of series in a slot, NaN where none of them has a value. */
export function seriesSum(grid: SeriesGrid, names: readonly string[], slot: number): number {
  let total = Number.NaN
  for (const name of names) {
    const value = grid.mean(name, slot)
    if (!Number.isNaN(value)) total = Number.isNaN(total) ? value : total + value
  }
  return total
}
