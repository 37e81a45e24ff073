import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

/** The way to the log-in page, and back to an address afterwards where one is given. */
export function useToLogin(): (to?: string) => void {
  const queries = useQueryClient()
  const router = useRouter()
  return useCallback(
    (to) => {
      // What was known of the account goes when nothing shows it any more.
      void router
        .navigate({ to: '/login', search: to && to !== '/' ? { to } : {}, replace: true })
        .then(() => queries.clear())
    },
    [queries, router],
  )
}
