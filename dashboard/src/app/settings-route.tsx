import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTitle } from '../shared/ui/use-title.ts'
import css from './settings-route.module.css'

const PAGES = [
  { to: '/settings/account', label: 'Account' },
  { to: '/settings/tokens', label: 'API tokens' },
  { to: '/settings/invitations', label: 'Invitations' },
  { to: '/settings/hosts', label: 'Hosts' },
  { to: '/settings/storage', label: 'Storage' },
  { to: '/settings/appearance', label: 'Appearance' },
  { to: '/settings/audit', label: 'Audit log' },
] as const

/** The settings: which there are, and the one that is open. */
export function SettingsRoute() {
  useTitle('Settings')
  const pages = useRef<HTMLElement>(null)
  const pathname = useLocation({ select: (location) => location.pathname })
  // On a phone they are wider than the screen: the open one is to be seen.
  useEffect(() => {
    const box = pages.current
    const open = box?.querySelector<HTMLElement>(`a[href="${pathname}"]`)
    if (box && open) box.scrollLeft = open.offsetLeft - box.offsetLeft - (box.clientWidth - open.offsetWidth) / 2
  }, [pathname])
  return (
    <div className={css.settings}>
      <div>
        <h1>Settings</h1>
        <nav ref={pages} className={css.pages} aria-label="Settings">
          {PAGES.map(({ to, label }) => (
            <Link key={to} to={to}>
              {label}
            </Link>
          ))}
        </nav>
      </div>
      <div className={css.page}>
        <Outlet />
      </div>
    </div>
  )
}
