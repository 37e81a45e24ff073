import type { OverviewFrame, Point } from './frames.ts'

/** Two minutes at one a second, and a little for those that come early. */
export const OVERVIEW_SLOTS = 128

/** The newest values of one host. NaN is unknown. */
export type Latest = {
  readonly time: number
  readonly cpu: number
  readonly memory: number
  readonly disk: number
  readonly mountpoint: string | null
  readonly receive: number
  readonly transmit: number
  readonly load: number
  readonly uptime: number
}

/** The last two minutes of one host, in rings by the second. */
export class HostOverview {
  readonly cpu = new Float64Array(OVERVIEW_SLOTS).fill(Number.NaN)
  readonly receive = new Float64Array(OVERVIEW_SLOTS).fill(Number.NaN)
  readonly transmit = new Float64Array(OVERVIEW_SLOTS).fill(Number.NaN)
  latest: Latest | null = null
  #newest = Number.NEGATIVE_INFINITY

  /** The second of the newest point. */
  get newest(): number {
    return this.#newest
  }

  add(point: Point): void {
    const [time, cpu, memory, disk, mountpoint, receive, transmit, load, uptime] = point
    const second = Math.floor(time / 1000)
    if (second <= this.#newest - OVERVIEW_SLOTS) return
    const first = Math.max(this.#newest + 1, second - OVERVIEW_SLOTS + 1)
    for (let skipped = first; skipped <= second; skipped++) this.#write(skipped, Number.NaN, Number.NaN, Number.NaN)
    this.#newest = Math.max(this.#newest, second)
    this.#write(second, orNaN(cpu), orNaN(receive), orNaN(transmit))
    if (this.latest && time < this.latest.time) return
    this.latest = {
      time,
      cpu: orNaN(cpu),
      memory: orNaN(memory),
      disk: orNaN(disk),
      mountpoint,
      receive: orNaN(receive),
      transmit: orNaN(transmit),
      load: orNaN(load),
      uptime: orNaN(uptime),
    }
  }

  /** Reads one of the rings at a second; NaN where there is nothing. */
  at(ring: Float64Array, second: number): number {
    if (second > this.#newest || second <= this.#newest - OVERVIEW_SLOTS) return Number.NaN
    return ring[second % OVERVIEW_SLOTS] ?? Number.NaN
  }

  #write(second: number, cpu: number, receive: number, transmit: number): void {
    const index = second % OVERVIEW_SLOTS
    this.cpu[index] = cpu
    this.receive[index] = receive
    this.transmit[index] = transmit
  }
}

/** What the overview channel told of all hosts. */
export class Overview {
  /** Whether the last two minutes have come, so that a host without points is known to have none. */
  filled = false
  readonly #hosts = new Map<string, HostOverview>()

  get(host: string): HostOverview | undefined {
    return this.#hosts.get(host)
  }

  /** Takes a frame in: a snapshot fills what is missing, the others add the newest. */
  apply(frame: OverviewFrame): void {
    if (frame.snapshot && !frame.more) this.filled = true
    for (const { host, points } of frame.hosts) {
      let overview = this.#hosts.get(host)
      if (!overview) {
        overview = new HostOverview()
        this.#hosts.set(host, overview)
      }
      for (const point of points) overview.add(point)
    }
  }

  /** Forgets hosts that are no longer there. */
  keep(hosts: ReadonlySet<string>): void {
    for (const host of this.#hosts.keys()) {
      if (!hosts.has(host)) this.#hosts.delete(host)
    }
  }
}

const orNaN = (value: number | null): number => value ?? Number.NaN
