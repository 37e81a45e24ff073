import { describe, expect, it } from 'vitest'
import type { Latest } from '../live/overview.ts'
import type { Host } from './api.ts'
import { compare, type HostsSearch, type Listed, matches, readHostsSearch, tagCounts } from './hosts-search.ts'

function listed(name: string, state: Listed['state']['state'], cpu: number | null = null, tags: string[] = []): Listed {
  const host: Host = { id: name, name, tags, state: 'active', created: 0, resource: { 'os.type': 'linux' } }
  const word = state.charAt(0).toUpperCase() + state.slice(1)
  const latest = cpu === null ? null : ({ time: 1_000 * cpu, cpu, receive: 1, transmit: cpu } as Latest)
  return { host, state: { state, word, detail: '', fresh: state === 'fine' }, latest, newest: latest?.time ?? null }
}

const hosts = [
  listed('web-10', 'fine', 0.5, ['web']),
  listed('web-2', 'fine', 0.9, ['web', 'edge']),
  listed('db', 'down', null, ['db']),
  listed('nas', 'late', 0.1),
]
const order = (search: HostsSearch) => [...hosts].sort((a, b) => compare(a, b, search)).map(({ host }) => host.name)

describe('the order of the list', () => {
  it('is worst first, then by name as people count', () => {
    expect(order({})).toEqual(['db', 'nas', 'web-2', 'web-10'])
  })

  it('is by a number from the largest, the unknown last either way', () => {
    expect(order({ sort: 'cpu' })).toEqual(['web-2', 'web-10', 'nas', 'db'])
    expect(order({ sort: 'cpu', up: true })).toEqual(['nas', 'web-10', 'web-2', 'db'])
    expect(order({ sort: 'sample' })).toEqual(['nas', 'web-10', 'web-2', 'db'])
  })

  it('is by name', () => {
    expect(order({ sort: 'name' })).toEqual(['db', 'nas', 'web-2', 'web-10'])
    expect(order({ sort: 'name', up: true })).toEqual(['web-10', 'web-2', 'nas', 'db'])
  })
})

describe('the filter', () => {
  const found = (search: HostsSearch) => hosts.filter((host) => matches(host, search)).map(({ host }) => host.name)

  it('finds by name, tag, state and system, each word of it', () => {
    expect(found({ q: 'WEB' })).toEqual(['web-10', 'web-2'])
    expect(found({ q: 'web edge' })).toEqual(['web-2'])
    expect(found({ q: 'down' })).toEqual(['db'])
    expect(found({ q: 'linux' })).toHaveLength(4)
    expect(found({ q: 'nothing' })).toEqual([])
  })

  it('keeps to a tag', () => {
    expect(found({ tag: 'web' })).toEqual(['web-10', 'web-2'])
    expect(found({ tag: 'web', q: '10' })).toEqual(['web-10'])
  })
})

describe('the address of the list', () => {
  it('says what is shown and leaves out the usual', () => {
    expect(readHostsSearch({ q: 'web', tag: 'edge', sort: 'cpu', up: true })).toEqual({
      q: 'web',
      tag: 'edge',
      sort: 'cpu',
      up: true,
    })
    expect(readHostsSearch({ sort: 'state', up: false, q: '' })).toEqual({})
  })

  it('reads words of digits, and passes over what makes no sense', () => {
    expect(readHostsSearch({ q: 10, sort: 'colour', tag: ['x'] })).toEqual({ q: '10' })
  })
})

describe('tagCounts', () => {
  it('has the most used first', () => {
    expect(tagCounts(hosts.map(({ host }) => host))).toEqual([
      ['web', 2],
      ['db', 1],
      ['edge', 1],
    ])
  })
})
