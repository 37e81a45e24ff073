import { formatAge, formatClock, formatMoment } from '../../shared/time.ts'
import type { State } from '../../shared/ui/state-shape.tsx'
import { formatSpan } from '../../shared/units.ts'
import type { Alarm } from '../incidents/open-by-host.ts'
import type { Host } from './api.ts'

/** A sample a second is due; up to this it may be the network. */
export const LATE_MS = 5_000
/** After this nobody should wait for it any more. */
export const DOWN_MS = 30_000

/** Single samples are kept about as long. */
const DAY_MS = 86_400_000

/** What the age of a host's newest sample says of it, and what is wrong with it. */
export type HostState = {
  readonly state: Extract<State, 'fine' | 'critical' | 'warning' | 'late' | 'down' | 'waiting' | 'revoked'>
  readonly word: string
  /** What stands beside the word; empty where the word says it all. */
  readonly detail: string
  /** Whether its newest sample is of this moment. */
  readonly fresh: boolean
}

/** The order in which hosts need a look. */
export const RANK: Record<HostState['state'], number> = {
  down: 0,
  critical: 1,
  warning: 2,
  late: 3,
  waiting: 4,
  revoked: 5,
  fine: 6,
}

/** Whether somebody should look at a host in this state. */
export const needsLook = ({ state }: HostState): boolean => RANK[state] <= RANK.late

const ALARMS = { critical: 'Critical', warning: 'Warning' } as const

/**
 * @param newest when the newest sample was measured; null where none is known
 * @param asked whether it is sure that there is no newer one; before that a host without samples is not called down
 * @param now the present, by the platform's clock
 * @param alarm what is wrong with it; a host that is silent is told as that, whatever else is wrong
 */
export function hostState(host: Host, newest: number | null, asked: boolean, now: number, alarm?: Alarm): HostState {
  const silent = { fresh: false }
  if (host.state === 'revoked') return { ...silent, state: 'revoked', word: 'Revoked', detail: 'may not send' }
  if (newest === null) {
    if (!asked) return { ...silent, state: 'waiting', word: 'Waiting', detail: 'for a sample' }
    if (now - host.created < DAY_MS)
      return { ...silent, state: 'waiting', word: 'Waiting', detail: 'for its first sample' }
    return { ...silent, state: 'down', word: 'Down', detail: 'no sample for a day' }
  }
  const age = now - newest
  if (age >= DOWN_MS) return { ...silent, state: 'down', word: 'Down', detail: `since ${formatMoment(newest, now)}` }
  const fresh = age < LATE_MS
  if (alarm && alarm.worst !== 'info') {
    const lasting = formatSpan(Math.floor((now - alarm.since) / 1000))
    return { fresh, state: alarm.worst, word: ALARMS[alarm.worst], detail: lasting }
  }
  if (!fresh) return { fresh, state: 'late', word: 'Late', detail: formatAge(age) }
  return { fresh, state: 'fine', word: 'Fine', detail: '' }
}

/** Why a host needs a look, in a sentence. */
export function reason(state: HostState, newest: number | null, now: number, alarm?: Alarm): string {
  if (alarm && (state.state === 'critical' || state.state === 'warning')) return alarm.words
  if (newest === null)
    return state.state === 'waiting' ? 'Waiting for its first sample' : 'No sample for more than a day'
  return `No sample since ${now - newest < DAY_MS ? formatClock(newest) : formatMoment(newest, now)}`
}

/**
 * The system of a host and its kernel, from what its agent told. On Linux the agent's description names both:
 * "Debian GNU/Linux 13 (trixie), Linux 6.12.48-amd64".
 */
export function systemOf(host: Host): { readonly system: string | null; readonly kernel: string | null } {
  const { resource } = host
  const description = resource['os.description'] || resource['os.name'] || resource['os.type'] || null
  const [, system, kernel] = description?.match(/^(?:(.*), )?(Linux \S+)$/) ?? []
  if (!kernel) return { system: description, kernel: null }
  return { system: system ?? kernel, kernel: system ? kernel : null }
}

/** The schema of the samples that this version's agent writes; a test holds it against the contract. */
export const SCHEMA = 2

/** Whether a host's agent is of an earlier version, which is taken still and tells less. */
export function hasOldAgent({ resource }: Host): boolean {
  if (resource['service.version'] === undefined) return false
  return Number(resource['statusmonitor.sample.schema'] ?? 1) < SCHEMA
}
