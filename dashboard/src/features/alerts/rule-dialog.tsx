import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explain, ProblemError } from '../../shared/api/http.ts'
import { formatPast } from '../../shared/time.ts'
import { ConfirmButton } from '../../shared/ui/confirm-button.tsx'
import { Notice } from '../../shared/ui/notice.tsx'
import { formatSpan } from '../../shared/units.ts'
import { loadLatest } from '../history/api.ts'
import { hostsQuery } from '../hosts/api.ts'
import { INCIDENTS } from '../incidents/open-count.ts'
import {
  addRule,
  changeRule,
  deleteRule,
  type Rehearsal,
  type Rule,
  rehearse,
  rulesQuery,
  type Severity,
} from './api.ts'
import { choicesOf, MEASURED, whichOf } from './measured.ts'
import css from './rule-dialog.module.css'
import {
  asHostDown,
  bodyOf,
  type Draft,
  draftOf,
  type Field,
  faultsOf,
  fieldOf,
  isBytes,
  NEW_RULE,
  SIZES,
  suggestedName,
  unitWords,
  withMetric,
} from './rule-draft.ts'
import { ScopeFields } from './scope-fields.tsx'
import { covers, SEVERITY, valueWords } from './words.ts'

const HOST_DOWN = 'host_down'

const MEASURES = [...new Set(MEASURED.map(({ group }) => group))].map((group) => ({
  group,
  items: MEASURED.filter((each) => each.group === group).map(({ metric, label }) => ({ value: metric, label })),
}))

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const HOLDS = [0, 5, 10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR]
const SILENCES = HOLDS.filter((seconds) => seconds >= 10)
const COOLDOWNS = [0, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, DAY]
const REPEATS = [0, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, DAY]

/** Lengths of time to choose from, the one that is chosen among them. */
function lengths(seconds: readonly number[], chosen: number, none: string) {
  return [...new Set([...seconds, chosen])]
    .sort((a, b) => a - b)
    .map((length) => ({ value: String(length), label: length === 0 ? none : formatSpan(length) }))
}

type Props = {
  /** The rule to change; left out for a new one. */
  rule?: Rule
  onClose: () => void
}

/** Making or changing a rule, and what it would have done. */
export function RuleDialog({ rule, onClose }: Props) {
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Draft>(() => (rule ? draftOf(rule) : NEW_RULE))
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () => (rule ? changeRule(rule.id, bodyOf(draft)) : addRule(bodyOf(draft))),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: rulesQuery.queryKey })
      void queries.invalidateQueries({ queryKey: INCIDENTS })
      onClose()
    },
  })
  const change = (fields: Partial<Draft>) => {
    save.reset()
    setDraft((before) => ({ ...before, ...fields }))
  }
  const faults = faultsOf(draft)
  // What the platform refuses stands beside its field too.
  const refused = save.error instanceof ProblemError && save.error.status === 422 ? fieldOf(save.error.message) : null
  const faultOf = (field: Field): string | undefined =>
    refused === field ? explain(save.error) : tried || PROMPT.includes(field) ? faults[field] : undefined
  const metric = draft.kind === 'metric'
  return (
    <Modal
      opened
      onClose={onClose}
      title={rule ? 'Rule' : 'New rule'}
      size={680}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        className={css.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (Object.keys(faults).length === 0) save.mutate()
        }}
      >
        <What draft={draft} fixed={rule !== undefined} onChange={change} fault={faultOf('metric')} />
        {metric ? (
          <Limits draft={draft} onChange={change} faultOf={faultOf} />
        ) : (
          <div className={css.fields}>
            <NativeSelect
              label="When nothing came for"
              value={String(draft.forSeconds)}
              onChange={(event) => change({ forSeconds: Number(event.currentTarget.value) })}
              data={lengths(SILENCES, draft.forSeconds, '')}
              error={faultOf('for')}
            />
          </div>
        )}
        <ScopeFields value={draft} onChange={change} fault={faultOf('scope')} />
        <div className={css.fields}>
          <NativeSelect
            label="Severity"
            value={draft.severity}
            onChange={(event) => change({ severity: event.currentTarget.value as Severity })}
            data={Object.entries(SEVERITY).map(([value, label]) => ({ value, label }))}
          />
          <NativeSelect
            label="Cooldown"
            value={String(draft.cooldownSeconds)}
            onChange={(event) => change({ cooldownSeconds: Number(event.currentTarget.value) })}
            data={lengths(COOLDOWNS, draft.cooldownSeconds, 'no wait')}
            error={faultOf('cooldown')}
          />
          <NativeSelect
            label="Repeat while it fires"
            value={String(draft.repeatSeconds)}
            onChange={(event) => change({ repeatSeconds: Number(event.currentTarget.value) })}
            data={lengths(REPEATS, draft.repeatSeconds, 'never')}
            error={faultOf('repeat')}
          />
        </div>
        <TextInput
          label="Name"
          value={draft.name}
          placeholder={suggestedName(draft)}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={faultOf('name')}
        />
        <Rehearsed draft={draft} />
        {save.isError && refused === null && <Notice title="The rule was not saved">{explain(save.error)}</Notice>}
        <footer className={css.foot}>
          {rule && <Delete rule={rule} onDeleted={onClose} />}
          <span />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {rule ? 'Save' : 'Add rule'}
          </Button>
        </footer>
      </form>
    </Modal>
  )
}

/** These say at once what is wrong; others not before somebody tries to save. */
const PROMPT: readonly Field[] = ['clear', 'name']

type PartProps = { draft: Draft; onChange: (fields: Partial<Draft>) => void }

/** What is looked at. */
function What({ draft, fixed, onChange, fault }: PartProps & { fixed: boolean; fault: string | undefined }) {
  const names = useSeriesNames(draft)
  const choices = choicesOf(draft.metric, names)
  const series = draft.series && !choices.includes(draft.series) ? [draft.series, ...choices] : choices
  const down = draft.kind === 'host_down'
  return (
    <div className={css.fields}>
      <NativeSelect
        label="Watch"
        data-autofocus
        value={down ? HOST_DOWN : draft.metric}
        // What a rule is about stays; its incidents would be of another kind.
        disabled={fixed && down}
        onChange={(event) => {
          const { value } = event.currentTarget
          onChange(value === HOST_DOWN ? asHostDown(draft) : withMetric(draft, value))
        }}
        data={[
          ...(fixed && !down ? [] : [{ group: 'Host', items: [{ value: HOST_DOWN, label: 'Host down' }] }]),
          ...(fixed && down ? [] : MEASURES),
        ]}
        error={fault}
      />
      {!down && series.length > 0 && (
        <NativeSelect
          label="Of"
          value={draft.series}
          onChange={(event) => onChange({ series: event.currentTarget.value })}
          data={[
            { value: '', label: 'each by itself' },
            ...series.map((name) => ({ value: name, label: whichOf(name) })),
          ]}
        />
      )}
    </div>
  )
}

/** The names of the series of one of the hosts that are watched, which stands for the others. */
function useSeriesNames(draft: Draft): readonly string[] {
  const { data: hosts } = useQuery(hostsQuery)
  const scope = draft.scope === 'host' ? { host: draft.host } : draft.scope === 'tag' ? { tag: draft.tag } : {}
  const host = hosts?.find((each) => each.state === 'active' && covers(scope, each)) ?? hosts?.[0]
  const { data: latest } = useQuery({
    queryKey: ['alerts', 'series', host?.id],
    queryFn: ({ signal }) => loadLatest(host?.id ?? '', signal),
    enabled: host !== undefined,
    staleTime: 60_000,
  })
  return Object.keys(latest?.metrics ?? {})
}

type LimitsProps = PartProps & { faultOf: (field: Field) => string | undefined }

/** From when on it fires, and when that is over. */
function Limits({ draft, onChange, faultOf }: LimitsProps) {
  const unit = unitWords(draft)
  return (
    <div className={css.fields}>
      <NativeSelect
        label="Fires when it is"
        value={draft.direction}
        onChange={(event) => onChange({ direction: event.currentTarget.value as Draft['direction'], clear: '' })}
        data={['above', 'below']}
      />
      <div className={css.limit}>
        <TextInput
          label="Threshold"
          inputMode="decimal"
          value={draft.threshold}
          onChange={(event) => onChange({ threshold: event.currentTarget.value })}
          rightSection={isBytes(draft.metric) ? null : <span className={css.unit}>{unit}</span>}
          error={faultOf('threshold')}
        />
        {isBytes(draft.metric) && (
          <NativeSelect
            label="Unit"
            value={String(draft.size)}
            onChange={(event) => onChange({ size: Number(event.currentTarget.value) })}
            data={SIZES.map((_, size) => ({ value: String(size), label: unitWords({ ...draft, size }) }))}
          />
        )}
      </div>
      <NativeSelect
        label="For"
        value={String(draft.forSeconds)}
        onChange={(event) => onChange({ forSeconds: Number(event.currentTarget.value) })}
        data={lengths(HOLDS, draft.forSeconds, 'at once')}
        error={faultOf('for')}
      />
      <TextInput
        label="Over at"
        inputMode="decimal"
        value={draft.clear}
        placeholder={draft.threshold}
        onChange={(event) => onChange({ clear: event.currentTarget.value })}
        rightSection={<span className={css.unit}>{unit}</span>}
        error={faultOf('clear')}
      />
    </div>
  )
}

const TYPING_MS = 400
/** More than these are told by their number. */
const SHOWN = 3

/** What the rule would have done within the last week. */
function Rehearsed({ draft }: { draft: Draft }) {
  const sound = Object.keys(faultsOf(draft)).length === 0
  // Not its name, which changes nothing.
  const [asked] = useDebouncedValue(JSON.stringify({ ...bodyOf(draft), name: 'draft' }), TYPING_MS)
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['alerts', 'rehearsal', asked],
    queryFn: ({ signal }) => rehearse(JSON.parse(asked), signal),
    enabled: sound,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
  // What the platform refuses is said beside the field when it is saved.
  const refused = error instanceof ProblemError && error.status === 422
  return (
    <div className={css.rehearsal} role="status" aria-busy={isFetching}>
      {!sound || refused ? (
        <p>What it would have done last week stands here once it makes sense.</p>
      ) : error ? (
        <p>
          {explain(error)}{' '}
          <button type="button" className="link" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      ) : data ? (
        <Outcome found={data} draft={draft} />
      ) : (
        <p>Looking at the last week…</p>
      )}
    </div>
  )
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

function Outcome({ found, draft }: { found: Rehearsal; draft: Draft }) {
  const { incidents, told, looked, hosts } = found
  const unit = MEASURED.find(({ metric }) => metric === draft.metric)?.unit ?? ''
  const newest = incidents.toReversed().slice(0, SHOWN)
  return (
    <>
      <p>
        {hosts === 0 ? (
          'It watches no host at present.'
        ) : told === 0 ? (
          <b>Would not have fired last week.</b>
        ) : (
          <>
            <b>Would have fired {times(told)} last week</b>
            {incidents.length > told && `, and ${times(incidents.length - told)} more within its cooldown`}.
          </>
        )}{' '}
        {looked < hosts && `Looked at ${looked} of ${hosts} hosts.`}
      </p>
      {newest.length > 0 && (
        <ul>
          {newest.map(({ host, host_name, series, since, resolved, peak }) => (
            <li key={`${host} ${series} ${since}`}>
              {formatPast(since, found.stop)} {host_name} {series ? whichOf(series) : ''}{' '}
              {resolved ? `for ${formatSpan((resolved - since) / 1000)}` : 'and goes on'}
              {draft.kind === 'metric' && `, worst ${valueWords(peak, unit)}`}
            </li>
          ))}
          {incidents.length > SHOWN && <li>and {incidents.length - SHOWN} before</li>}
        </ul>
      )}
    </>
  )
}

function Delete({ rule, onDeleted }: { rule: Rule; onDeleted: () => void }) {
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => deleteRule(rule.id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: rulesQuery.queryKey })
      void queries.invalidateQueries({ queryKey: INCIDENTS })
      onDeleted()
    },
  })
  return (
    <ConfirmButton
      label="Delete"
      question={<span className="sr">Its open incidents are over then.</span>}
      confirm="Delete it"
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  )
}
