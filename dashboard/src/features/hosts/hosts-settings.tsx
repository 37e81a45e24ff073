import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { formatFullDay } from '../../shared/time.ts'
import form from '../../shared/ui/form.module.css'
import { Notice } from '../../shared/ui/notice.tsx'
import { Panel } from '../../shared/ui/panel.tsx'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import { hostsQuery } from './api.ts'
import { HostActions } from './host-actions.tsx'
import { hasOldAgent } from './host-state.ts'

/** Which hosts may send, since when, and what can be done about it. */
export function HostsSettings() {
  const { data: hosts, error, refetch } = useQuery(hostsQuery)
  const [adding, setAdding] = useState(false)
  const [dialog, wantDialog, heralds] = useOnDemand(() => import('./add-host-dialog.tsx'))
  return (
    <Panel
      title="Hosts and enrolment"
      lead="Each host has a key of its own, made on it. Revoke one that is lost or sold: it is refused within a second. Enrol it again to give it a new key."
      action={
        <Button
          leftSection={<IconPlus size={16} aria-hidden />}
          {...heralds}
          onClick={() => {
            wantDialog()
            setAdding(true)
          }}
        >
          Add host
        </Button>
      }
    >
      {dialog && adding && <dialog.AddHostDialog onClose={() => setAdding(false)} />}
      {error && (
        <Notice title="The list of hosts could not be read" retry={() => void refetch()}>
          {explain(error)}
        </Notice>
      )}
      {hosts?.length === 0 && <p>There is none yet.</p>}
      {hosts && hosts.length > 0 && (
        <div className={form.wrap}>
          <table className={form.table}>
            <thead>
              <tr>
                <th scope="col">Host</th>
                <th scope="col">May send</th>
                <th scope="col">Added</th>
                <th scope="col">Enrolled</th>
                <th scope="col">
                  <span className="sr">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {hosts.map((host) => (
                <tr key={host.id}>
                  <th scope="row">
                    <Link to="/hosts/$hostId" params={{ hostId: host.id }}>
                      {host.name}
                    </Link>
                    {host.tags.length > 0 && <small>{host.tags.join(' · ')}</small>}
                    {hasOldAgent(host) && <small>old agent {host.resource['service.version']}: update it</small>}
                  </th>
                  <td data-label="may send">{host.state === 'active' ? 'yes' : 'no: revoked'}</td>
                  <td className={form.moment} data-label="added">
                    {formatFullDay(host.created)}
                  </td>
                  <td className={form.moment} data-label="enrolled">
                    {formatFullDay(host.enrolled ?? host.created)}
                  </td>
                  <td className={form.action}>
                    <HostActions host={host} onDeleted={() => {}} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}
