import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RangeKey } from '../history/ranges.ts'
import type { Host } from './api.ts'
import css from './host-page.module.css'

type Props = { host: Host; hosts: readonly Host[]; range: RangeKey | undefined; children: ReactNode }

/** The other hosts, open from the beginning. */
export function HostSwitchMenu({ host, hosts, range, children }: Props) {
  return (
    <Menu defaultOpened position="bottom-start" width={280} withinPortal={false}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown className={css.others}>
        {hosts.map((other) => (
          <Menu.Item
            key={other.id}
            aria-current={other.id === host.id ? 'page' : undefined}
            renderRoot={(props) => (
              <Link {...props} to="/hosts/$hostId" params={{ hostId: other.id }} search={range ? { range } : {}} />
            )}
          >
            {other.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
