import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { request } from '../../shared/api/http.ts'

const hostSchema = z.object({
  id: z.string(),
  name: z.string(),
  tags: z.array(z.string()),
  state: z.enum(['active', 'revoked']),
  created: z.number(),
  /** When it got the key that it has. */
  enrolled: z.optional(z.number()),
  /** When it was noticed, within the last minutes, that several machines send as this host. */
  shared: z.optional(z.number()),
  resource: z.record(z.string(), z.string()),
})

export type Host = z.infer<typeof hostSchema>

const hostsSchema = z.object({ hosts: z.array(hostSchema) })

/** One's own hosts, by name. */
export const hostsQuery = queryOptions({
  queryKey: ['hosts'],
  queryFn: async ({ signal }) => (await request('/api/v1/hosts', hostsSchema, { signal })).hosts,
  // The gateway says when there is something new; this is for what it may have missed.
  refetchInterval: 60_000,
})

export const hostQuery = (id: string) =>
  queryOptions({
    queryKey: ['hosts', id],
    queryFn: ({ signal }) => request(`/api/v1/hosts/${encodeURIComponent(id)}`, hostSchema, { signal }),
  })

export type HostChanges = { readonly name?: string; readonly tags?: readonly string[] }

export const changeHost = (id: string, changes: HostChanges): Promise<Host> =>
  request(`/api/v1/hosts/${encodeURIComponent(id)}`, hostSchema, { method: 'PATCH', body: changes })

export const deleteHost = (id: string): Promise<unknown> =>
  request(`/api/v1/hosts/${encodeURIComponent(id)}`, z.unknown(), { method: 'DELETE' })

/** Its agent may send no more, until it is enrolled again. */
export const revokeHost = (id: string): Promise<Host> =>
  request(`/api/v1/hosts/${encodeURIComponent(id)}/revoke`, hostSchema, { method: 'POST' })

const enrolmentSchema = z.object({
  id: z.string(),
  code: z.string(),
  expires: z.number(),
  platform_url: z.string(),
  commands: z.object({ linux: z.string(), macos: z.string(), windows: z.string() }),
  /** The platform's address is one of its own machine. */
  local_only: z.optional(z.boolean()),
})

export type Enrolment = z.infer<typeof enrolmentSchema>

/** A code for a new host, or for one that is there and gets a new key. */
export const createEnrolment = (host?: string): Promise<Enrolment> =>
  request(
    host === undefined ? '/api/v1/enrolments' : `/api/v1/hosts/${encodeURIComponent(host)}/enrolments`,
    enrolmentSchema,
    { method: 'POST', body: {} },
  )

const enrolmentStateSchema = z.object({
  state: z.enum(['waiting', 'enrolled', 'expired']),
  host_id: z.optional(z.nullable(z.string())),
})

/** What became of a code: asked each second for as long as nobody used it. */
export const enrolmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['enrolments', id],
    queryFn: ({ signal }) => request(`/api/v1/enrolments/${encodeURIComponent(id)}`, enrolmentStateSchema, { signal }),
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'waiting' ? false : 1_000),
    refetchIntervalInBackground: true,
  })
