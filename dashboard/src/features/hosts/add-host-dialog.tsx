import { Modal } from '@mantine/core'
import { AddHost } from './add-host.tsx'
import type { Host } from './api.ts'

/** Adding a host, or enrolling one again, over the page that one came from. */
export function AddHostDialog({ again, onClose }: { again?: Host; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={again ? `Enrol ${again.name} again` : 'Add a host'}
      size={720}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <AddHost {...(again ? { again } : {})} onClose={onClose} />
    </Modal>
  )
}
