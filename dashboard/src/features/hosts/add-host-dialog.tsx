import { Modal } from '@mantine/core'
import { AddHost } from './add-host.tsx'

/** Adding a host, over the list of those that are there. */
export function AddHostDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Add a host" size={720} closeButtonProps={{ 'aria-label': 'Close' }}>
      <AddHost />
    </Modal>
  )
}
