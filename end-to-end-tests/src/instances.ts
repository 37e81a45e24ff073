import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { doctor } from './doctor'
import { until } from './wait'

export const services = ['auth-service', 'ingestion-service', 'history-service', 'alert-service', 'websocket-gateway']

/** The consumer groups whose members share the partitions of `metrics.samples`, and the service that reads by each. */
export const groups = ['history', 'alerts'] as const

/** As `statusmonitor.topics.partitions` is unless told otherwise. */
const PARTITIONS = 12

/** The process of this name, such as `history-service-2` or `kafka`, of services apart. */
export async function pidOf(data: string, name: string): Promise<number> {
  const file = name === 'redis' ? join(data, 'redis/redis.pid') : join(data, 'pids', `${name}.pid`)
  return Number((await readFile(file, 'utf8')).split(' ')[0])
}

interface Lag {
  records: number
  late: number
  shares: number[]
}

/** What `doctor` finds: whether all is well, and how the members of each group share the partitions. */
export interface Found {
  well: boolean
  output: string
  lag: Partial<Record<string, Lag>>
}

export async function examine(port: number): Promise<Found> {
  const { code, answer, output } = await doctor(port, '--json')
  const parsed = (answer.startsWith('{') ? JSON.parse(answer) : {}) as {
    report?: { lag: Record<string, Lag> }
    checks?: { part: string; ok: boolean; detail: string }[]
  }
  const wrong = parsed.checks?.filter(({ ok }) => !ok).map(({ part, detail }) => `${part}: ${detail}`)
  return { well: code === 0, output: wrong?.join('\n') ?? output, lag: parsed.report?.lag ?? {} }
}

/** Whether each of so many members of the group has some of the partitions, and together they have all. */
export function isShared(lag: Lag | undefined, members: number): boolean {
  const shares = lag?.shares ?? []
  return (
    shares.length === members &&
    shares.every((share) => share > 0) &&
    shares.reduce((sum, share) => sum + share, 0) === PARTITIONS
  )
}

/** Waits until doctor is content and each group has so many members that share all partitions. */
export async function wellShared(port: number, members: number, ms: number): Promise<void> {
  let last: Found | undefined
  await until(
    `doctor to be content, and ${members} of each to share the partitions`,
    ms,
    async () => {
      last = await examine(port)
      return last.well && groups.every((group) => isShared(last?.lag[group], members))
    },
    200,
  ).catch((failure: unknown) => {
    throw new Error(`${failure}\n${last?.output}\n${JSON.stringify(last?.lag)}`)
  })
}
