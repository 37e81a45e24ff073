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

const setupSchema = z.object({
  needed: z.boolean(),
  /** Who may make an account; what does not say it lets nobody. */
  registration: z.optional(z.enum(['open', 'invitation'])),
  /** Whether the platform sends e-mail. */
  mail: z.optional(z.boolean()),
})

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

/** @param token of an invitation; left out where anybody may register */
export type Registration = {
  readonly invitation?: string
  readonly email: string
  readonly password: string
  readonly name: string
}

export const register = (account: Registration): Promise<unknown> =>
  request('/api/v1/accounts', anything, { method: 'POST', body: account, session: false })

export const resetPassword = (token: string, password: string): Promise<unknown> =>
  request('/api/v1/password-resets', anything, {
    method: 'POST',
    body: { token, new_password: password },
    session: false,
  })

/** The answer is the same whether there is such an account. */
export const requestReset = (email: string): Promise<unknown> =>
  request('/api/v1/password-resets/requests', anything, { method: 'POST', body: { email }, session: false })

export type AccountChanges = { readonly name?: string; readonly email?: string; readonly current_password?: string }

export const changeAccount = (changes: AccountChanges): Promise<Account> =>
  request('/api/v1/account', accountSchema, { method: 'PATCH', body: changes })

export const changePassword = (current: string, next: string): Promise<unknown> =>
  request('/api/v1/account/password', anything, {
    method: 'PUT',
    body: { current_password: current, new_password: next },
  })

export const deleteAccount = (password: string): Promise<unknown> =>
  request('/api/v1/account', anything, { method: 'DELETE', body: { current_password: password } })

const sessionsSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      created: z.number(),
      last_used: z.number(),
      current: z.boolean(),
      user_agent: nullish(z.string()),
    }),
  ),
})

export type SessionInfo = z.infer<typeof sessionsSchema>['sessions'][number]

/** Where one is logged in. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await request('/api/v1/sessions', sessionsSchema, { signal })).sessions,
})

export const logOutEverywhere = (): Promise<unknown> => request('/api/v1/sessions', anything, { method: 'DELETE' })

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

const invitationFields = { id: z.string(), email: nullish(z.string()), created: z.number(), expires: z.number() }
const invitationsSchema = z.object({ invitations: z.array(z.object(invitationFields)) })
const newInvitationSchema = z.object({
  id: z.string(),
  token: z.string(),
  link: z.string(),
  created: z.number(),
  expires: z.number(),
  /** Whether it is on its way by e-mail. */
  mailed: z.optional(z.boolean()),
})

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async ({ signal }) => (await request('/api/v1/invitations', invitationsSchema, { signal })).invitations,
})

/** @param email whose address the new account has to have; empty for any */
export const invite = (email: string) =>
  request('/api/v1/invitations', newInvitationSchema, { method: 'POST', body: email === '' ? {} : { email } })

export const withdrawInvitation = (id: string): Promise<unknown> =>
  request(`/api/v1/invitations/${encodeURIComponent(id)}`, anything, { method: 'DELETE' })

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
