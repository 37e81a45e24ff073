import * as z from 'zod/mini'
import type { Alarm } from '../incidents/open-by-host.ts'
import type { Latest } from '../live/overview.ts'
import type { Host } from './api.ts'
import { type HostState, RANK } from './host-state.ts'

export const SORTS = [
  'state',
  'name',
  'cpu',
  'memory',
  'disk',
  'network',
  'load',
  'uptime',
  'sample',
  'incidents',
] as const

export type Sort = (typeof SORTS)[number]

/** What the list of hosts shows, as its address says it. */
export type HostsSearch = {
  readonly q?: string | undefined
  readonly tag?: string | undefined
  readonly sort?: Sort | undefined
  readonly up?: boolean | undefined
}

const textSchema = z.string().check(z.minLength(1), z.maxLength(200))
const sortSchema = z.enum(SORTS)

/** Reads the address; what makes no sense in it counts as not said. */
export function readHostsSearch(search: Record<string, unknown>): HostsSearch {
  // A tag or a word of digits comes from the address as a number.
  const text = (value: unknown) => textSchema.safeParse(typeof value === 'number' ? String(value) : value)
  const q = text(search.q)
  const tag = text(search.tag)
  const sort = sortSchema.safeParse(search.sort)
  return {
    ...(q.success ? { q: q.data } : {}),
    ...(tag.success ? { tag: tag.data } : {}),
    ...(sort.success && sort.data !== 'state' ? { sort: sort.data } : {}),
    ...(search.up === true ? { up: true } : {}),
  }
}

/** A host with what the list needs of it. */
export type Listed = {
  readonly host: Host
  readonly state: HostState
  readonly latest: Latest | null
  /** When the newest sample was measured, also where its values are not known any more; null for never. */
  readonly newest: number | null
  /** What is wrong with it; left out where nothing is, or nobody knows. */
  readonly alarm?: Alarm | undefined
}

/** Whether a host is meant by what was typed: each word is in its name, a tag, its state or its system. */
export function matches({ host, state }: Pick<Listed, 'host' | 'state'>, search: HostsSearch): boolean {
  if (search.tag !== undefined && !host.tags.includes(search.tag)) return false
  const text = [host.name, ...host.tags, state.word, ...Object.values(host.resource)].join(' ').toLowerCase()
  return (search.q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const NUMBERS: Record<Exclude<Sort, 'state' | 'name' | 'incidents'>, (latest: Latest) => number> = {
  cpu: (latest) => latest.cpu,
  memory: (latest) => latest.memory,
  disk: (latest) => latest.disk,
  network: (latest) => latest.receive + latest.transmit,
  load: (latest) => latest.load,
  uptime: (latest) => latest.uptime,
  sample: (latest) => -latest.time,
}

/** Compares two hosts for the list: worst, largest or first in the alphabet on top; the unknown last in any order. */
export function compare(a: Listed, b: Listed, search: HostsSearch): number {
  const turn = search.up ? -1 : 1
  const names = a.host.name.localeCompare(b.host.name, 'en', { numeric: true })
  const sort = search.sort ?? 'state'
  if (sort === 'name') return turn * names
  if (sort === 'state') return turn * (RANK[a.state.state] - RANK[b.state.state]) || names
  if (sort === 'incidents') return turn * ((b.alarm?.count ?? 0) - (a.alarm?.count ?? 0)) || names
  const read = NUMBERS[sort]
  const [left, right] = [a.latest ? read(a.latest) : Number.NaN, b.latest ? read(b.latest) : Number.NaN]
  if (Number.isNaN(left) || Number.isNaN(right))
    return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || names
  return turn * (right - left) || names
}

/** How many hosts bear each tag, the most used first. */
export function tagCounts(hosts: readonly Host[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const host of hosts) for (const tag of host.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].sort(([a, left], [b, right]) => right - left || a.localeCompare(b))
}
