import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { download, request } from '../../shared/api/http.ts'

const values = z.array(z.nullable(z.number()))

const seriesSchema = z.array(
  z.object({
    name: z.string(),
    metric: z.string(),
    attributes: z.record(z.string(), z.string()),
    unit: z.string(),
    mean: values,
    min: z.optional(values),
    max: z.optional(values),
  }),
)

const bucketsSchema = z.object({
  start: z.number(),
  stop: z.number(),
  tier: z.string(),
  /** Seconds. */
  step: z.number().check(z.positive()),
  times: z.array(z.number()),
})

const historySchema = z.extend(bucketsSchema, { host: z.string(), series: seriesSchema })

const historiesSchema = z.extend(bucketsSchema, {
  hosts: z.array(z.object({ host: z.string(), series: seriesSchema })),
})

export type History = z.infer<typeof historySchema>

export type HistoryQuestion = {
  readonly host: string
  readonly metrics: readonly string[]
  readonly start: number
  readonly stop: number
  readonly points: number
  readonly signal?: AbortSignal
}

/** Asks for several metrics of a host at once. */
export type LoadHistory = (question: HistoryQuestion) => Promise<History>

const addressOf = ({ host, ...question }: HistoryQuestion): string =>
  `/api/v1/hosts/${encodeURIComponent(host)}/metrics?${parametersOf(question)}`

function parametersOf({ metrics, start, stop, points }: Omit<HistoryQuestion, 'host'>): URLSearchParams {
  const query = new URLSearchParams()
  for (const metric of metrics) query.append('metric', metric)
  query.set('start', String(Math.round(start)))
  query.set('stop', String(Math.round(stop)))
  query.set('points', String(points))
  return query
}

export const loadHistory: LoadHistory = (question) =>
  request(addressOf(question), historySchema, { signal: question.signal })

/** The same values as a table for other programs. */
export const loadCsv = (question: HistoryQuestion): Promise<Blob> => download(addressOf(question), 'text/csv')

export type Histories = z.infer<typeof historiesSchema>

/** The same, of several hosts. */
export type HistoriesQuestion = Omit<HistoryQuestion, 'host'> & { readonly hosts: readonly string[] }

function addressOfHosts({ hosts, ...question }: HistoriesQuestion): string {
  const query = parametersOf(question)
  for (const host of hosts) query.append('host', host)
  return `/api/v1/history?${query}`
}

/** Asks for metrics of several hosts at once, in the same buckets. */
export const loadHistories = (question: HistoriesQuestion): Promise<Histories> =>
  request(addressOfHosts(question), historiesSchema, { signal: question.signal })

/** The same values as a table for other programs. */
export const loadHistoriesCsv = (question: HistoriesQuestion): Promise<Blob> =>
  download(addressOfHosts(question), 'text/csv')

const latestSchema = z.object({
  host: z.string(),
  timestamp: z.nullable(z.number()),
  metrics: z.record(z.string(), z.number()),
})

/** The newest sample that is stored of a host. */
export const loadLatest = (host: string, signal: AbortSignal) =>
  request(`/api/v1/hosts/${encodeURIComponent(host)}/latest`, latestSchema, { signal })

/** The same, of one that sends nothing at present; of any other it would be old in a second. */
export const latestQuery = (host: string) =>
  queryOptions({
    queryKey: ['latest', host],
    queryFn: ({ signal }) => loadLatest(host, signal),
    staleTime: 60_000,
    retry: 1,
  })

const maybe = z.optional(z.nullable(z.number()))

const storageSchema = z.object({
  store: z.string(),
  tiers: z.array(z.object({ tier: z.string(), bytes: z.number(), values: maybe, bytes_per_day: z.number() })),
  free_bytes: maybe,
  /** Until the disk is full; null where there is room for all that will be kept. */
  days_left: maybe,
})

export type Tier = z.infer<typeof storageSchema>['tiers'][number]

/** What history keeps, how fast it grows, and how much room there is. */
export const storageQuery = queryOptions({
  queryKey: ['storage'],
  queryFn: ({ signal }) => request('/api/v1/history/storage', storageSchema, { signal }),
  refetchInterval: 60_000,
})
