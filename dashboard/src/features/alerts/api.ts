import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { request } from '../../shared/api/http.ts'
import { INCIDENTS } from '../incidents/open-count.ts'

const maybe = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema))
const nothing = z.unknown()
const at = (path: string, id: string, rest = '') => `/api/v1/alerts/${path}/${encodeURIComponent(id)}${rest}`

const severitySchema = z.enum(['info', 'warning', 'critical'])
export type Severity = z.infer<typeof severitySchema>

const scopeSchema = z.object({ all: maybe(z.boolean()), tag: maybe(z.string()), host: maybe(z.string()) })
export type Scope = z.infer<typeof scopeSchema>

const ruleSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['metric', 'host_down']),
  /** A metric's name or a whole series name; left out of a host-down rule, as are the next four. */
  metric: maybe(z.string()),
  unit: maybe(z.string()),
  direction: maybe(z.enum(['above', 'below'])),
  threshold: maybe(z.number()),
  clear: maybe(z.number()),
  for_seconds: z.number(),
  cooldown_seconds: z.number(),
  /** 0 for never. */
  repeat_seconds: z.number(),
  severity: severitySchema,
  scope: scopeSchema,
  paused: z.boolean(),
  created: z.number(),
})
export type Rule = z.infer<typeof ruleSchema>

/** A rule as it is written; what is left out of a change stays. */
export type RuleBody = Partial<Omit<Rule, 'id' | 'unit' | 'created'>>

/** One's own rules, the oldest first. */
export const rulesQuery = queryOptions({
  queryKey: ['alerts', 'rules'],
  queryFn: async ({ signal }) =>
    (await request('/api/v1/alerts/rules', z.object({ rules: z.array(ruleSchema) }), { signal })).rules,
})

export const addRule = (body: RuleBody): Promise<Rule> =>
  request('/api/v1/alerts/rules', ruleSchema, { method: 'POST', body })

export const changeRule = (id: string, body: RuleBody): Promise<Rule> =>
  request(at('rules', id), ruleSchema, { method: 'PATCH', body })

export const deleteRule = (id: string): Promise<unknown> => request(at('rules', id), nothing, { method: 'DELETE' })

const rehearsalSchema = z.object({
  start: z.number(),
  stop: z.number(),
  /** How many firing messages there would have been. */
  told: z.number(),
  incidents: z.array(
    z.object({
      host: z.string(),
      host_name: z.string(),
      series: maybe(z.string()),
      since: z.number(),
      resolved: maybe(z.number()),
      peak: z.number(),
      told: z.boolean(),
    }),
  ),
  looked: z.number(),
  hosts: z.number(),
})
export type Rehearsal = z.infer<typeof rehearsalSchema>

/** What a rule would have done within the last week. */
export const rehearse = (body: RuleBody, signal?: AbortSignal): Promise<Rehearsal> =>
  request('/api/v1/alerts/rules/test', rehearsalSchema, { method: 'POST', body, signal })

const busySchema = z.object({ name: z.string(), pid: z.number(), cpu: maybe(z.number()), memory: maybe(z.number()) })

const incidentSchema = z.object({
  id: z.string(),
  /** As it was when it fired. */
  rule: ruleSchema,
  host: z.string(),
  host_name: z.string(),
  /** Left out of host-down. */
  series: maybe(z.string()),
  unit: z.string(),
  severity: severitySchema,
  state: z.enum(['firing', 'resolved']),
  /** When the condition began, and when it had held long enough. */
  since: z.number(),
  opened: z.number(),
  value: maybe(z.number()),
  peak: maybe(z.number()),
  last_message: maybe(z.number()),
  messages: z.number(),
  resolved: maybe(z.number()),
  last_value: maybe(z.number()),
  reason: maybe(z.string()),
  acknowledged: maybe(z.number()),
  acknowledged_by: maybe(z.string()),
  processes: maybe(z.object({ cpu: z.array(busySchema), memory: z.array(busySchema) })),
})
export type Incident = z.infer<typeof incidentSchema>

const incidentsSchema = z.object({ incidents: z.array(incidentSchema), open: z.number(), more: z.boolean() })

const MOST_OPEN = 200

/** What is open, the newest first. */
export const openIncidentsQuery = queryOptions({
  queryKey: [...INCIDENTS, 'open'],
  queryFn: ({ signal }) =>
    request(`/api/v1/alerts/incidents?state=open&limit=${MOST_OPEN}`, incidentsSchema, { signal }),
  // The gateway says when there is something new; this is for what it may have missed.
  refetchInterval: 60_000,
})

export const HISTORY_PAGE = 10

/** All there were, the newest first, a page at a time. */
export const incidentHistoryQuery = (host: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...INCIDENTS, 'all', host ?? ''],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ state: 'all', limit: String(HISTORY_PAGE) })
      if (host) query.set('host', host)
      if (pageParam) query.set('before', pageParam)
      return request(`/api/v1/alerts/incidents?${query}`, incidentsSchema, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (page) => (page.more ? page.incidents.at(-1)?.id : undefined),
  })

const MOST_PAGES = 5

/** The incidents of a host that went on after a time, the newest first. @param from Unix milliseconds */
export const hostIncidentsQuery = (host: string, from: number) =>
  queryOptions({
    queryKey: [...INCIDENTS, 'host', host, from],
    queryFn: async ({ signal }) => {
      const found: Incident[] = []
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = new URLSearchParams({ state: 'all', limit: '200', host })
        const last = found.at(-1)
        if (last) query.set('before', last.id)
        const { incidents, more } = await request(`/api/v1/alerts/incidents?${query}`, incidentsSchema, { signal })
        found.push(...incidents)
        // They stand by when they opened: what opened a day before and is over by now is not looked for.
        if (!more || (incidents.at(-1)?.opened ?? 0) < from - 86_400_000) break
      }
      return found.filter(({ resolved }) => !resolved || resolved > from)
    },
  })

export const acknowledge = (id: string): Promise<Incident> =>
  request(at('incidents', id, '/acknowledge'), incidentSchema, { method: 'POST' })

const deliverySchema = z.object({
  channel: z.string(),
  kind: z.string(),
  name: z.string(),
  message: z.enum(['firing', 'repeated', 'resolved']),
  state: z.enum(['pending', 'sent', 'failed']),
  attempts: z.number(),
  time: z.number(),
  error: maybe(z.string()),
})
export type Delivery = z.infer<typeof deliverySchema>

/** What became of an incident's messages, the oldest first. */
export const deliveriesQuery = (incident: string) =>
  queryOptions({
    queryKey: [...INCIDENTS, 'deliveries', incident],
    queryFn: async ({ signal }) =>
      (
        await request(at('incidents', incident, '/deliveries'), z.object({ deliveries: z.array(deliverySchema) }), {
          signal,
        })
      ).deliveries,
    // What is on its way arrives, or is tried again.
    refetchInterval: (query) => (query.state.data?.some(({ state }) => state === 'pending') ? 2_000 : false),
  })

const silenceSchema = z.object({
  id: z.string(),
  name: z.string(),
  rule: maybe(z.string()),
  scope: scopeSchema,
  start: z.number(),
  stop: z.number(),
  /** Comes back each week, by the clocks of a zone; then `next` is the window that is now or comes next. */
  repeat: maybe(z.string()),
  next: maybe(z.object({ start: z.number(), stop: z.number() })),
})
export type Silence = z.infer<typeof silenceSchema>

export type SilenceBody = {
  readonly name?: string
  readonly rule?: string
  readonly scope: Scope
  readonly start?: number
  readonly stop: number
  readonly repeat?: 'weekly'
  /** IANA; of a window that comes back. */
  readonly zone?: string
}

export type SilenceKind = 'mutes' | 'maintenance'

/** Mutes or maintenance windows that are not over. */
export const silencesQuery = (kind: SilenceKind) =>
  queryOptions({
    queryKey: ['alerts', kind],
    queryFn: async ({ signal }) => {
      const list = z.array(silenceSchema)
      const answer = await request(`/api/v1/alerts/${kind}`, z.object({ [kind]: list }), { signal })
      return answer[kind] as Silence[]
    },
    refetchInterval: 60_000,
  })

export const addSilence = (kind: SilenceKind, body: SilenceBody): Promise<Silence> =>
  request(`/api/v1/alerts/${kind}`, silenceSchema, { method: 'POST', body })

export const endSilence = (kind: SilenceKind, id: string): Promise<unknown> =>
  request(at(kind, id), nothing, { method: 'DELETE' })

const channelFields = {
  id: z.string(),
  kind: z.enum(['telegram', 'webhook', 'email']),
  name: z.string(),
  url: maybe(z.string()),
  email: maybe(z.string()),
  min_severity: severitySchema,
  paused: z.boolean(),
  created: z.number(),
  /** Why nothing arrives. */
  problem: maybe(z.string()),
}
const channelSchema = z.object(channelFields)
export type Channel = z.infer<typeof channelSchema>
export type ChannelKind = Channel['kind']

/** Where messages go, and which kinds the platform is set up for. */
export const channelsQuery = queryOptions({
  queryKey: ['alerts', 'channels'],
  queryFn: ({ signal }) =>
    request('/api/v1/alerts/channels', z.object({ channels: z.array(channelSchema), kinds: z.array(z.string()) }), {
      signal,
    }),
})

export type NewChannel = {
  readonly kind: 'webhook' | 'email'
  readonly url?: string
  readonly email?: string
  readonly name?: string
}

/** @returns with the secret of a web hook, which is shown this once */
export const addChannel = (body: NewChannel) =>
  request('/api/v1/alerts/channels', z.object({ ...channelFields, secret: maybe(z.string()) }), {
    method: 'POST',
    body,
  })

export type ChannelChanges = { readonly name?: string; readonly paused?: boolean; readonly min_severity?: Severity }

export const changeChannel = (id: string, body: ChannelChanges): Promise<Channel> =>
  request(at('channels', id), channelSchema, { method: 'PATCH', body })

export const deleteChannel = (id: string): Promise<unknown> =>
  request(at('channels', id), nothing, { method: 'DELETE' })

const testSchema = z.object({ sent: z.boolean(), error: maybe(z.string()) })

/** Sends a message and waits for what becomes of it. */
export const testChannel = (id: string) => request(at('channels', id, '/test'), testSchema, { method: 'POST' })

const telegramSchema = z.object({ configured: z.boolean(), bot: maybe(z.string()), problem: maybe(z.string()) })

/** Whether the platform has a bot, and how it is. */
export const telegramQuery = queryOptions({
  queryKey: ['alerts', 'telegram'],
  queryFn: ({ signal }) => request('/api/v1/alerts/telegram', telegramSchema, { signal }),
})

const linkSchema = z.object({
  bot: z.string(),
  code: z.string(),
  link: z.string(),
  group_link: z.string(),
  expires: z.number(),
})

/** A code by which a chat becomes a channel: good once, for 15 minutes. */
export const linkTelegram = () => request('/api/v1/alerts/telegram/link', linkSchema, { method: 'POST' })
