import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { request } from '../../shared/api/http.ts'
import { INCIDENTS } from './open-count.ts'

/** The newest so many are asked for, which is the most that one call gives. */
const MOST = 200

const openSchema = z.object({
  host: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  since: z.number(),
  rule: z.object({ name: z.string() }),
})
type Open = z.infer<typeof openSchema>

/** What is wrong with one host, as the list of hosts tells it. */
export type Alarm = {
  readonly count: number
  readonly worst: Open['severity']
  /** When the oldest of the worst began, Unix milliseconds. */
  readonly since: number
  /** The worst by name: "Disk full", "Disk full and 2 more". */
  readonly words: string
}

const RANK: Readonly<Record<Open['severity'], number>> = { critical: 0, warning: 1, info: 2 }

/** What is wrong, by the host's id; a host with nothing open is not in it. */
export function byHost(incidents: readonly Open[]): ReadonlyMap<string, Alarm> {
  const groups = new Map<string, Open[]>()
  for (const incident of incidents) {
    const group = groups.get(incident.host)
    if (group) group.push(incident)
    else groups.set(incident.host, [incident])
  }
  const alarms = new Map<string, Alarm>()
  for (const [host, group] of groups) {
    const [worst] = group.sort((a, b) => RANK[a.severity] - RANK[b.severity] || a.since - b.since) as [Open]
    const rest = group.length - 1
    alarms.set(host, {
      count: group.length,
      worst: worst.severity,
      since: worst.since,
      words: rest > 0 ? `${worst.rule.name} and ${rest} more` : worst.rule.name,
    })
  }
  return alarms
}

/** The open incidents of all hosts, for the list of hosts; the alerts page knows more of each. */
export const alarmsQuery = queryOptions({
  queryKey: [...INCIDENTS, 'by-host'],
  queryFn: async ({ signal }) =>
    byHost(
      (
        await request(
          `/api/v1/alerts/incidents?state=open&limit=${MOST}`,
          z.object({ incidents: z.array(openSchema) }),
          {
            signal,
          },
        )
      ).incidents,
    ),
  // The gateway says when there is something new; this is for what it may have missed.
  refetchInterval: 60_000,
  structuralSharing: false,
})
