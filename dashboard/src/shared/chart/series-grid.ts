type Column = { mean: Float64Array; min: Float64Array | null; max: Float64Array | null }

/**
 * The values of many series on one grid of time: a ring of slots, each `step` milliseconds wide, that keeps the newest
 * `size` of them. History and live samples are written into the same slots, in any order and as often as they come, so
 * they join without a seam; what nobody wrote is NaN, which is drawn as a gap. Nothing is allocated by a write to a
 * series that is known.
 */
export class SeriesGrid {
  readonly step: number
  readonly size: number
  /** Counts up with every new series, so that what depends on the names is worked out only then. */
  namesVersion = 0
  #newest = Number.NEGATIVE_INFINITY
  readonly #columns = new Map<string, Column>()

  constructor(step: number, size: number) {
    this.step = step
    this.size = size
  }

  /** The slot of a time. */
  slot(time: number): number {
    return Math.floor(time / this.step)
  }

  /** The newest slot that anything was written to, -Infinity while there is none. */
  get newest(): number {
    return this.#newest
  }

  names(): IterableIterator<string> {
    return this.#columns.keys()
  }

  has(name: string): boolean {
    return this.#columns.has(name)
  }

  /** Writes one value; `min` and `max` where it stands for several. A slot that has left the ring is ignored. */
  write(time: number, name: string, mean: number, min?: number | null, max?: number | null): void {
    if (!Number.isFinite(mean)) return
    const slot = this.slot(time)
    if (slot > this.#newest) this.#advance(slot)
    else if (slot <= this.#newest - this.size) return
    const column = this.#column(name)
    const index = slot % this.size
    column.mean[index] = mean
    if (min !== undefined && min !== null && max !== undefined && max !== null) {
      column.min ??= Float64Array.from(column.mean)
      column.max ??= Float64Array.from(column.mean)
      column.min[index] = min
      column.max[index] = max
    } else if (column.min && column.max) {
      column.min[index] = mean
      column.max[index] = mean
    }
  }

  /** Makes a series known before it has a value, so that it has a place in its chart. */
  declare(name: string): void {
    this.#column(name)
  }

  /** Takes over what another grid of the same step knows. */
  copy(other: SeriesGrid): void {
    if (other.step !== this.step || !Number.isFinite(other.newest)) return
    const first = other.newest - Math.min(other.size, this.size) + 1
    for (const name of other.names()) {
      this.declare(name)
      for (let slot = first; slot <= other.newest; slot++) {
        this.write(slot * this.step, name, other.mean(name, slot), other.min(name, slot), other.max(name, slot))
      }
    }
  }

  mean(name: string, slot: number): number {
    return this.#read(this.#columns.get(name)?.mean, slot)
  }

  min(name: string, slot: number): number {
    const column = this.#columns.get(name)
    return this.#read(column?.min ?? column?.mean, slot)
  }

  max(name: string, slot: number): number {
    const column = this.#columns.get(name)
    return this.#read(column?.max ?? column?.mean, slot)
  }

  /** The newest slot within `[first, last]` in which one of the series has a value, or null. */
  lastKnown(names: readonly string[], first: number, last: number): number | null {
    for (let slot = Math.min(last, this.#newest); slot >= first; slot--) {
      for (const name of names) {
        if (!Number.isNaN(this.mean(name, slot))) return slot
      }
    }
    return null
  }

  #read(values: Float64Array | undefined, slot: number): number {
    if (!values || slot > this.#newest || slot <= this.#newest - this.size) return Number.NaN
    return values[slot % this.size] ?? Number.NaN
  }

  #advance(slot: number): void {
    // Slots between the newest and this one hold what is `size` slots older, or nothing yet.
    const first = Math.max(this.#newest + 1, slot - this.size + 1)
    for (const column of this.#columns.values()) {
      for (let skipped = first; skipped <= slot; skipped++) {
        const index = skipped % this.size
        column.mean[index] = Number.NaN
        if (column.min) column.min[index] = Number.NaN
        if (column.max) column.max[index] = Number.NaN
      }
    }
    this.#newest = slot
  }

  #column(name: string): Column {
    let column = this.#columns.get(name)
    if (!column) {
      column = { mean: new Float64Array(this.size).fill(Number.NaN), min: null, max: null }
      this.#columns.set(name, column)
      this.namesVersion++
    }
    return column
  }
}
