import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { formatMinute } from '../../shared/time.ts'
import { CopyLine } from '../../shared/ui/copy-line.tsx'
import { Notice } from '../../shared/ui/notice.tsx'
import css from './add-host.module.css'
import { createEnrolment, type Enrolment, hostsQuery } from './api.ts'

/** What to run on a machine so that it appears here. */
export function AddHost() {
  const { mutate, data, error, isError, isPending } = useMutation({ mutationFn: createEnrolment })
  useEffect(() => mutate(), [mutate])
  return (
    <div className={css.enrol}>
      {isError && (
        <Notice title="No enrolment code was made" retry={() => mutate()}>
          {explain(error)}
        </Notice>
      )}
      {data && (
        <>
          <p>
            Copy <code>agent/target/agent-all.jar</code>, from where StatusMonitor was built, to the machine. It needs
            Java 17 or newer. Run there:
          </p>
          <CopyLine text={agentCommand(data)} />
          <p className={css.note}>
            The code works once, until {formatMinute(data.expires)}.{' '}
            <button type="button" className="link" disabled={isPending} onClick={() => mutate()}>
              New code
            </button>
          </p>
          <Arrivals />
        </>
      )}
    </div>
  )
}

/**
 * The line that makes a machine a host of this platform. The code is a variable, for everybody on a machine can read
 * command lines.
 */
export function agentCommand({ platform_url, code }: Enrolment): string {
  return `STATUSMONITOR_CODE=${code} java -jar agent-all.jar --platform ${platform_url} --identity ~/.statusmonitor-agent`
}

/** Looks for hosts that were not there when it began, so that one sees the machine arrive. */
function Arrivals() {
  const { data: hosts } = useQuery({ ...hostsQuery, refetchInterval: 2_000 })
  const [before] = useState(() => new Set(hosts?.map((host) => host.id)))
  const arrived = hosts?.filter((host) => !before.has(host.id)) ?? []
  return (
    <div className={css.arrivals} role="status">
      {arrived.length === 0 ? (
        <p>Waiting for the machine. It appears here by itself.</p>
      ) : (
        arrived.map((host) => (
          <p key={host.id}>
            <b>{host.name}</b> is enrolled.{' '}
            <Button renderRoot={(props) => <Link {...props} to="/hosts/$hostId" params={{ hostId: host.id }} />}>
              Open host
            </Button>
          </p>
        ))
      )}
    </div>
  )
}
