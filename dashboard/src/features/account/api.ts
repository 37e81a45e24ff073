import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { request } from '../../shared/api/http.ts'

const accountSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.nullable(z.string()),
  created: z.number(),
})

export type Account = z.infer<typeof accountSchema>

/** Who is logged in. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => request('/api/v1/account', accountSchema, { signal }),
  staleTime: 10 * 60_000,
})

const setupSchema = z.object({ needed: z.boolean() })

/** Whether the first account is still to be made. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => request('/api/v1/setup', setupSchema, { signal, session: false }),
  staleTime: 0,
})

/** What log-in and set-up answer is read again from the account itself. */
const anything = z.unknown()

export const logIn = (email: string, password: string): Promise<unknown> =>
  request('/api/v1/session', anything, { method: 'POST', body: { email, password }, session: false })

export const logOut = (): Promise<unknown> => request('/api/v1/session', anything, { method: 'DELETE' })

export type NewAccount = {
  readonly token: string
  readonly email: string
  readonly password: string
  readonly name: string
}

export const createFirstAccount = (account: NewAccount): Promise<unknown> =>
  request('/api/v1/setup', anything, { method: 'POST', body: account, session: false })

const nullish = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema))

const tokenFields = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  created: z.number(),
  expires: nullish(z.number()),
}
const tokensSchema = z.object({ tokens: z.array(z.object({ ...tokenFields, last_used: nullish(z.number()) })) })
const newTokenSchema = z.object({ ...tokenFields, token: z.string() })

export type ApiToken = z.infer<typeof tokensSchema>['tokens'][number]

/** One's API tokens, without what makes them good. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await request('/api/v1/tokens', tokensSchema, { signal })).tokens,
})

/** @param days until it expires; null for never */
export const createToken = (token: { name: string; scopes: readonly string[]; days: number | null }) =>
  request('/api/v1/tokens', newTokenSchema, {
    method: 'POST',
    body: { name: token.name, scopes: token.scopes, ...(token.days === null ? {} : { expires_in_days: token.days }) },
  })

export const revokeToken = (id: string): Promise<unknown> =>
  request(`/api/v1/tokens/${encodeURIComponent(id)}`, anything, { method: 'DELETE' })

const auditSchema = z.object({
  events: z.array(
    z.object({
      id: z.string(),
      time: z.number(),
      type: z.string(),
      actor: nullish(z.string()),
      subject: nullish(z.string()),
      address: nullish(z.string()),
      detail: nullish(z.string()),
    }),
  ),
})

export type AuditEvent = z.infer<typeof auditSchema>['events'][number]

export const AUDIT_PAGE = 50

/** What changed one's access, newest first, a page at a time. */
export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: async ({ signal, pageParam }) => {
    const query = new URLSearchParams({ limit: String(AUDIT_PAGE), ...(pageParam ? { before: pageParam } : {}) })
    return (await request(`/api/v1/audit?${query}`, auditSchema, { signal })).events
  },
  initialPageParam: '',
  getNextPageParam: (page) => (page.length < AUDIT_PAGE ? undefined : page.at(-1)?.id),
})
