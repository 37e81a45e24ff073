import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { formatZone, toLocalInput, ZONE } from '../../shared/time.ts'
import { Notice } from '../../shared/ui/notice.tsx'
import { useLive } from '../live/live.tsx'
import { addSilence, rulesQuery, silencesQuery } from './api.ts'
import css from './rule-dialog.module.css'
import { ALL_HOSTS, type ScopeDraft, ScopeFields, scopeFault, scopeOf } from './scope-fields.tsx'

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 86_400_000
const YEAR_MS = 365 * 86_400_000

/** What is wrong with a window; null where nothing is. @param weekly whether it comes back each week */
export function windowFault(start: number, stop: number, now: number, weekly = false): string | null {
  if (!Number.isFinite(start) || !Number.isFinite(stop)) return 'Give a day and a time for both.'
  if (stop <= start) return 'The end has to come after the beginning.'
  if (weekly) return stop - start > WEEK_MS ? 'A week at most, since it comes back each week.' : null
  if (stop <= now) return 'That is over already.'
  return stop - now > YEAR_MS ? 'Within a year from now.' : null
}

/** Planning a time in which nobody is told. */
export function MaintenanceDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const { clock } = useLive()
  const { data: rules = [] } = useQuery(rulesQuery)
  const [name, setName] = useState('')
  const [scope, setScope] = useState<ScopeDraft>(ALL_HOSTS)
  const [rule, setRule] = useState('')
  const [weekly, setWeekly] = useState(false)
  const [from, setFrom] = useState(() => toLocalInput(clock.now()).slice(0, 16))
  const [until, setUntil] = useState(() => toLocalInput(clock.now() + 2 * HOUR_MS).slice(0, 16))
  const [tried, setTried] = useState(false)
  const plan = useMutation({
    mutationFn: () =>
      addSilence('maintenance', {
        name: name.trim(),
        scope: scopeOf(scope),
        start: Date.parse(from),
        stop: Date.parse(until),
        ...(rule ? { rule } : {}),
        ...(weekly ? { repeat: 'weekly' as const, zone: ZONE } : {}),
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: silencesQuery('maintenance').queryKey })
      onClose()
    },
  })
  const wrongTime = windowFault(Date.parse(from), Date.parse(until), clock.now(), weekly)
  const wrongScope = scopeFault(scope)
  const nameless = name.trim() === '' ? 'What is done, in a word or two.' : undefined
  return (
    <Modal opened onClose={onClose} title="Plan maintenance" size={560} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className={css.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!wrongTime && !wrongScope && !nameless) plan.mutate()
        }}
      >
        <TextInput
          label="What for"
          placeholder="Updates"
          value={name}
          maxLength={100}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && nameless}
        />
        <ScopeFields
          value={scope}
          onChange={(fields) => setScope((before) => ({ ...before, ...fields }))}
          fault={tried ? wrongScope : undefined}
        />
        <div className={`${css.fields} ${css.times}`}>
          <TextInput
            label="From"
            type="datetime-local"
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            label="Until"
            type="datetime-local"
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
            error={wrongTime}
          />
        </div>
        <div className={css.fields}>
          <NativeSelect
            label="Repeat"
            value={weekly ? 'weekly' : ''}
            onChange={(event) => setWeekly(event.currentTarget.value === 'weekly')}
            data={[
              { value: '', label: 'once' },
              { value: 'weekly', label: 'each week' },
            ]}
          />
          <NativeSelect
            label="Silences"
            value={rule}
            onChange={(event) => setRule(event.currentTarget.value)}
            data={[
              { value: '', label: 'every rule' },
              ...rules.map((each) => ({ value: each.id, label: `${each.name} alone` })),
            ]}
          />
        </div>
        <p className={css.note}>
          Incidents are recorded, nobody is told of new ones. What still fires at the end is told then. Times in{' '}
          {formatZone(Date.parse(from) || clock.now())}.
        </p>
        {plan.isError && <Notice title="Nothing was planned">{explain(plan.error)}</Notice>}
        <footer className={css.foot}>
          <span />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={plan.isPending}>
            Plan it
          </Button>
        </footer>
      </form>
    </Modal>
  )
}
