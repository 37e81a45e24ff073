import * as z from 'zod/mini'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

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
  { key: '24h', label: '24 h', length: 24 * HOUR, points: 720 },
] as const satisfies readonly Range[]

export type RangeKey = (typeof RANGES)[number]['key']

const [LIVE] = RANGES

export const rangeOf = (key: RangeKey | undefined): Range => RANGES.find((range) => range.key === key) ?? LIVE

/** A range that lasts no longer than this is drawn from single samples, and so second by second. */
export const RAW_LENGTH = 15 * MINUTE

/** Nobody needs to see less than this, and a slipping hand would. */
export const LEAST_ZOOM = 10 * SECOND

/** What a host page shows, as its address says it: a range that ends now, or a piece of the past. */
export type HostSearch = {
  readonly range?: RangeKey | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

const keys = RANGES.map((range) => range.key)
const rangeSchema = z.enum(keys as [RangeKey, ...RangeKey[]])
const timeSchema = z.number().check(z.int(), z.positive())

/** Reads the address; what makes no sense in it counts as not said. */
export function readHostSearch(search: Record<string, unknown>): HostSearch {
  const range = rangeSchema.safeParse(search.range)
  const from = timeSchema.safeParse(search.from)
  const to = timeSchema.safeParse(search.to)
  const zoomed = from.success && to.success && to.data - from.data >= LEAST_ZOOM
  return {
    ...(range.success && range.data !== LIVE.key ? { range: range.data } : {}),
    ...(zoomed ? { from: from.data, to: to.data } : {}),
  }
}

/** How many buckets to ask for, for a piece of the past: single samples where they fit. */
export function pointsFor(length: number): number {
  return length <= RAW_LENGTH ? Math.max(1, Math.ceil(length / SECOND)) : 720
}
