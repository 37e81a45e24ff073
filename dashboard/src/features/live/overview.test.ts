import { describe, expect, it } from 'vitest'
import type { OverviewFrame, Point } from './frames.ts'
import { OVERVIEW_SLOTS, Overview } from './overview.ts'

const T = 1_763_912_176

const point = (second: number, cpu: number | null = 0.5): Point => [
  second * 1000 + 40,
  cpu,
  0.25,
  0.6,
  '/srv',
  1_000,
  2_000,
  1.5,
  86_400,
]

const frame = (points: Point[], snapshot = false, more = false): OverviewFrame => ({
  type: 'overview',
  ...(snapshot ? { snapshot, more } : {}),
  hosts: [{ host: 'h1', points }],
})

describe('Overview', () => {
  it('opens with the last two minutes and goes on with the newest', () => {
    const overview = new Overview()
    overview.apply(frame([point(T, 0.1), point(T + 1, 0.2)], true))
    overview.apply(frame([point(T + 2, 0.3)]))
    const host = overview.get('h1')
    expect([0, 1, 2].map((i) => host?.at(host.cpu, T + i))).toEqual([0.1, 0.2, 0.3])
    expect(host?.latest).toEqual({
      time: (T + 2) * 1000 + 40,
      cpu: 0.3,
      memory: 0.25,
      disk: 0.6,
      mountpoint: '/srv',
      receive: 1_000,
      transmit: 2_000,
      load: 1.5,
      uptime: 86_400,
    })
  })

  it('keeps a lost second as a gap', () => {
    const overview = new Overview()
    overview.apply(frame([point(T), point(T + 2)]))
    const host = overview.get('h1')
    expect(host?.at(host.cpu, T + 1)).toBeNaN()
    expect(host?.at(host.cpu, T + 3)).toBeNaN()
  })

  it('fills what it missed from a later snapshot without going back in time', () => {
    const overview = new Overview()
    overview.apply(frame([point(T), point(T + 3, 0.9)]))
    overview.apply(frame([point(T, 0.5), point(T + 1, 0.6), point(T + 2, 0.7), point(T + 3, 0.9)], true))
    const host = overview.get('h1')
    expect([0, 1, 2, 3].map((i) => host?.at(host.cpu, T + i))).toEqual([0.5, 0.6, 0.7, 0.9])
    expect(host?.latest?.cpu).toBe(0.9)
  })

  it('knows that a host has no points only when the whole snapshot has come', () => {
    const overview = new Overview()
    overview.apply(frame([point(T)], true, true))
    expect(overview.filled).toBe(false)
    overview.apply({ type: 'overview', snapshot: true, more: false, hosts: [] })
    expect(overview.filled).toBe(true)
    expect(overview.get('h2')).toBeUndefined()
  })

  it('takes the unknown for unknown', () => {
    const overview = new Overview()
    overview.apply(frame([point(T, null)]))
    expect(overview.get('h1')?.latest?.cpu).toBeNaN()
  })

  it('forgets what is older than the ring and hosts that are gone', () => {
    const overview = new Overview()
    overview.apply(frame([point(T, 0.1), point(T + OVERVIEW_SLOTS, 0.2)]))
    const host = overview.get('h1')
    expect(host?.at(host.cpu, T)).toBeNaN()
    overview.keep(new Set(['h2']))
    expect(overview.get('h1')).toBeUndefined()
  })
})
