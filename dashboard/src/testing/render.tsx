import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { theme } from '../app/theme.ts'
import { LiveProvider } from '../features/live/live.tsx'
import { Lines } from './line.ts'

/** Renders as the application does: with controls, queries, a router at `/`, and a live connection that the test holds. */
export function renderPage(page: ReactNode) {
  const lines = new Lines()
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const root = createRootRoute({ component: Outlet })
  const at = (path: string, component: () => ReactNode) => createRoute({ getParentRoute: () => root, path, component })
  const router = createRouter({
    routeTree: root.addChildren([at('/', () => page), at('/hosts/$hostId', () => <p>The page of a host</p>)]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  const sessionOver: string[] = []
  const rendered = render(
    <MantineProvider env="test" theme={theme}>
      <QueryClientProvider client={queries}>
        <LiveProvider
          edge={lines}
          onHostsChanged={() => void queries.invalidateQueries({ queryKey: ['hosts'] })}
          onIncidentsChanged={() => void queries.invalidateQueries({ queryKey: ['alerts', 'incidents'] })}
          onSessionOver={() => sessionOver.push('over')}
        >
          <RouterProvider router={router as never} />
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { ...rendered, lines, queries, router, sessionOver }
}
