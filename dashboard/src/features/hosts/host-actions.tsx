import { ActionIcon } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import type { Host } from './api.ts'

/** What can be done with a host: another name, other tags, or away with it. */
export function HostActions({ host, onDeleted }: { host: Host; onDeleted: () => void }) {
  const [menu, wantMenu, heralds] = useOnDemand(() => import('./host-actions-menu.tsx'))
  const button = (
    <ActionIcon
      variant="default"
      aria-label="More"
      aria-haspopup="menu"
      {...heralds}
      {...(menu ? {} : { onClick: wantMenu })}
    >
      <IconDots size={16} aria-hidden />
    </ActionIcon>
  )
  return menu ? (
    <menu.HostActionsMenu host={host} onDeleted={onDeleted}>
      {button}
    </menu.HostActionsMenu>
  ) : (
    button
  )
}
