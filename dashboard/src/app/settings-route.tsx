import { Link, Outlet } from '@tanstack/react-router'
import { useTitle } from '../shared/ui/use-title.ts'
import css from './settings-route.module.css'

const PAGES = [
  { to: '/settings/tokens', label: 'API tokens' },
  { to: '/settings/hosts', label: 'Hosts' },
  { to: '/settings/appearance', label: 'Appearance' },
  { to: '/settings/audit', label: 'Audit log' },
] as const

/** The settings: which there are, and the one that is open. */
export function SettingsRoute() {
  useTitle('Settings')
  return (
    <div className={css.settings}>
      <div>
        <h1>Settings</h1>
        <nav className={css.pages} aria-label="Settings">
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
