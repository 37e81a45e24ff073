import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { formatMoment, formatRange } from '../../shared/time.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import { hostsQuery } from '../hosts/api.ts'
import { useLive } from '../live/live.tsx'
import css from './alerts-page.module.css'
import { endSilence, rulesQuery, type Silence, type SilenceKind, silencesQuery } from './api.ts'
import { Section } from './section.tsx'
import { scopeWords } from './words.ts'

/** When nobody is told: what is planned, and what was muted for a while. */
export function SilencesSection() {
  const windows = useQuery(silencesQuery('maintenance'))
  const mutes = useQuery(silencesQuery('mutes'))
  const [dialog, wantDialog, heralds] = useOnDemand(() => import('./maintenance-dialog.tsx'))
  const [planning, setPlanning] = useState(false)
  const failed = windows.error ?? mutes.error
  const all = [
    ...(windows.data ?? []).map((silence) => ({ kind: 'maintenance' as const, silence })),
    ...(mutes.data ?? []).map((silence) => ({ kind: 'mutes' as const, silence })),
  ].sort((a, b) => windowOf(a.silence).start - windowOf(b.silence).start)
  return (
    <Section
      id="maintenance"
      title="Maintenance"
      action={
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          {...heralds}
          onClick={() => {
            wantDialog()
            setPlanning(true)
          }}
        >
          Plan
        </Button>
      }
    >
      {dialog && planning && <dialog.MaintenanceDialog onClose={() => setPlanning(false)} />}
      {failed && (
        <Notice
          title="Maintenance and mutes could not be read"
          retry={() => {
            void windows.refetch()
            void mutes.refetch()
          }}
        >
          {explain(failed)}
        </Notice>
      )}
      {windows.data && mutes.data && all.length === 0 && (
        <p className={css.calm}>
          <span>None planned, nothing muted.</span>
        </p>
      )}
      {all.length > 0 && (
        <ul className={css.card}>
          {all.map(({ kind, silence }) => (
            <Row key={silence.id} kind={kind} silence={silence} />
          ))}
        </ul>
      )}
    </Section>
  )
}

/** The window that is now or comes next. */
const windowOf = (silence: Silence) => silence.next ?? silence

function Row({ kind, silence }: { kind: SilenceKind; silence: Silence }) {
  const queries = useQueryClient()
  const { clock } = useLive()
  const { data: hosts } = useQuery(hostsQuery)
  const { data: rules } = useQuery(rulesQuery)
  const end = useMutation({
    mutationFn: () => endSilence(kind, silence.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: silencesQuery(kind).queryKey }),
  })
  const now = clock.now()
  const { start, stop } = windowOf(silence)
  const runs = start <= now
  const weekly = silence.repeat === 'weekly'
  const scope = scopeWords(silence.scope, hosts)
  const rule = silence.rule ? (rules?.find(({ id }) => id === silence.rule)?.name ?? 'a rule that is gone') : null
  const when = runs ? `until ${formatMoment(stop, now)}` : formatRange(start, stop)
  return (
    <li className={css.item}>
      <StateShape state="silent" size={16} />
      <p>
        <b>{scope}</b> <span>{kind === 'mutes' ? `muted: ${rule ?? 'every rule'}` : silence.name}</span>
      </p>
      <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
        {kind === 'mutes' ? 'Unmute' : weekly ? 'Delete' : runs ? 'End now' : 'Cancel'}
        <span className="sr">
          {' '}
          {silence.name}, {scope}
        </span>
      </Button>
      <p className={css.under}>
        {when}
        {weekly && ', each week'}
        {kind === 'maintenance' && rule && ` · ${rule} alone`} · recorded, nobody is told
        {end.isError && <span className={css.bad}> {explain(end.error)}</span>}
      </p>
    </li>
  )
}
