import { readTimeSearch, type TimeSearch } from '../history/ranges.ts'

/** More lines than this in one chart cannot be told apart. */
export const MOST_HOSTS = 8

/** What the page compares, as its address says it. */
export type CompareSearch = TimeSearch & {
  /** The ids of the hosts, apart by commas, in the order of their colours. */
  readonly hosts?: string | undefined
  /** The id of a measure. The router loads this file with every page, so the measures themselves stay out of it. */
  readonly metric?: string | undefined
  /** The device, where it is not the usual one. */
  readonly of?: string | undefined
}

/** Reads the address; what makes no sense in it counts as not said. */
export function readCompareSearch(search: Record<string, unknown>): CompareSearch {
  const hosts = idsOf(typeof search.hosts === 'string' ? search.hosts : undefined)
  const metric =
    typeof search.metric === 'string' && /^[a-z0-9-]{1,40}$/.test(search.metric) ? search.metric : undefined
  return {
    ...(hosts.length > 0 ? { hosts: hosts.join(',') } : {}),
    ...(metric ? { metric } : {}),
    ...(metric && typeof search.of === 'string' && search.of !== '' ? { of: search.of } : {}),
    ...readTimeSearch(search),
  }
}

/** The ids in an address, each once. */
export function idsOf(hosts: string | undefined): string[] {
  return [...new Set((hosts ?? '').split(',').filter(Boolean))].slice(0, MOST_HOSTS)
}
