import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { formatClock, formatPast } from '../../shared/time.ts'
import form from '../../shared/ui/form.module.css'
import { Notice } from '../../shared/ui/notice.tsx'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import { formatBytes, formatShare, formatSpan, UNKNOWN } from '../../shared/units.ts'
import { hostsQuery } from '../hosts/api.ts'
import { useLive } from '../live/live.tsx'
import css from './alerts-page.module.css'
import type { AlertsSearch } from './alerts-search.ts'
import { deliveriesQuery, type Incident, incidentHistoryQuery } from './api.ts'
import { Section } from './section.tsx'
import {
  acknowledgedWords,
  alarmOf,
  chartTime,
  deliveryWords,
  incidentWords,
  reasonWords,
  valueWords,
} from './words.ts'

type Props = { search: AlertsSearch; onSearch: (search: AlertsSearch) => void }

/** What was wrong and is over. */
export function IncidentHistory({ search, onSearch }: Props) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    incidentHistoryQuery(search.host),
  )
  const { data: hosts } = useQuery(hostsQuery)
  const over = data?.pages.flatMap(({ incidents }) => incidents).filter(({ state }) => state === 'resolved')
  const known = search.host === undefined || !hosts || hosts.some(({ id }) => id === search.host)
  return (
    <Section
      id="history"
      title="History"
      action={
        <NativeSelect
          aria-label="History of"
          value={search.host ?? ''}
          onChange={(event) => onSearch({ host: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'All hosts' },
            ...(hosts ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ...(known || !search.host ? [] : [{ value: search.host, label: 'A host that is gone' }]),
          ]}
        />
      }
    >
      {error && (
        <Notice title="The history could not be read" retry={() => void refetch()}>
          {explain(error)}
        </Notice>
      )}
      {over?.length === 0 && !hasNextPage && (
        <p className={css.calm}>{search.host ? 'No incident of this host is over.' : 'No incident is over yet.'}</p>
      )}
      {over && over.length > 0 && (
        <div className={css.card}>
          <div className={css.wrap}>
            <table className={`${form.table} ${css.history}`}>
              <caption className="sr">Incidents that are over</caption>
              <thead>
                <tr>
                  <th scope="col">
                    <span className="sr">Severity</span>
                  </th>
                  <th scope="col">Host</th>
                  <th scope="col">What</th>
                  <th scope="col" className={form.number}>
                    Worst
                  </th>
                  <th scope="col">From</th>
                  <th scope="col" className={form.number}>
                    Lasted
                  </th>
                  <th scope="col">Told</th>
                </tr>
              </thead>
              <tbody>
                {over.map((incident) => (
                  <Row key={incident.id} incident={incident} />
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
      {hasNextPage && (
        <Button
          className={css.more}
          variant="default"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show older
        </Button>
      )}
    </Section>
  )
}

function Row({ incident }: { incident: Incident }) {
  const { clock } = useLive()
  const [open, setOpen] = useState(false)
  const { state, word } = alarmOf(incident)
  const end = incident.resolved ?? clock.now()
  const down = incident.rule.kind === 'host_down'
  return (
    <>
      <tr data-open={open || undefined}>
        <td className={css.shape}>
          <StateShape state={state} />
          <span className="sr">{word}</span>
        </td>
        <th scope="row">
          <Link
            to="/hosts/$hostId"
            params={{ hostId: incident.host }}
            search={chartTime(incident, clock.now())}
            title="The charts of that time"
          >
            {incident.host_name}
          </Link>
        </th>
        <td>{incidentWords(incident)}</td>
        <td className={form.number} data-label="worst">
          {down ? UNKNOWN : valueWords(incident.peak, incident.unit)}
        </td>
        <td className={form.moment} data-label="from">
          {formatPast(incident.since, clock.now())}
        </td>
        <td className={form.number} data-label="lasted">
          {formatSpan((end - incident.since) / 1000)}
        </td>
        <td className={css.nowrap} data-label="told">
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {incident.messages === 0 ? 'nobody' : incident.messages === 1 ? 'once' : `${incident.messages} times`}
            <span className="sr">, details</span>
          </button>
        </td>
      </tr>
      {open && (
        <tr className={css.details}>
          <td />
          <td colSpan={6}>
            <Details incident={incident} />
          </td>
        </tr>
      )}
    </>
  )
}

/** What is known besides: how it went, who was told, and what was busy then. */
function Details({ incident }: { incident: Incident }) {
  const { clock } = useLive()
  const { data: deliveries, error, isPending } = useQuery(deliveriesQuery(incident.id))
  const { since, opened, resolved, value, last_value, unit, acknowledged, processes } = incident
  const down = incident.rule.kind === 'host_down'
  const asked = (message: string) =>
    message === 'resolved' ? (resolved ?? opened) : message === 'firing' ? opened : (incident.last_message ?? opened)
  const why = reasonWords(incident.reason)
  return (
    <dl className={css.facts}>
      <div>
        <dt>How it went</dt>
        <dd>
          {incident.rule.name}: began {formatClock(since)}, opened {formatClock(opened)}
          {!down && ` at ${valueWords(value, unit)}`}
          {resolved && `, over ${formatPast(resolved, clock.now())}`}
          {!down && typeof last_value === 'number' && ` at ${valueWords(last_value, unit)}`}
          {why && `: ${why}`}
        </dd>
      </div>
      {acknowledged && (
        <div>
          <dt>Who knew</dt>
          <dd>
            {acknowledgedWords(incident.acknowledged_by)} {formatPast(acknowledged, clock.now())}
          </dd>
        </div>
      )}
      <div>
        <dt>Messages</dt>
        <dd>
          {error && explain(error)}
          {isPending && 'Reading…'}
          {deliveries?.length === 0 &&
            (incident.messages === 0 ? 'None: cooldown, mute or maintenance.' : 'There was no channel, or it is gone.')}
          {deliveries && deliveries.length > 0 && (
            <ul>
              {deliveries.map((delivery) => (
                <li key={`${delivery.channel} ${delivery.message} ${delivery.time}`} data-state={delivery.state}>
                  {delivery.message}: {deliveryWords(delivery, asked(delivery.message))}
                </li>
              ))}
            </ul>
          )}
        </dd>
      </div>
      {processes && (processes.cpu.length > 0 || processes.memory.length > 0) && (
        <div>
          <dt>Busy then</dt>
          <dd>
            <ul>
              {processes.cpu.length > 0 && (
                <li>CPU: {processes.cpu.map(({ name, cpu }) => `${name} ${formatShare(cpu)}`).join(', ')}</li>
              )}
              {processes.memory.length > 0 && (
                <li>
                  Memory: {processes.memory.map(({ name, memory }) => `${name} ${formatBytes(memory)}`).join(', ')}
                </li>
              )}
            </ul>
          </dd>
        </div>
      )}
    </dl>
  )
}
