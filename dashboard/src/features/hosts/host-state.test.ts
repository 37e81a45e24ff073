import { describe, expect, it } from 'vitest'
import sample from '../../../../contract/fixtures/sample.json'
import { formatClock } from '../../shared/time.ts'
import type { Host } from './api.ts'
import { hasOldAgent, hostState, reason, SCHEMA, systemOf } from './host-state.ts'

const NOW = 1_763_912_176_000
const host: Host = { id: 'h1', name: 'web-01', tags: [], state: 'active', created: 0, resource: {} }

describe('the state of a host', () => {
  it('is told by the age of its newest sample', () => {
    expect(hostState(host, NOW - 900, true, NOW)).toMatchObject({ state: 'fine', detail: '' })
    expect(hostState(host, NOW - 12_000, true, NOW)).toEqual({
      state: 'late',
      word: 'Late',
      detail: '12 s',
      fresh: false,
    })
    expect(hostState(host, NOW - 401_000, true, NOW)).toMatchObject({ state: 'down', word: 'Down' })
  })

  it('is that of its worst incident, unless it is silent', () => {
    const alarm = { count: 2, worst: 'critical', since: NOW - 252_000, words: 'Disk full and 1 more' } as const
    const fresh = hostState(host, NOW - 900, true, NOW, alarm)
    expect(fresh).toEqual({ state: 'critical', word: 'Critical', detail: '4 min 12 s', fresh: true })
    expect(reason(fresh, NOW - 900, NOW, alarm)).toBe('Disk full and 1 more')
    expect(hostState(host, NOW - 12_000, true, NOW, alarm)).toMatchObject({ state: 'critical', fresh: false })
    expect(hostState(host, NOW - 401_000, true, NOW, alarm)).toMatchObject({ state: 'down', word: 'Down' })
    expect(hostState(host, NOW - 900, true, NOW, { ...alarm, worst: 'info' })).toMatchObject({ state: 'fine' })
  })

  it('is not down while nobody has asked since when', () => {
    expect(hostState(host, null, false, NOW).state).toBe('waiting')
    expect(hostState(host, null, true, NOW)).toMatchObject({ state: 'down', detail: 'no sample for a day' })
    expect(hostState({ ...host, created: NOW - 60_000 }, null, true, NOW)).toEqual({
      state: 'waiting',
      word: 'Waiting',
      fresh: false,
      detail: 'for its first sample',
    })
  })

  it('of one that may not send is neither', () => {
    expect(hostState({ ...host, state: 'revoked' }, NOW, true, NOW).state).toBe('revoked')
  })

  it('is explained in a sentence', () => {
    const newest = NOW - 401_000
    const state = hostState(host, newest, true, NOW)
    expect(reason(state, newest, NOW)).toBe(`No sample since ${formatClock(newest)}`)
    expect(reason(hostState(host, null, true, NOW), null, NOW)).toBe('No sample for more than a day')
  })
})

describe('the system of a host', () => {
  const of = (resource: Record<string, string>) => systemOf({ ...host, resource })

  it('and its kernel stand in one line of a Linux agent', () => {
    expect(of({ 'os.description': 'Debian GNU/Linux 13 (trixie), Linux 6.12.48-amd64' })).toEqual({
      system: 'Debian GNU/Linux 13 (trixie)',
      kernel: 'Linux 6.12.48-amd64',
    })
  })

  it('is what there is elsewhere', () => {
    expect(of({ 'os.description': 'Linux 6.1.0' })).toEqual({ system: 'Linux 6.1.0', kernel: null })
    expect(of({ 'os.description': 'Apple macOS 26.1 build 25B78' })).toEqual({
      system: 'Apple macOS 26.1 build 25B78',
      kernel: null,
    })
    expect(of({ 'os.type': 'windows' }).system).toBe('windows')
    expect(of({}).system).toBeNull()
  })
})

describe('the agent of a host', () => {
  const of = (resource: Record<string, string>) => hasOldAgent({ ...host, resource })

  it('is old when its samples are of an earlier schema than the contract’s', () => {
    expect(SCHEMA).toBe(sample.schema)
    expect(of({ 'service.version': '0.1.0', 'statusmonitor.sample.schema': String(SCHEMA) })).toBe(false)
    expect(of({ 'service.version': '0.2.0', 'statusmonitor.sample.schema': String(SCHEMA + 1) })).toBe(false)
    expect(of({ 'service.version': '0.1.0', 'statusmonitor.sample.schema': String(SCHEMA - 1) })).toBe(true)
  })

  it('of the first version did not say', () => {
    expect(of({ 'service.version': '0.1.0' })).toBe(true)
  })

  it('that never told anything is unknown', () => {
    expect(of({})).toBe(false)
  })
})
