import { Button, Skeleton } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { explain } from '../../shared/api/http.ts'
import { formatMoment } from '../../shared/time.ts'
import { AfterDelay } from '../../shared/ui/after-delay.tsx'
import { Notice } from '../../shared/ui/notice.tsx'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import { INCIDENTS } from '../incidents/open-count.ts'
import { useLive } from '../live/live.tsx'
import css from './alerts-page.module.css'
import {
  acknowledge,
  addSilence,
  deliveriesQuery,
  endSilence,
  type Incident,
  openIncidentsQuery,
  rulesQuery,
  type Severity,
  silencesQuery,
} from './api.ts'
import { Lasting } from './lasting.tsx'
import { subjectOf } from './measured.ts'
import { Section } from './section.tsx'
import { Trend, useTrend } from './trend.tsx'
import {
  acknowledgedWords,
  alarmOf,
  chartTime,
  conditionWords,
  deliveryWords,
  incidentWords,
  valueWords,
} from './words.ts'

/** Of more than these the values and messages are not asked for: nobody reads them one by one. */
const MOST_LOOKED_AT = 30
const SETTLED_MS = 15_000

/** The worst first; among equals the newest, as they come. */
const RANK: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 }

/** What is wrong at this moment. */
export function OpenIncidents() {
  const { data, error, refetch } = useQuery(openIncidentsQuery)
  const incidents = data && [...data.incidents].sort((a, b) => RANK[a.severity] - RANK[b.severity])
  return (
    <Section id="open" title="Open" quiet>
      {error && (
        <Notice title="The open incidents could not be read" retry={() => void refetch()}>
          {explain(error)}
        </Notice>
      )}
      {!data && !error && (
        <AfterDelay>
          <Skeleton height={62} aria-hidden="true" />
        </AfterDelay>
      )}
      {incidents?.length === 0 && <Calm />}
      {incidents && incidents.length > 0 && (
        <ul className={css.card} data-live>
          {incidents.map((incident, index) => (
            <OpenIncident key={incident.id} incident={incident} looked={index < MOST_LOOKED_AT} />
          ))}
        </ul>
      )}
      {data && data.open > data.incidents.length && (
        <p className={css.note}>
          The newest {data.incidents.length} of {data.open} are shown.
        </p>
      )}
    </Section>
  )
}

function Calm() {
  const { data: rules } = useQuery(rulesQuery)
  const watching = rules?.filter(({ paused }) => !paused).length
  return (
    <p className={css.calm}>
      <StateShape state="fine" />
      Nothing is wrong.
      {watching !== undefined && (
        <span>
          {watching === 0 ? 'No rule watches.' : watching === 1 ? 'One rule watches.' : `${watching} rules watch.`}
        </span>
      )}
    </p>
  )
}

function OpenIncident({ incident, looked }: { incident: Incident; looked: boolean }) {
  const { clock } = useLive()
  const { data: values } = useTrend(incident, looked)
  const { state, word } = alarmOf(incident)
  const down = incident.rule.kind === 'host_down'
  // Just after it opened, the newest bucket still has values from before.
  const settled = !down && clock.now() - incident.opened > SETTLED_MS
  const newest = settled ? values?.findLast((value) => value !== null) : null
  return (
    <li className={css.incident} data-state={state}>
      <StateShape state={state} size={16} />
      <p className={css.what}>
        <Link
          to="/hosts/$hostId"
          params={{ hostId: incident.host }}
          search={chartTime(incident, clock.now())}
          title="The charts of that time"
        >
          {incident.host_name}
        </Link>{' '}
        <em>{word}</em>
        <span>
          {down ? (
            incidentWords(incident)
          ) : (
            <>
              {subjectOf(incident.series ?? incident.rule.metric ?? '')}{' '}
              <b>{valueWords(newest ?? incident.value, incident.unit)}</b>, {conditionWords(incident.rule)}
            </>
          )}
        </span>
      </p>
      <Trend incident={incident} values={values} />
      <div className={css.since}>
        <p>
          <b>
            <Lasting since={incident.since} />
          </b>
          , since {formatMoment(incident.since, clock.now())}
        </p>
        <Told incident={incident} looked={looked} />
      </div>
      <Actions incident={incident} />
    </li>
  )
}

/** Who was told, who knows, and until when nobody is told. */
function Told({ incident, looked }: { incident: Incident; looked: boolean }) {
  const { clock } = useLive()
  const { data: deliveries, error } = useQuery({
    ...deliveriesQuery(incident.id),
    enabled: looked && incident.messages > 0,
  })
  const mute = useMute(incident)
  const notes: string[] = []
  if (incident.messages === 0) notes.push('nobody was told: cooldown, mute or maintenance')
  // The newest message to each channel says how it is.
  const newest = new Map(deliveries?.map((delivery) => [delivery.channel, delivery]))
  const asked = incident.last_message ?? incident.opened
  for (const delivery of newest.values()) notes.push(deliveryWords(delivery, asked))
  if (incident.messages > 0 && deliveries?.length === 0) notes.push('no channel to tell anybody')
  if (error) notes.push('what became of its messages could not be read')
  if (incident.acknowledged) {
    notes.push(`${acknowledgedWords(incident.acknowledged_by)} at ${formatMoment(incident.acknowledged, clock.now())}`)
  }
  if (mute) notes.push(`muted until ${formatMoment(mute.stop, clock.now())}`)
  return <p className={css.told}>{notes.join(' · ')}</p>
}

/** The mute of just this rule on just this host, while there is one. */
function useMute({ rule, host }: Incident) {
  const { clock } = useLive()
  const { data: mutes } = useQuery(silencesQuery('mutes'))
  const now = clock.now()
  return mutes?.find(
    (mute) => mute.rule === rule.id && mute.scope.host === host && mute.start <= now && now < mute.stop,
  )
}

const HOUR_MS = 3_600_000

function Actions({ incident }: { incident: Incident }) {
  const { clock } = useLive()
  const queries = useQueryClient()
  const existing = useMute(incident)
  const know = useMutation({
    mutationFn: () => acknowledge(incident.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: INCIDENTS }),
  })
  const mute = useMutation({
    mutationFn: async () => {
      if (existing) {
        await endSilence('mutes', existing.id)
        return
      }
      const { id, name } = incident.rule
      await addSilence('mutes', {
        name: name.slice(0, 100),
        rule: id,
        scope: { host: incident.host },
        stop: Math.round(clock.now()) + HOUR_MS,
      })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: silencesQuery('mutes').queryKey }),
  })
  const failed = know.error ?? mute.error
  const of = `${incident.rule.name} on ${incident.host_name}`
  return (
    <div className={css.actions}>
      {incident.acknowledged ? (
        <span className={css.done}>
          <IconCheck size={16} stroke={1.75} aria-hidden />
          Acknowledged
        </span>
      ) : (
        <Button variant="default" loading={know.isPending} onClick={() => know.mutate()}>
          Acknowledge<span className="sr"> {of}</span>
        </Button>
      )}
      <Button
        variant="default"
        loading={mute.isPending}
        title={existing ? '' : 'No messages of this rule about this host for an hour'}
        onClick={() => mute.mutate()}
      >
        {existing ? 'Unmute' : 'Mute 1 h'}
        <span className="sr"> {of}</span>
      </Button>
      {failed && <p role="alert">{explain(failed)}</p>}
    </div>
  )
}
