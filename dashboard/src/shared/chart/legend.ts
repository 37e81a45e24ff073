import { type Chart, type ChartSource, lineMax, lineMean, lineMin } from './chart.ts'
import { totalMax, totalMin } from './plot.ts'

/**
 * Writes the values of a slot into a chart's legend and title. It changes text that React made and does not look at
 * again, so that a second costs a few text nodes and no rendering.
 */
export class LegendWriter {
  readonly #chart: Chart
  readonly #source: ChartSource
  readonly #cells = new Map<string, Text>()
  readonly #root: HTMLElement

  /** @param root the chart's card; cells to write have `data-cell` */
  constructor(chart: Chart, source: ChartSource, root: HTMLElement) {
    this.#chart = chart
    this.#source = source
    this.#root = root
  }

  write(slot: number, pointed: boolean, hidden: ReadonlySet<string>): void {
    const { grid, bands } = this.#source
    const { format, lines, total, now, kind } = this.#chart
    if (now) {
      const { value, rest } = now(grid, slot)
      this.#put('now', value)
      this.#put('now-rest', rest)
    }
    if (kind === 'heat') {
      this.#writeHeat(slot, pointed)
      return
    }
    let sum = Number.NaN
    for (const line of lines) {
      const mean = lineMean(grid, line, slot)
      if (!Number.isNaN(mean) && !hidden.has(line.key)) sum = Number.isNaN(sum) ? mean : sum + mean
      this.#put(`mean ${line.key}`, format(mean))
      if (bands) {
        this.#put(`min ${line.key}`, format(lineMin(grid, line, slot)))
        this.#put(`max ${line.key}`, format(lineMax(grid, line, slot)))
      }
    }
    if (bands && total) {
      this.#put('mean total', format(sum))
      // The extremes of all are known, those of some of them are not.
      const whole = hidden.size === 0
      this.#put('min total', format(whole ? totalMin(this.#source, total, slot) : null))
      this.#put('max total', format(whole ? totalMax(this.#source, total, slot) : null))
    }
  }

  #writeHeat(slot: number, pointed: boolean): void {
    const { grid } = this.#source
    const { format, lines } = this.#chart
    let busiest = ''
    let most = Number.NEGATIVE_INFINITY
    let sum = 0
    let count = 0
    for (const line of lines) {
      const value = lineMean(grid, line, slot)
      if (Number.isNaN(value)) continue
      sum += value
      count++
      if (value > most) {
        most = value
        busiest = line.label
      }
    }
    this.#put('busiest', count > 0 ? busiest : '')
    this.#put('busiest-value', count > 0 ? format(most) : format(null))
    this.#put('heat-mean', count > 0 ? format(sum / count) : format(null))
    this.#put('pointed', pointed ? 'at the crosshair' : 'now')
  }

  #put(cell: string, text: string): void {
    let node = this.#cells.get(cell)
    if (!node?.isConnected) {
      const element = this.#root.querySelector(`[data-cell="${CSS.escape(cell)}"]`)
      if (!element) return
      node = document.createTextNode('')
      element.replaceChildren(node)
      this.#cells.set(cell, node)
    }
    if (node.data !== text) node.data = text
  }
}
