import type { Frame } from './frames.ts'

/** The newest sample of one host, as its channel brings it. */
export class HostFeed {
  readonly host: string
  /** The names of the values, in the order of the samples. */
  series: readonly string[] = []
  values: readonly (number | null)[] = []
  /** When the newest sample was measured, Unix milliseconds; null while there was none. */
  time: number | null = null
  /** Why nothing comes, where the platform said so. */
  problem: string | null = null
  readonly #index = new Map<string, number>()

  constructor(host: string) {
    this.host = host
  }

  /** Takes a frame in and tells what it brought for this host. */
  take(frame: Frame): 'series' | 'sample' | 'problem' | null {
    if (frame.type === 'series' && frame.host === this.host) {
      this.series = frame.series
      this.values = []
      this.#index.clear()
      for (const [index, name] of frame.series.entries()) this.#index.set(name, index)
      return 'series'
    }
    if (frame.type === 'sample' && frame.host === this.host) {
      this.values = frame.values
      this.time = frame.timestamp
      this.problem = null
      return 'sample'
    }
    if (frame.type === 'error' && frame.channel === 'host' && frame.host === this.host) {
      this.problem = frame.problem.detail ?? frame.problem.title ?? 'StatusMonitor sends no live values of this host.'
      return 'problem'
    }
    return null
  }

  /** Starts from a stored sample, where none has come yet. */
  seed(time: number, metrics: Readonly<Record<string, number>>): void {
    if (this.time !== null) return
    const entries = Object.entries(metrics)
    this.take({ type: 'series', host: this.host, series: entries.map(([name]) => name) })
    this.values = entries.map(([, value]) => value)
    this.time = time
  }

  /** The newest value of a series, NaN where the newest sample has none. */
  value(name: string): number {
    const index = this.#index.get(name)
    return (index === undefined ? undefined : this.values[index]) ?? Number.NaN
  }
}
