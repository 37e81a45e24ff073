import { Button, Tabs } from '@mantine/core'
import { IconCheck, IconClock } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { formatClock } from '../../shared/time.ts'
import { CopyLine } from '../../shared/ui/copy-line.tsx'
import { Notice } from '../../shared/ui/notice.tsx'
import { formatSpan } from '../../shared/units.ts'
import { useOverview } from '../live/live.tsx'
import css from './add-host.module.css'
import { createEnrolment, type Enrolment, enrolmentQuery, type Host, hostsQuery } from './api.ts'
import { FirstSamples } from './first-samples.tsx'
import { useFirstSample } from './use-first-sample.ts'

type Props = {
  /** The host that gets a new key; left out, a new host is added. */
  again?: Host
  /** Closes the dialog; left out where this stands on a page of its own. */
  onClose?: () => void
}

/** What to run on a machine so that it appears here, and how it does. */
export function AddHost({ again, onClose }: Props) {
  const { mutate, data, error, isError, isPending } = useMutation({ mutationFn: () => createEnrolment(again?.id) })
  useEffect(() => mutate(), [mutate])
  return (
    <div className={css.enrol}>
      {isError && (
        <Notice title="No enrolment code was made" retry={() => mutate()}>
          {explain(error)}
        </Notice>
      )}
      {data && (
        <Enrol
          key={data.id}
          enrolment={data}
          again={again !== undefined}
          making={isPending}
          onNewCode={() => mutate()}
          onClose={onClose}
        />
      )}
    </div>
  )
}

const SYSTEMS = [
  { key: 'linux', label: 'Linux' },
  { key: 'macos', label: 'macOS' },
  { key: 'windows', label: 'Windows' },
] as const

/** The system of this device is a good guess for the next one. */
function guess(): (typeof SYSTEMS)[number]['key'] {
  if (/Windows/.test(navigator.userAgent)) return 'windows'
  return /Mac OS X/.test(navigator.userAgent) ? 'macos' : 'linux'
}

type EnrolProps = {
  enrolment: Enrolment
  again: boolean
  making: boolean
  onNewCode: () => void
  onClose: (() => void) | undefined
}

function Enrol({ enrolment, again, making, onNewCode, onClose }: EnrolProps) {
  const [explained, setExplained] = useState(false)
  const { data: found } = useQuery(enrolmentQuery(enrolment.id))
  const queries = useQueryClient()
  const state = found?.state ?? 'waiting'
  const hostId = found?.state === 'enrolled' ? (found.host_id ?? null) : null
  useEffect(() => {
    if (hostId !== null) void queries.invalidateQueries({ queryKey: hostsQuery.queryKey })
  }, [hostId, queries])
  const newCode = (
    <button type="button" className="link" disabled={making} onClick={onNewCode}>
      New code
    </button>
  )
  return (
    <>
      <Tabs defaultValue={guess()} keepMounted={false}>
        <Tabs.List aria-label="System of the machine">
          {SYSTEMS.map(({ key, label }) => (
            <Tabs.Tab key={key} value={key}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {SYSTEMS.map(({ key }) => (
          <Tabs.Panel key={key} value={key} className={css.command}>
            <p>
              Run this {key === 'windows' ? 'in PowerShell ' : ''}on the machine. It {again ? 'comes back' : 'appears'}{' '}
              here by itself.
            </p>
            <CopyLine text={enrolment.commands[key]} />
          </Tabs.Panel>
        ))}
      </Tabs>
      <p className={`${css.note} ${css.between}`}>
        {state === 'expired' ? (
          <span>The code was not used within its hour. {newCode}</span>
        ) : (
          <span>
            The code works once{state === 'waiting' && <Remaining until={enrolment.expires} />}. {newCode}
          </span>
        )}
        <button type="button" className="link" aria-expanded={explained} onClick={() => setExplained(!explained)}>
          What it does
        </button>
      </p>
      {explained && (
        <p className={css.note}>
          It downloads the agent and a small Java runtime from this platform, checks their SHA-256, and sets the agent
          up as a service under a user of its own. The agent makes a key pair that never leaves the machine, enrols with
          the code, and from then on sends one sample a second. It listens on no port, and can be told to do nothing
          else. To look at it, or to update or remove it: <code>statusmonitor-agent status</code>, <code>update</code>,{' '}
          <code>uninstall</code>.
        </p>
      )}
      {enrolment.local_only && (
        <Notice title="Good on this machine only">
          The platform is at <code>{enrolment.platform_url}</code>, which other machines cannot reach. Put it behind a
          reverse proxy with TLS and start it with <code>--public-url https://status.example.org</code>; the command
          names that address then.
        </Notice>
      )}
      <Progress
        state={state}
        hostId={hostId}
        platformUrl={enrolment.platform_url}
        onNewCode={onNewCode}
        onClose={onClose}
      />
    </>
  )
}

function Remaining({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [])
  const minutes = Math.max(1, Math.ceil((until - now) / 60_000))
  return (
    <>
      , for another <b>{formatSpan(minutes * 60)}</b>
    </>
  )
}

type ProgressProps = {
  state: 'waiting' | 'enrolled' | 'expired'
  hostId: string | null
  platformUrl: string
  onNewCode: () => void
  onClose: (() => void) | undefined
}

/** How far the machine is: the code is used, the first sample is here. */
function Progress({ state, hostId, platformUrl, onNewCode, onClose }: ProgressProps) {
  const { data: hosts } = useQuery(hostsQuery)
  const overview = useOverview()
  const [openedAt] = useState(Date.now)
  const first = useFirstSample(overview, hostId, openedAt)
  const queries = useQueryClient()
  // What an agent tells of its machine comes a moment after its first sample.
  useEffect(() => {
    if (first === null) return
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: hostsQuery.queryKey }), 2_000)
    return () => clearTimeout(timer)
  }, [first, queries])
  const host = hosts?.find(({ id }) => id === hostId)
  const enrolled = host?.enrolled ?? host?.created
  return (
    <>
      <div className={css.progress} role="status">
        <ol className={css.steps}>
          <Step at={state === 'waiting' ? 'now' : state === 'enrolled' ? 'done' : 'todo'}>
            {state === 'enrolled' ? 'Host enrolled' : 'Waiting for the host'}
            {state === 'enrolled' && enrolled && <span>{formatClock(enrolled)}</span>}
          </Step>
          <Step at={first !== null ? 'done' : state === 'enrolled' ? 'now' : 'todo'}>
            First sample
            {first !== null && <span>{formatClock(first)}</span>}
          </Step>
        </ol>
        <div className={css.arrival}>
          {state === 'enrolled' && hostId !== null ? (
            first !== null && host ? (
              <FirstSamples host={host} overview={overview} />
            ) : (
              <p>
                <b>{host?.name ?? 'The host'}</b> is enrolled and sends its first sample within seconds.
              </p>
            )
          ) : (
            <>
              <p>
                {state === 'expired'
                  ? 'Nothing used this code.'
                  : 'Nothing has used this code yet. A host usually appears within half a minute after the command starts.'}
              </p>
              <p className={css.note}>
                Nothing after a minute? The machine must reach <b>{reachable(platformUrl)}</b>. The command says what it
                could not do.
              </p>
            </>
          )}
        </div>
      </div>
      {onClose && (
        <footer className={css.foot}>
          <p className={css.note}>
            {host ? 'It is in the list now.' : 'You may close this: the host appears in the list all the same.'}
          </p>
          {host ? (
            <>
              <Button variant="default" onClick={onNewCode}>
                Add another
              </Button>
              <Button renderRoot={(props) => <Link {...props} to="/hosts/$hostId" params={{ hostId: host.id }} />}>
                Open host
              </Button>
            </>
          ) : (
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
          )}
        </footer>
      )}
    </>
  )
}

/** "status.example on port 443" */
function reachable(address: string): string {
  const url = new URL(address)
  return `${url.hostname} on port ${url.port || (url.protocol === 'https:' ? '443' : '80')}`
}

function Step({ at, children }: { at: 'done' | 'now' | 'todo'; children: ReactNode }) {
  return (
    <li data-at={at} aria-current={at === 'now' ? 'step' : undefined}>
      {at === 'done' ? (
        <IconCheck size={16} stroke={2} aria-label="done:" />
      ) : at === 'now' ? (
        <i className={css.turning} />
      ) : (
        <IconClock size={16} stroke={1.75} aria-hidden />
      )}
      <p>{children}</p>
    </li>
  )
}
