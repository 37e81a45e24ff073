import { IconChevronDown } from '@tabler/icons-react'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import type { RangeKey } from '../history/ranges.ts'
import type { Host } from './api.ts'
import css from './host-page.module.css'

type Props = { host: Host; hosts: readonly Host[]; range: RangeKey | undefined }

/** The name of a host, and the way to another one at the same range. */
export function HostSwitch({ host, hosts, range }: Props) {
  const [menu, wantMenu, heralds] = useOnDemand(() => import('./host-switch-menu.tsx'))
  const button = (
    <button
      type="button"
      className={css.switch}
      aria-label={`${host.name}, switch host`}
      aria-haspopup="menu"
      {...heralds}
      {...(menu ? {} : { onClick: wantMenu })}
    >
      {host.name} <IconChevronDown size={18} stroke={1.75} aria-hidden />
    </button>
  )
  return menu ? (
    <menu.HostSwitchMenu host={host} hosts={hosts} range={range}>
      {button}
    </menu.HostSwitchMenu>
  ) : (
    button
  )
}
