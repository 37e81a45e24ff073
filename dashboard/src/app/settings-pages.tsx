import { AccountPage } from '../features/account/account-page.tsx'
import { AuditPage } from '../features/account/audit-page.tsx'
import { InvitationsPage } from '../features/account/invitations-page.tsx'
import { TokensPage } from '../features/account/tokens-page.tsx'
import { StoragePage } from '../features/history/storage-page.tsx'
import { HostsSettings } from '../features/hosts/hosts-settings.tsx'
import { Panel } from '../shared/ui/panel.tsx'
import { ThemeSwitch } from '../shared/ui/theme-switch.tsx'
import { useToLogin } from './to-login.ts'

export function AccountRoute() {
  const toLogin = useToLogin()
  return <AccountPage onLoggedOut={() => toLogin()} />
}

export const TokensRoute = TokensPage
export const InvitationsRoute = InvitationsPage
export const HostsSettingsRoute = HostsSettings
export const StorageRoute = StoragePage
export const AuditRoute = AuditPage

export function AppearanceRoute() {
  return (
    <Panel title="Appearance" lead="Remembered on this device.">
      <div style={{ maxWidth: 360 }}>
        <ThemeSwitch words />
      </div>
    </Panel>
  )
}
