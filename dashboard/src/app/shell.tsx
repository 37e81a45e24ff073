import { IconServer2 } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { AccountMenu } from '../features/account/account-menu.tsx'
import { ConnectionBadge } from '../features/live/connection-badge.tsx'
import { LiveProvider } from '../features/live/live.tsx'
import { Logo } from '../shared/ui/logo.tsx'
import { ThemeSwitch } from '../shared/ui/theme-switch.tsx'
import css from './shell.module.css'

/** The frame of all pages for those who are logged in. */
export function Shell() {
  const queries = useQueryClient()
  const router = useRouter()
  const toLogin = useCallback(
    (to?: string) => {
      // What was known of the account goes when nothing shows it any more.
      void router
        .navigate({ to: '/login', search: to && to !== '/' ? { to } : {}, replace: true })
        .then(() => queries.clear())
    },
    [queries, router],
  )
  const onHostsChanged = useCallback(() => void queries.invalidateQueries({ queryKey: ['hosts'] }), [queries])
  const onSessionOver = useCallback(() => toLogin(router.state.location.href), [toLogin, router])
  return (
    <LiveProvider onHostsChanged={onHostsChanged} onSessionOver={onSessionOver}>
      <a className={css.skip} href="#main">
        To the content
      </a>
      <header className={css.top}>
        <Link to="/" className={css.home}>
          <Logo />
        </Link>
        <nav className={css.nav} aria-label="Main">
          <Link to="/" aria-current="page">
            <IconServer2 size={16} stroke={1.75} aria-hidden />
            Hosts
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
