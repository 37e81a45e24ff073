import type { State } from '../../shared/ui/state-shape.tsx'
import { formatFor, formatShare, formatSpan, UNKNOWN } from '../../shared/units.ts'
import type { Host } from '../hosts/api.ts'
import type { Channel, Delivery, Incident, Rule, Scope, Severity } from './api.ts'
import { measuredOf, subjectOf } from './measured.ts'

export const SEVERITY: Readonly<Record<Severity, string>> = { info: 'Info', warning: 'Warning', critical: 'Critical' }

export const KIND: Readonly<Record<Channel['kind'], string>> = {
  telegram: 'Telegram',
  webhook: 'Web hook',
  email: 'E-mail',
}

/** A value as it was measured, in its unit: "97.4%". */
export const valueWords = (value: number | null | undefined, unit: string): string => formatFor(unit)(value)

/** A limit as a person would write it: "90%", "1.5 GiB/s". */
export function limitWords(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return UNKNOWN
  if (unit === '1') return Math.abs(value) < 1e9 ? `${Number((value * 100).toPrecision(6))}%` : formatShare(value)
  return formatFor(unit)(value).replace(/\.0(?= |$|\/)/, '')
}

/** How long something has to hold: "for 1 min"; empty for at once. */
const forWords = (seconds: number): string => (seconds > 0 ? ` for ${formatSpan(seconds)}` : '')

const unitOf = (rule: Rule): string =>
  rule.unit ?? measuredOf((rule.metric ?? '').split('{', 1)[0] as string)?.unit ?? ''

/** When a rule fires, without what it looks at: "above 90% for 1 min". */
export function conditionWords(rule: Rule): string {
  if (rule.kind === 'host_down') return `no sample for ${formatSpan(rule.for_seconds)}`
  return `${rule.direction ?? 'above'} ${limitWords(rule.threshold, unitOf(rule))}${forWords(rule.for_seconds)}`
}

/** When a rule fires and when it is over: "CPU used above 90% for 1 min, over at 80%". */
export function ruleWords(rule: Rule): string {
  if (rule.kind === 'host_down') return conditionWords(rule)
  const over = rule.clear === rule.threshold ? '' : `, over at ${limitWords(rule.clear, unitOf(rule))}`
  return `${subjectOf(rule.metric ?? '')} ${conditionWords(rule)}${over}`
}

/** Which hosts: "all hosts", "web-1", "tag db". */
export function scopeWords(scope: Scope, hosts: readonly Pick<Host, 'id' | 'name'>[] | undefined): string {
  if (scope.tag) return `tag ${scope.tag}`
  if (!scope.host) return 'all hosts'
  return hosts?.find(({ id }) => id === scope.host)?.name ?? 'a host that is gone'
}

/** Whether a scope takes in a host. */
export function covers(scope: Scope, host: { readonly id: string; readonly tags: readonly string[] }): boolean {
  if (scope.host) return scope.host === host.id
  return scope.tag ? host.tags.includes(scope.tag) : true
}

/** The shape and the word of an incident: of a host that is down another one than of a value. */
export function alarmOf(incident: Pick<Incident, 'rule' | 'severity'>): {
  readonly state: State
  readonly word: string
} {
  if (incident.rule.kind === 'host_down') return { state: 'down', word: 'Down' }
  return { state: incident.severity, word: SEVERITY[incident.severity] }
}

/** What an incident is about: "CPU used above 90% for 1 min", "No sample for 30 s". */
export function incidentWords(incident: Pick<Incident, 'rule' | 'series'>): string {
  const { rule, series } = incident
  if (rule.kind === 'host_down') return `No sample for ${formatSpan(rule.for_seconds)}`
  return `${subjectOf(series ?? rule.metric ?? '')} ${conditionWords(rule)}`
}

/** Why it is over, where that is more than that the value is good again. */
export function reasonWords(reason: string | null | undefined): string {
  switch (reason) {
    case 'rule':
      return 'the rule was paused, changed or deleted'
    case 'host':
      return 'the host was deleted or revoked'
    case 'no_data':
      return 'it is not measured any more'
    default:
      return ''
  }
}

/** Who said that they know. */
export const acknowledgedWords = (by: string | null | undefined): string =>
  !by || by === 'dashboard' ? 'acknowledged here' : `acknowledged by ${by}`

const after = (milliseconds: number): string => {
  const seconds = Math.max(0, milliseconds) / 1000
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : formatSpan(seconds)
}

/** What became of a message: "Telegram Night watch after 0.6 s". @param asked when it was to be sent */
export function deliveryWords(delivery: Delivery, asked: number): string {
  const kind = KIND[delivery.kind as Channel['kind']] ?? delivery.kind
  const who = `${kind} ${delivery.name}`
  const tries = delivery.attempts === 1 ? 'once' : `${delivery.attempts} times`
  switch (delivery.state) {
    case 'sent':
      return `${who} after ${after(delivery.time - asked)}`
    case 'pending':
      return `${who}: ${delivery.attempts > 0 ? `tried ${tries}, goes on` : 'on its way'}`
    case 'failed':
      return `${who} failed${delivery.error ? `: ${delivery.error}` : ''}`
  }
}

/** Where in time to look at an incident: a range that ends now where it goes on, else from before it to after it. */
export function chartTime(
  incident: Pick<Incident, 'since' | 'resolved'>,
  now: number,
): { readonly range?: '15m' | '1h' | '6h' | '24h' | '7d' | '30d'; readonly from?: number; readonly to?: number } {
  const { since, resolved } = incident
  if (resolved) {
    const pad = Math.max(2 * 60_000, (resolved - since) / 2)
    return { from: Math.round(since - pad), to: Math.round(Math.min(now, resolved + pad)) }
  }
  const lasting = (now - since) * 1.1 + 30_000
  const minutes = lasting / 60_000
  if (minutes <= 5) return {}
  if (minutes <= 15) return { range: '15m' }
  if (minutes <= 60) return { range: '1h' }
  if (minutes <= 6 * 60) return { range: '6h' }
  if (minutes <= 24 * 60) return { range: '24h' }
  return { range: minutes <= 7 * 24 * 60 ? '7d' : '30d' }
}
