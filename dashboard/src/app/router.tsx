import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { accountQuery, setupQuery } from '../features/account/api.ts'
import { readAlertsSearch } from '../features/alerts/alerts-search.ts'
import { readCompareSearch } from '../features/compare/compare-search.ts'
import { readTimeSearch } from '../features/history/ranges.ts'
import { readHostsSearch } from '../features/hosts/hosts-search.ts'
import { explain, SessionOverError } from '../shared/api/http.ts'
import { Notice } from '../shared/ui/notice.tsx'
import { makeQueries } from './queries.ts'
import { Shell } from './shell.tsx'

const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: Failed,
})

function NotFound() {
  return (
    <div className="entry">
      <Notice title="There is no such page">
        <Link to="/" className="link">
          All hosts
        </Link>
      </Notice>
    </div>
  )
}

function Failed({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <div className="entry">
      <Notice
        title="This page could not be shown"
        retry={() => {
          reset()
          void router.invalidate()
        }}
      >
        {explain(error)}
      </Notice>
    </div>
  )
}

/** The pages for those who are logged in; all others are sent to log in, or to set up where there is no account yet. */
const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(accountQuery)
    } catch (error) {
      if (!(error instanceof SessionOverError)) throw error
      throw redirect({ to: '/login', search: location.href === '/' ? {} : { to: location.href } })
    }
  },
})

const hostsRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/',
  validateSearch: readHostsSearch,
  component: lazyRouteComponent(() => import('./hosts-route.tsx'), 'HostsRoute'),
})

const hostRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/hosts/$hostId',
  validateSearch: readTimeSearch,
  component: lazyRouteComponent(() => import('./host-route.tsx'), 'HostRoute'),
})

const compareRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/compare',
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(() => import('./compare-route.tsx'), 'CompareRoute'),
})

const alertsRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/alerts',
  validateSearch: readAlertsSearch,
  component: lazyRouteComponent(() => import('./alerts-route.tsx'), 'AlertsRoute'),
})

const settingsRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-route.tsx'), 'SettingsRoute'),
})

const settingsRoutes = [
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/settings/account', replace: true })
    },
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/account',
    component: lazyRouteComponent(() => import('./settings-pages.tsx'), 'AccountRoute'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/tokens',
    component: lazyRouteComponent(() => import('./settings-pages.tsx'), 'TokensRoute'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/invitations',
    component: lazyRouteComponent(() => import('./settings-pages.tsx'), 'InvitationsRoute'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/hosts',
    component: lazyRouteComponent(() => import('./settings-pages.tsx'), 'HostsSettingsRoute'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/appearance',
    component: lazyRouteComponent(() => import('./settings-pages.tsx'), 'AppearanceRoute'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/storage',
    component: lazyRouteComponent(() => import('./settings-pages.tsx'), 'StorageRoute'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/audit',
    component: lazyRouteComponent(() => import('./settings-pages.tsx'), 'AuditRoute'),
  }),
] as const

/** An address of this site to go on to; another site's would be a way to mislead. */
const inward = (to: unknown): string | undefined =>
  typeof to === 'string' && to.startsWith('/') && !to.startsWith('//') && !to.startsWith('/\\') ? to : undefined

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = inward(search.to)
    return to ? { to } : {}
  },
  beforeLoad: async ({ context }) => {
    const { needed } = await context.queries.fetchQuery(setupQuery)
    if (needed) throw redirect({ to: '/setup' })
  },
  component: lazyRouteComponent(() => import('./entry-routes.tsx'), 'LoginRoute'),
})

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  beforeLoad: async ({ context }) => {
    const { needed } = await context.queries.fetchQuery(setupQuery)
    if (!needed) throw redirect({ to: '/login' })
  },
  component: lazyRouteComponent(() => import('./entry-routes.tsx'), 'SetupRoute'),
})

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  beforeLoad: async ({ context }) => {
    const { needed } = await context.queries.fetchQuery(setupQuery)
    if (needed) throw redirect({ to: '/setup' })
  },
  component: lazyRouteComponent(() => import('./entry-routes.tsx'), 'RegisterRoute'),
})

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset',
  component: lazyRouteComponent(() => import('./entry-routes.tsx'), 'ResetRoute'),
})

const routeTree = rootRoute.addChildren([
  insideRoute.addChildren([
    hostsRoute,
    hostRoute,
    compareRoute,
    alertsRoute,
    settingsRoute.addChildren(settingsRoutes),
  ]),
  loginRoute,
  setupRoute,
  registerRoute,
  resetRoute,
])

export const queries = makeQueries(() => {
  const { location, matches } = router.state
  // A page that is only about to be shown is sent to log in by its route.
  if (matches.some(({ routeId, status }) => routeId === insideRoute.id && status === 'success')) {
    void router.navigate({ to: '/login', search: { to: location.href }, replace: true }).then(() => queries.clear())
  }
})

export const router = createRouter({
  routeTree,
  context: { queries },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  // Quick work shows no sign of having taken any.
  defaultPendingMs: 300,
  defaultPendingMinMs: 0,
})
