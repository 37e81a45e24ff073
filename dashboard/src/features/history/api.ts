import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { request } from '../../shared/api/http.ts'

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

const latestSchema = z.object({
  host: z.string(),
  timestamp: z.nullable(z.number()),
  metrics: z.record(z.string(), z.number()),
})

/** The newest sample that is stored of a host, for one that sends nothing at present. */
export const latestQuery = (host: string) =>
  queryOptions({
    queryKey: ['latest', host],
    queryFn: ({ signal }) => request(`/api/v1/hosts/${encodeURIComponent(host)}/latest`, latestSchema, { signal }),
    staleTime: 60_000,
    retry: 1,
  })
