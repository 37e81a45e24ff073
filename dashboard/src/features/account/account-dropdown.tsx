import { Button, Popover } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explain } from '../../shared/api/http.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { ThemeSwitch } from '../../shared/ui/theme-switch.tsx'
import css from './account-menu.module.css'
import { logOut } from './api.ts'

type Props = { name: string; email: string; onLoggedOut: () => void; children: ReactNode }

/** Who is logged in, how the page looks, and the way out; open from the beginning. */
export function AccountDropdown({ name, email, onLoggedOut, children }: Props) {
  const leave = useMutation({ mutationFn: logOut, onSuccess: onLoggedOut })
  return (
    <Popover defaultOpened position="bottom-end" width={264} shadow="none" withinPortal={false} trapFocus returnFocus>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown className={css.dropdown} aria-label="Account">
        <div className={css.who}>
          <b>{name}</b>
          {name !== email && <span>{email}</span>}
        </div>
        <ThemeSwitch words />
        <Button
          variant="default"
          loading={leave.isPending}
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => leave.mutate()}
        >
          Log out
        </Button>
        {leave.isError && <Notice title="Still logged in">{explain(leave.error)}</Notice>}
      </Popover.Dropdown>
    </Popover>
  )
}
