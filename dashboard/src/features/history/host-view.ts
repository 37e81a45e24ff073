import { explain } from '../../shared/api/http.ts'
import type { ChartSource, Overlay } from '../../shared/chart/chart.ts'
import { Phase } from '../../shared/chart/phase.ts'
import { SeriesGrid } from '../../shared/chart/series-grid.ts'
import { parseSeries } from '../../shared/series.ts'
import { formatSpan } from '../../shared/units.ts'
import type { History, HistoryQuestion, LoadHistory } from './api.ts'
import { ATTRIBUTE } from './metrics.ts'
import { pointsFor, RAW_LENGTH, type Range } from './ranges.ts'

/** What a view shows: a range that ends now, or a piece of the past. */
export type Shown = { readonly range: Range } | { readonly from: number; readonly to: number }

/** What a view needs of the world around it. */
export type ViewEdge = {
  readonly load: LoadHistory
  /** The platform's time. */
  readonly now: () => number
  /** Whether live samples come at this moment. */
  readonly connected: () => boolean
}

export type GroupState = {
  readonly status: 'loading' | 'ready' | 'error'
  readonly error: string | null
}

type Sums = { sum: number; count: number; min: number; max: number }

/** `whole` where samples came from the bucket's beginning on: of any other only history knows the mean. */
type Tail = { slot: number; readonly whole: boolean; readonly sums: Map<string, Sums> }

type Group = { readonly metrics: readonly string[]; state: GroupState; abort: AbortController; loadedTo: number }

const LOADING: GroupState = { status: 'loading', error: null }
const READY: GroupState = { status: 'ready', error: null }

/** What the tiers are called on the page. */
const TIERS: Readonly<Record<string, string>> = { raw: 'raw', '1m': '1 min tier', '1h': '1 h tier' }

/** Samples reach the store a moment after they reach this page; what is missing between the two is asked for again. */
const SEAM_RETRIES_MS = [1_500, 3_000, 6_000]
/** Of wider buckets one sample more changes nothing that anybody sees. */
const WIDEST_LIVE_MS = 60_000
/** Live samples come with the network's delay; only after this does the chart move on without them. */
const LATE_MS = 2_500
/** Coarse views are brought up to date this often at most and at least. */
const OFTEN_MS = 10_000
const SELDOM_MS = 60_000

/**
 * The values that a host page shows. Live views take each sample as it comes and fill what came before from history;
 * coarser ones add it to their newest bucket, and read that again from history now and then; a piece of the past is read
 * once. All write into one grid.
 */
export class HostView implements ChartSource {
  readonly host: string
  readonly shown: Shown
  readonly crosshair: string
  readonly #edge: ViewEdge
  readonly #groups = new Map<string, Group>()
  readonly #drawListeners = new Set<() => void>()
  readonly #stateListeners = new Set<() => void>()
  readonly #pointListeners = new Set<(time: number | null) => void>()
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  #grid: SeriesGrid
  readonly #phases = new Map<string, Phase>()
  /** The bucket that live samples fall into, of each host. */
  readonly #tails = new Map<string, Tail>()
  #tier = 'raw'
  #names: readonly string[] = []
  /** The first live slot since the line last came up, or null before. */
  #liveFrom: number | null = null
  /** When the newest live sample was measured. */
  #liveUntil = 0
  #lastEnd = 0
  #version = 0
  #overlay: Overlay | null = null
  onZoom: (start: number, stop: number) => void = () => {}
  onZoomBack: () => void = () => {}

  constructor(host: string, shown: Shown, edge: ViewEdge) {
    this.host = host
    this.shown = shown
    this.#edge = edge
    this.crosshair = `host ${host}`
    const { start, stop } = this.#asked()
    const step = this.#expectedStep()
    this.#grid = new SeriesGrid(step, Math.ceil((stop - start) / step) + 4)
  }

  get overlay(): Overlay | null {
    return this.#overlay
  }

  set overlay(overlay: Overlay | null) {
    this.#overlay = overlay
    this.#draw()
  }

  get grid(): SeriesGrid {
    return this.#grid
  }

  /** Whether samples are drawn as they come. */
  get live(): boolean {
    return 'range' in this.shown && this.shown.range.length <= RAW_LENGTH && this.#grid.step === 1_000
  }

  /** Whether live samples move the view: its newest bucket grows with each of them, where buckets are not too wide to see it. */
  get takesSamples(): boolean {
    return 'range' in this.shown && this.#grid.step <= WIDEST_LIVE_MS
  }

  get bands(): boolean {
    return this.#grid.step > 1_000
  }

  /** The resolution in words: what one value on the charts stands for. */
  get resolution(): string {
    const tier = TIERS[this.#tier] ?? `${this.#tier} tier`
    if (this.#grid.step === 1_000) return `${tier}, one value a second`
    return `${tier}, ${formatSpan(this.#grid.step / 1_000)} buckets`
  }

  /** What to ask history for, to have the values that are shown. */
  question(metrics: readonly string[]): HistoryQuestion {
    const { start, stop } = this.window()
    return { host: this.host, metrics, start, stop, points: Math.max(1, Math.ceil((stop - start) / this.#grid.step)) }
  }

  window(): { start: number; stop: number } {
    if ('from' in this.shown) return { start: this.shown.from, stop: this.shown.to }
    const { length } = this.shown.range
    const { step } = this.#grid
    const now = this.#edge.now()
    if (!this.live) {
      const stop = Math.ceil(now / step) * step
      return { start: stop - length, stop }
    }
    // The newest sample stands at the right edge; where none comes, time goes on without. Never backwards.
    const newest = Number.isFinite(this.#grid.newest) ? this.#grid.newest * step : 0
    const stop = Math.max(this.#lastEnd, Math.min(newest, now + LATE_MS), Math.floor((now - LATE_MS) / step) * step)
    this.#lastEnd = stop
    return { start: stop - length, stop }
  }

  /** The names of all series that the host is known to have, in order. A new array only when there are others. */
  names(): readonly string[] {
    return this.#names
  }

  groupState(id: string): GroupState {
    return this.#groups.get(id)?.state ?? LOADING
  }

  onDraw(listener: () => void): () => void {
    this.#drawListeners.add(listener)
    return () => this.#drawListeners.delete(listener)
  }

  /** Tells of what React shows: names, states of groups, the resolution. */
  onState(listener: () => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  /** Counts up whenever `onState` tells something. */
  get version(): number {
    return this.#version
  }

  onPoint(listener: (time: number | null) => void): () => void {
    this.#pointListeners.add(listener)
    return () => this.#pointListeners.delete(listener)
  }

  pointAt(time: number | null): void {
    for (const listener of this.#pointListeners) listener(time)
  }

  zoom(start: number, stop: number): void {
    this.onZoom(start, stop)
  }

  zoomBack(): void {
    this.onZoomBack()
  }

  /** Loads a group's metrics, and keeps them up to date until it is closed. */
  open(id: string, metrics: readonly string[]): void {
    if (this.#groups.has(id)) return
    const group: Group = { metrics, state: LOADING, abort: new AbortController(), loadedTo: 0 }
    this.#groups.set(id, group)
    void this.#load(id, group, this.#asked().start)
  }

  close(id: string): void {
    this.#groups.get(id)?.abort.abort()
    this.#groups.delete(id)
  }

  /** Loads a group again that failed. */
  retry(id: string): void {
    const group = this.#groups.get(id)
    if (!group) return
    this.close(id)
    this.open(id, group.metrics)
    this.#changed()
  }

  /** Learns which series the host has, so that they have a place before they have values. */
  learn(series: readonly string[]): void {
    for (const name of series) this.#grid.declare(name)
    this.#namesChanged()
  }

  /** Begins with what the view before it knows, so that another range does not begin empty. */
  inherit(before: HostView): void {
    if (this.live && before.live) this.#grid.copy(before.grid)
    this.learn(before.names())
  }

  /**
   * Takes a sample as it comes.
   *
   * @param of whose it is, where a view has samples of several hosts, which each come at times of their own
   */
  take(time: number, series: readonly string[], values: readonly (number | null)[], of = this.host): void {
    if (!this.takesSamples) return
    if (!this.live) {
      this.#fold(time, series, values, of)
      return
    }
    const slot = this.#phaseOf(of).slot(time)
    this.#liveFrom ??= slot
    this.#liveUntil = Math.max(this.#liveUntil, time)
    const count = Math.min(values.length, series.length)
    for (let i = 0; i < count; i++) {
      const value = values[i]
      if (value !== null && value !== undefined) this.#grid.write(slot * this.#grid.step, series[i] as string, value)
    }
  }

  #fold(time: number, series: readonly string[], values: readonly (number | null)[], of: string): void {
    const slot = this.#grid.slot(time)
    let tail = this.#tails.get(of)
    if (!tail || tail.slot !== slot) {
      tail = { slot, whole: tail?.slot === slot - 1, sums: new Map() }
      this.#tails.set(of, tail)
    }
    const count = Math.min(values.length, series.length)
    for (let i = 0; i < count; i++) {
      const value = values[i]
      if (value === null || value === undefined) continue
      const name = series[i] as string
      const sums = tail.sums.get(name)
      if (sums) {
        sums.sum += value
        sums.count++
        if (value < sums.min) sums.min = value
        if (value > sums.max) sums.max = value
      } else tail.sums.set(name, { sum: value, count: 1, min: value, max: value })
      if (!tail.whole) continue
      const { sum, count: samples, min, max } = tail.sums.get(name) as Sums
      this.#grid.write(slot * this.#grid.step, name, sum / samples, min, max)
    }
  }

  /** The line came up again: what was missed meanwhile is read from history. */
  reconnected(): void {
    this.#liveFrom = null
    this.#tails.clear()
    for (const [id, group] of this.#groups) {
      void this.#refresh(id, group)
    }
  }

  /** Called once a second: draws, and brings coarse views up to date when it is time. */
  beat(): void {
    if ('range' in this.shown && !this.live) {
      const every = Math.min(SELDOM_MS, Math.max(OFTEN_MS, this.#grid.step))
      const now = this.#edge.now()
      for (const [id, group] of this.#groups) {
        if (group.state.status === 'ready' && now - group.loadedTo >= every) {
          group.loadedTo = now
          void this.#refresh(id, group)
        }
      }
    }
    if (!('from' in this.shown)) this.#draw()
  }

  dispose(): void {
    for (const id of [...this.#groups.keys()]) this.close(id)
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #asked(): { start: number; stop: number; points: number } {
    if ('from' in this.shown) {
      const { from, to } = this.shown
      return { start: from, stop: to, points: pointsFor(to - from) }
    }
    const { length, points } = this.shown.range
    // The second that runs now is wanted too.
    const stop = (Math.floor(this.#edge.now() / 1000) + 1) * 1000
    return { start: stop - length, stop, points }
  }

  #expectedStep(): number {
    const { start, stop, points } = this.#asked()
    return Math.max(1, Math.ceil((stop - start) / points / 1000)) * 1000
  }

  async #load(id: string, group: Group, start: number): Promise<void> {
    const { signal } = group.abort
    const asked = this.#asked()
    const whole = start <= asked.start
    try {
      const history = await this.#edge.load({
        host: this.host,
        metrics: group.metrics,
        start,
        stop: asked.stop,
        points: whole ? asked.points : Math.max(1, Math.ceil((asked.stop - start) / this.#grid.step)),
        signal,
      })
      if (signal.aborted) return
      if (whole) this.#adopt(history, id)
      this.#merge(history)
      group.loadedTo = this.#edge.now()
      group.state = READY
      if (this.live) this.#closeSeam(id, group, 0)
    } catch (error) {
      if (signal.aborted) return
      // What is there stays; only a group that has nothing says that it failed.
      if (group.state.status !== 'ready') group.state = { status: 'error', error: explain(error) }
    }
    this.#changed()
    this.#draw()
  }

  #refresh(id: string, group: Group): Promise<void> {
    const { grid } = this
    const { start } = this.#asked()
    const known = Number.isFinite(grid.newest) ? (grid.newest - 2) * grid.step : 0
    const from = this.live
      ? Math.max(group.loadedTo, this.#liveUntil) - 10_000
      : Math.min(known, group.loadedTo - 2 * grid.step)
    return this.#load(id, group, Math.max(start, Math.floor(from / grid.step) * grid.step))
  }

  /** The platform chooses the step; where it is another than expected, the grid is made anew for it. */
  #adopt(history: History, id: string): void {
    this.#tier = history.tier
    const step = history.step * 1000
    if (step === this.#grid.step) return
    const { start, stop } = this.#asked()
    const before = this.#grid
    this.#grid = new SeriesGrid(step, Math.ceil((stop - start) / step) + 4)
    for (const name of before.names()) this.#grid.declare(name)
    for (const [other, group] of this.#groups) {
      if (other !== id && group.state.status === 'ready') void this.#load(other, group, start)
    }
  }

  #merge(history: History): void {
    for (const { name, mean, min, max } of history.series) {
      this.#grid.declare(name)
      for (let i = 0; i < mean.length; i++) {
        const value = mean[i]
        const time = history.times[i]
        if (value === null || value === undefined || time === undefined) continue
        this.#grid.write(time, name, value, min?.[i], max?.[i])
      }
    }
    this.#namesChanged()
  }

  /** Between the newest stored sample and the first live one some may be on their way: they are asked for again. */
  #closeSeam(id: string, group: Group, attempt: number): void {
    const wait = SEAM_RETRIES_MS[attempt]
    if (wait === undefined) return
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      if (group.abort.signal.aborted || !this.#edge.connected() || !this.#hasSeam(group)) return
      void this.#loadTail(group).then(() => this.#closeSeam(id, group, attempt + 1))
    }, wait)
    this.#timers.add(timer)
  }

  #hasSeam(group: Group): boolean {
    if (this.#liveFrom === null) return true
    const names = this.#names.filter((name) => group.metrics.includes(name.split('{', 1)[0] as string))
    for (const ofOneHost of byHost(names)) {
      for (let slot = this.#liveFrom - 1; slot > this.#liveFrom - 15; slot--) {
        if (this.#grid.lastKnown(ofOneHost, slot, slot) === null) return true
      }
    }
    return false
  }

  #phaseOf(host: string): Phase {
    let phase = this.#phases.get(host)
    if (!phase) {
      phase = new Phase(1_000)
      this.#phases.set(host, phase)
    }
    return phase
  }

  async #loadTail(group: Group): Promise<void> {
    const { signal } = group.abort
    const { stop } = this.#asked()
    const start = Math.max(this.#asked().start, ((this.#liveFrom ?? this.#grid.slot(stop)) - 20) * this.#grid.step)
    const points = Math.max(1, Math.ceil((stop - start) / this.#grid.step))
    try {
      const history = await this.#edge.load({ host: this.host, metrics: group.metrics, start, stop, points, signal })
      if (!signal.aborted && history.step * 1000 === this.#grid.step) this.#merge(history)
    } catch {
      // A gap of a second or two stays, and is shown as one.
    }
  }

  #namesChanged(): void {
    const count = this.#names.length
    const names = [...this.#grid.names()]
    if (names.length === count) return
    this.#names = names.sort()
    this.#changed()
  }

  #changed(): void {
    this.#version++
    for (const listener of [...this.#stateListeners]) listener()
  }

  #draw(): void {
    for (const listener of [...this.#drawListeners]) listener()
  }
}

function byHost(names: readonly string[]): Iterable<string[]> {
  const found = new Map<string, string[]>()
  for (const name of names) {
    const host = parseSeries(name).attributes[ATTRIBUTE.host] ?? ''
    const known = found.get(host)
    if (known) known.push(name)
    else found.set(host, [name])
  }
  return found.size > 0 ? found.values() : [[]]
}
