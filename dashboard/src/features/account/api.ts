import { queryOptions } from '@tanstack/react-query'
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
