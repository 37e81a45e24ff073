/** Above this an answer took so long that it says little about the time. */
const LONGEST_TRIP_MS = 5_000

/**
 * The platform's clock as this page knows it. Ages are told by it, because a viewer's clock may be minutes wrong. Times
 * that come with a known round trip are worth more than those that came alone.
 */
export class PlatformClock {
  #offset = 0
  #trip = Number.POSITIVE_INFINITY

  /** Unix milliseconds. */
  now(): number {
    return Date.now() + this.#offset
  }

  /** How far this device's clock is behind the platform's, milliseconds. */
  get offset(): number {
    return this.#offset
  }

  /** Learns from a time that the platform told, `trip` milliseconds after it was asked for it. */
  learn(time: number, trip: number): void {
    if (trip > LONGEST_TRIP_MS || trip > this.#trip * 1.5 + 5) return
    this.#trip = Math.min(trip, this.#trip)
    this.#offset = time + trip / 2 - Date.now()
  }

  /** A clock may have been set, or a device have slept: what was known counts no more. */
  forget(): void {
    this.#trip = Number.POSITIVE_INFINITY
  }
}
