import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ProblemError, SessionOverError } from '../shared/api/http.ts'

/**
 * What the page knows of the platform. A refusal is final; silence and overload are tried again.
 *
 * @param onSessionOver called when any answer says that only a log-in helps
 */
export function makeQueries(onSessionOver: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof SessionOverError) onSessionOver()
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => {
          if (error instanceof ProblemError && error.status < 500 && error.status !== 429) return false
          return failures < 2
        },
        retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 10_000),
      },
      mutations: { retry: false },
    },
  })
}
