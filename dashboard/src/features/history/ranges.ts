import * as z from 'zod/mini'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A range that ends now. `points` is how many buckets to ask for, which says how wide they are. */
export type Range = {
  readonly key: string
  readonly label: string
  readonly length: number
  readonly points: number
}

export const RANGES = [
  { key: '5m', label: '5 m', length: 5 * MINUTE, points: 300 },
  { key: '15m', label: '15 m', length: 15 * MINUTE, points: 900 },
  { key: '1h', label: '1 h', length: HOUR, points: 720 },
  { key: '6h', label: '6 h', length: 6 * HOUR, points: 720 },
  { key: '24h', label: '24 h', length: DAY, points: 720 },
  { key: '7d', label: '7 d', length: 7 * DAY, points: 672 },
  { key: '30d', label: '30 d', length: 30 * DAY, points: 720 },
  { key: '12mo', label: '12 mo', length: 365 * DAY, points: 730 },
] as const satisfies readonly Range[]

export type RangeKey = (typeof RANGES)[number]['key']

const [LIVE] = RANGES

export const rangeOf = (key: RangeKey | undefined): Range => RANGES.find((range) => range.key === key) ?? LIVE

/** A range that lasts no longer than this is drawn from single samples, and so second by second. */
export const RAW_LENGTH = 15 * MINUTE

/** Nobody needs to see less than this, and a slipping hand would. */
export const LEAST_ZOOM = 10 * SECOND

/** The platform keeps no more, and refuses to be asked for more. */
export const MOST_ZOOM = 365 * DAY

/** What time a page shows, as its address says it: a range that ends now, or a piece of the past. */
export type TimeSearch = {
  readonly range?: RangeKey | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

const keys = RANGES.map((range) => range.key)
const rangeSchema = z.enum(keys as [RangeKey, ...RangeKey[]])
const timeSchema = z.number().check(z.int(), z.positive())

/** Reads the address; what makes no sense in it counts as not said. */
export function readTimeSearch(search: Record<string, unknown>): TimeSearch {
  const range = rangeSchema.safeParse(search.range)
  const from = timeSchema.safeParse(search.from)
  const to = timeSchema.safeParse(search.to)
  const length = from.success && to.success ? to.data - from.data : 0
  const zoomed = from.success && to.success && length >= LEAST_ZOOM && length <= MOST_ZOOM
  return {
    ...(range.success && range.data !== LIVE.key ? { range: range.data } : {}),
    ...(zoomed ? { from: from.data, to: to.data } : {}),
  }
}

/** How many buckets to ask for, for a piece of the past: single samples where they fit. */
export function pointsFor(length: number): number {
  return length <= RAW_LENGTH ? Math.max(1, Math.ceil(length / SECOND)) : 720
}

/** What is wrong with a range that a person typed; null where nothing is. */
export function wrongWith(from: number, to: number, now: number): string | null {
  if (!Number.isFinite(from) || !Number.isFinite(to)) return 'Give a day and a time for both.'
  if (to <= from) return 'The end has to come after the beginning.'
  if (from >= now) return 'That has not happened yet.'
  if (to - from < LEAST_ZOOM) return 'Ten seconds is the least.'
  if (to - from > MOST_ZOOM) return 'At most 365 days: nothing is kept for longer.'
  return null
}
