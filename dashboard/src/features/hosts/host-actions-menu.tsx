import { Button, Menu, Modal, TextInput } from '@mantine/core'
import { IconBan, IconKey, IconPencil, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { AddHostDialog } from './add-host-dialog.tsx'
import { changeHost, deleteHost, type Host, revokeHost } from './api.ts'
import css from './host-page.module.css'

type Props = { host: Host; onDeleted: () => void; children: ReactNode }

/** The menu of what can be done with a host, open from the beginning, and its dialogs. */
export function HostActionsMenu({ host, onDeleted, children }: Props) {
  const [open, setOpen] = useState<'change' | 'revoke' | 'enrol' | 'delete' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Menu defaultOpened position="bottom-end" width={200} withinPortal={false}>
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setOpen('change')}>
            Name and tags
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => setOpen('enrol')}>
            Enrol again
          </Menu.Item>
          {host.state === 'active' && (
            <Menu.Item leftSection={<IconBan size={16} aria-hidden />} onClick={() => setOpen('revoke')}>
              Revoke
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setOpen('delete')}>
            Delete host
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'change' && <ChangeDialog host={host} onClose={close} />}
      {open === 'revoke' && <RevokeDialog host={host} onClose={close} />}
      {open === 'enrol' && <AddHostDialog again={host} onClose={close} />}
      {open === 'delete' && <DeleteDialog host={host} onClose={close} onDeleted={onDeleted} />}
    </>
  )
}

/** Words of a line as tags: apart by commas or spaces, each once. */
export function readTags(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))]
}

function ChangeDialog({ host, onClose }: { host: Host; onClose: () => void }) {
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (changes: { name: string; tags: string[] }) => changeHost(host.id, changes),
    onSuccess: (changed) => {
      queries.setQueryData(['hosts', host.id], changed)
      void queries.invalidateQueries({ queryKey: ['hosts'], exact: true })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title="Name and tags" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          change.mutate({ name: String(data.get('name')).trim(), tags: readTags(String(data.get('tags'))) })
        }}
      >
        <TextInput label="Name" name="name" defaultValue={host.name} maxLength={100} required data-autofocus />
        <TextInput
          label="Tags"
          name="tags"
          defaultValue={host.tags.join(' ')}
          description="Words by which to find it, apart by spaces."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
        />
        {change.isError && <Notice title="Nothing was changed">{explain(change.error)}</Notice>}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function RevokeDialog({ host, onClose }: { host: Host; onClose: () => void }) {
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeHost(host.id),
    onSuccess: (revoked) => {
      queries.setQueryData(['hosts', host.id], revoked)
      void queries.invalidateQueries({ queryKey: ['hosts'], exact: true })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={`Revoke ${host.name}?`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={css.form}>
        <p>
          Its agent is refused within a second and may not send until the host is enrolled again. What it measured so
          far stays.
        </p>
        {revoke.isError && <Notice title="The host was not revoked">{explain(revoke.error)}</Notice>}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button data-danger loading={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke host
          </Button>
        </div>
      </div>
    </Modal>
  )
}

function DeleteDialog({ host, onClose, onDeleted }: { host: Host; onClose: () => void; onDeleted: () => void }) {
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => deleteHost(host.id),
    onSuccess: () => {
      queries.setQueryData(['hosts'], (hosts: Host[] | undefined) => hosts?.filter((other) => other.id !== host.id))
      void queries.invalidateQueries({ queryKey: ['hosts'], exact: true })
      onDeleted()
    },
  })
  return (
    <Modal opened onClose={onClose} title={`Delete ${host.name}?`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={css.form}>
        <p>
          It disappears from all pages, its history too, and its agent may not send any more. This cannot be undone; the
          machine can be added again as a new host.
        </p>
        {remove.isError && <Notice title="The host was not deleted">{explain(remove.error)}</Notice>}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button data-danger loading={remove.isPending} onClick={() => remove.mutate()}>
            Delete host
          </Button>
        </div>
      </div>
    </Modal>
  )
}
