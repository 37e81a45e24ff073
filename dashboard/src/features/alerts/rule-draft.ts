import { parseSeries } from '../../shared/series.ts'
import { METRIC } from '../history/metrics.ts'
import type { Rule, RuleBody, Severity } from './api.ts'
import { measuredOf, subjectOf } from './measured.ts'
import { ALL_HOSTS, type ScopeDraft, scopeFault, scopeOf } from './scope-fields.tsx'
import { conditionWords, limitWords } from './words.ts'

/** A rule as it stands in the editor: numbers as they were typed, in units for people. */
export type Draft = {
  /** Empty for one that says what the rule does. */
  readonly name: string
  readonly kind: Rule['kind']
  /** A bare name. */
  readonly metric: string
  /** One series of it by its whole name; empty for each by itself. */
  readonly series: string
  readonly direction: 'above' | 'below'
  readonly threshold: string
  /** Empty for over at the threshold. */
  readonly clear: string
  /** Of bytes: 0 for B, 1 for KiB, and so on. */
  readonly size: number
  readonly forSeconds: number
  readonly cooldownSeconds: number
  readonly repeatSeconds: number
  readonly severity: Severity
} & ScopeDraft

/** The fields that something can be wrong with. */
export type Field = 'name' | 'metric' | 'threshold' | 'clear' | 'for' | 'cooldown' | 'repeat' | 'scope'

export type Faults = Partial<Record<Field, string>>

export const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

const NAME_MAX = 100

export const NEW_RULE: Draft = {
  name: '',
  kind: 'metric',
  metric: METRIC.cpuTotal,
  series: '',
  direction: 'above',
  threshold: '90',
  clear: '80',
  size: 0,
  forSeconds: 60,
  cooldownSeconds: 300,
  repeatSeconds: 0,
  severity: 'warning',
  ...ALL_HOSTS,
}

const unitOf = (metric: string): string => measuredOf(metric)?.unit ?? ''

export const isBytes = (metric: string): boolean => unitOf(metric).startsWith('By')

/** What stands behind the number: "%", "MiB/s", "°C". */
export function unitWords({ metric, size }: Pick<Draft, 'metric' | 'size'>): string {
  const unit = unitOf(metric)
  if (unit === '1') return '%'
  if (unit === 'Cel') return '°C'
  if (unit.startsWith('By')) return `${SIZES[size] ?? 'B'}${unit.slice(2)}`
  return unit.startsWith('{') ? unit.replace(/^\{.*\}/, '') : unit
}

/** What is measured, for each unit of what is typed. */
const factorOf = ({ metric, size }: Pick<Draft, 'metric' | 'size'>): number =>
  unitOf(metric) === '1' ? 0.01 : isBytes(metric) ? 1024 ** size : 1

/** The number that somebody typed, with a point or a comma; NaN where it is none. */
function numberOf(text: string): number {
  const plain = text.trim().replace(',', '.')
  return plain === '' ? Number.NaN : Number(plain)
}

/** Without the dust that binary fractions leave: 57% is 0.57. */
const measuredValue = (text: string, factor: number): number => Number((numberOf(text) * factor).toPrecision(12))

const typed = (value: number, factor: number): string => String(Number((value / factor).toPrecision(12)))

/** The largest unit in which both are numbers of at least one. */
function sizeFor(...values: number[]): number {
  const least = Math.min(...values.filter((value) => value > 0))
  if (!Number.isFinite(least)) return 2
  return Math.min(SIZES.length - 1, Math.max(0, Math.floor(Math.log(least) / Math.log(1024))))
}

export function draftOf(rule: Rule): Draft {
  const whole = rule.metric ?? ''
  const { metric } = parseSeries(whole)
  const threshold = rule.threshold ?? 0
  const clear = rule.clear ?? threshold
  const size = isBytes(metric) ? sizeFor(threshold, clear) : 0
  const factor = factorOf({ metric, size })
  const { scope } = rule
  return {
    name: rule.name,
    kind: rule.kind,
    metric,
    series: whole === metric ? '' : whole,
    direction: rule.direction ?? 'above',
    threshold: typed(threshold, factor),
    clear: clear === threshold ? '' : typed(clear, factor),
    size,
    forSeconds: rule.for_seconds,
    cooldownSeconds: rule.cooldown_seconds,
    repeatSeconds: rule.repeat_seconds,
    severity: rule.severity,
    scope: scope.host ? 'host' : scope.tag ? 'tag' : 'all',
    tag: scope.tag ?? '',
    host: scope.host ?? '',
  }
}

/** The draft for another thing to look at: limits of another kind of number would make no sense. */
export function withMetric(draft: Draft, metric: string): Draft {
  const share = unitOf(metric) === '1'
  const alike = unitOf(metric) === unitOf(draft.metric)
  return {
    ...draft,
    kind: 'metric',
    metric,
    series: '',
    ...(alike ? {} : { threshold: share ? '90' : '', clear: share ? '80' : '', size: isBytes(metric) ? 2 : 0 }),
    ...(draft.kind === 'metric' ? {} : { forSeconds: 60 }),
  }
}

/** The draft of a rule that fires when nothing comes. */
export const asHostDown = (draft: Draft): Draft => ({
  ...draft,
  kind: 'host_down',
  forSeconds: Math.max(30, draft.forSeconds),
  severity: 'critical',
})

/** What a rule without a name is called. */
export function suggestedName(draft: Draft): string {
  const rule = asRule(draft)
  const words =
    rule.kind === 'host_down'
      ? 'Host down'
      : `${subjectOf(rule.metric ?? '')} ${conditionWords({ ...rule, for_seconds: 0 })}`
  return words.slice(0, NAME_MAX)
}

/** What the platform is to be told. Makes sense where `faultsOf` finds nothing. */
export function bodyOf(draft: Draft): RuleBody {
  const factor = factorOf(draft)
  const threshold = measuredValue(draft.threshold, factor)
  const limits = {
    metric: draft.series || draft.metric,
    direction: draft.direction,
    threshold,
    clear: draft.clear.trim() === '' ? threshold : measuredValue(draft.clear, factor),
  }
  return {
    name: draft.name.trim() || suggestedName(draft),
    kind: draft.kind,
    ...(draft.kind === 'metric' ? limits : {}),
    for_seconds: draft.forSeconds,
    cooldown_seconds: draft.cooldownSeconds,
    repeat_seconds: draft.repeatSeconds,
    severity: draft.severity,
    scope: scopeOf(draft),
  }
}

function asRule(draft: Draft): Rule {
  const factor = factorOf(draft)
  return {
    id: '',
    name: '',
    kind: draft.kind,
    metric: draft.series || draft.metric,
    unit: unitOf(draft.metric),
    direction: draft.direction,
    threshold: measuredValue(draft.threshold, factor),
    clear: measuredValue(draft.clear, factor),
    for_seconds: draft.forSeconds,
    cooldown_seconds: draft.cooldownSeconds,
    repeat_seconds: draft.repeatSeconds,
    severity: draft.severity,
    scope: scopeOf(draft),
    paused: false,
    created: 0,
  }
}

/** What makes no sense, said beside the field that is at fault. The platform checks it again. */
export function faultsOf(draft: Draft): Faults {
  const faults: Faults = {}
  if ([...draft.name.trim()].length > NAME_MAX) faults.name = `At most ${NAME_MAX} characters.`
  const scope = scopeFault(draft)
  if (scope) faults.scope = scope
  if (draft.kind === 'host_down') return faults
  const unit = unitOf(draft.metric)
  const { threshold, clear } = asRule(draft)
  const limit = limitFault(threshold as number, unit, draft)
  if (limit) faults.threshold = limit
  if (draft.clear.trim() === '') return faults
  const wrong = limitFault(clear as number, unit, draft)
  if (wrong) faults.clear = wrong
  else if (!limit && draft.direction === 'above' && (clear as number) > (threshold as number)) {
    faults.clear = `Not above ${limitWords(threshold, unit)}, or it would be over while it fires.`
  } else if (!limit && draft.direction === 'below' && (clear as number) < (threshold as number)) {
    faults.clear = `Not below ${limitWords(threshold, unit)}, or it would be over while it fires.`
  }
  return faults
}

/** Temperatures and the clock's offset alone go below zero. */
const BELOW_ZERO: readonly string[] = [METRIC.temperature, METRIC.clockOffset]

function limitFault(value: number, unit: string, { metric }: Draft): string | null {
  if (!Number.isFinite(value)) return 'A number, such as 90 or 0.5.'
  if (unit === '1' && (value < 0 || value > 1)) return 'From 0 to 100%, which is all that it can be.'
  if (value < 0 && !BELOW_ZERO.includes(metric)) return 'It is never below 0.'
  return null
}

const FIELDS: Readonly<Record<string, Field>> = {
  name: 'name',
  metric: 'metric',
  threshold: 'threshold',
  clear: 'clear',
  for_seconds: 'for',
  cooldown_seconds: 'cooldown',
  repeat_seconds: 'repeat',
  scope: 'scope',
}

/** The field that the platform's refusal is about, which it names first; null where it is about none. */
export const fieldOf = (detail: string): Field | null => FIELDS[detail.split(' ', 1)[0] ?? ''] ?? null
