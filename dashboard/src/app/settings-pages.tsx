import { AuditPage } from '../features/account/audit-page.tsx'
import { TokensPage } from '../features/account/tokens-page.tsx'
import { HostsSettings } from '../features/hosts/hosts-settings.tsx'
import { Panel } from '../shared/ui/panel.tsx'
import { ThemeSwitch } from '../shared/ui/theme-switch.tsx'

export const TokensRoute = TokensPage
export const HostsSettingsRoute = HostsSettings
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
