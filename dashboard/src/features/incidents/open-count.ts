import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { request } from '../../shared/api/http.ts'

/** Under this key stands what an `incidents` hint of the gateway makes old. */
export const INCIDENTS = ['alerts', 'incidents'] as const

/** How many incidents are open. Apart from the rest, because every page shows it. */
export const openCountQuery = queryOptions({
  queryKey: [...INCIDENTS, 'count'],
  queryFn: async ({ signal }) =>
    (await request('/api/v1/alerts/incidents?limit=1', z.object({ open: z.number() }), { signal })).open,
  // The gateway says when there is something new; this is for what it may have missed.
  refetchInterval: 60_000,
})
