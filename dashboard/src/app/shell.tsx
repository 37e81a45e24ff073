import { IconAdjustmentsHorizontal, IconBell, IconChartLine, IconServer2 } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { AccountMenu } from '../features/account/account-menu.tsx'
import { INCIDENTS, openCountQuery } from '../features/incidents/open-count.ts'
import { ConnectionBadge } from '../features/live/connection-badge.tsx'
import { LiveProvider } from '../features/live/live.tsx'
import { Logo } from '../shared/ui/logo.tsx'
import { ThemeSwitch } from '../shared/ui/theme-switch.tsx'
import css from './shell.module.css'
import { useToLogin } from './to-login.ts'

/** The frame of all pages for those who are logged in. */
export function Shell() {
  const queries = useQueryClient()
  const router = useRouter()
  const toLogin = useToLogin()
  // A host is one of the hosts.
  const atHosts = useLocation({ select: ({ pathname }) => pathname === '/' || pathname.startsWith('/hosts/') })
  const onHostsChanged = useCallback(() => void queries.invalidateQueries({ queryKey: ['hosts'] }), [queries])
  const onIncidentsChanged = useCallback(() => void queries.invalidateQueries({ queryKey: INCIDENTS }), [queries])
  const onSessionOver = useCallback(() => toLogin(router.state.location.href), [toLogin, router])
  return (
    <LiveProvider onHostsChanged={onHostsChanged} onIncidentsChanged={onIncidentsChanged} onSessionOver={onSessionOver}>
      <a className={css.skip} href="#main">
        To the content
      </a>
      <header className={css.top}>
        <Link to="/" className={css.home}>
          <Logo />
        </Link>
        <nav className={css.nav} aria-label="Main">
          <Link to="/" {...(atHosts ? { 'aria-current': 'page' } : {})}>
            <IconServer2 size={20} stroke={1.75} aria-hidden />
            Hosts
          </Link>
          <Link to="/compare">
            <IconChartLine size={20} stroke={1.75} aria-hidden />
            Compare
          </Link>
          <Link to="/alerts">
            <IconBell size={20} stroke={1.75} aria-hidden />
            Alerts
            <OpenCount />
          </Link>
          <Link to="/settings">
            <IconAdjustmentsHorizontal size={20} stroke={1.75} aria-hidden />
            Settings
          </Link>
        </nav>
        <span className={css.space} />
        <ConnectionBadge />
        <div className={css.theme}>
          <ThemeSwitch />
        </div>
        <AccountMenu onLoggedOut={() => toLogin()} />
      </header>
      <main id="main" className={css.main} tabIndex={-1}>
        <Outlet />
      </main>
    </LiveProvider>
  )
}

/** How many incidents are open; nothing where none is, or nobody knows. */
function OpenCount() {
  const { data: open = 0 } = useQuery(openCountQuery)
  if (open === 0) return null
  return (
    <span className={css.count}>
      {open > 99 ? '99+' : open}
      <span className="sr"> open {open === 1 ? 'incident' : 'incidents'}</span>
    </span>
  )
}
