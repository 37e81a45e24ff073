import { describe, expect, it } from 'vitest'
import contract from '../../../../contract/fixtures/live.json'
import { parseFrame } from './frames.ts'
import { HostFeed } from './host-feed.ts'
import { Overview } from './overview.ts'

const text = (frame: unknown) => JSON.stringify(frame)
const from = contract.from_gateway

describe('frames', () => {
  it('are read as the gateway sends them', () => {
    for (const [name, frame] of Object.entries(from)) {
      const read = parseFrame(text(frame))
      expect(read, name).not.toBeNull()
      expect(frame, name).toMatchObject(read as object)
    }
  })

  it('of a newer platform are passed over', () => {
    expect(parseFrame(text({ type: 'incident', id: 1 }))).toBeNull()
  })

  it('that are broken are passed over', () => {
    expect(parseFrame('{')).toBeNull()
    expect(parseFrame(text({ type: 'sample', host: 'h1', timestamp: 'now', values: [] }))).toBeNull()
    expect(parseFrame(text({ type: 'overview', hosts: [{ host: 'h1', points: [[1, 2]] }] }))).toBeNull()
  })
})

describe('what the gateway sends', () => {
  it('becomes the newest values of all hosts', () => {
    const overview = new Overview()
    for (const frame of [from.overview_snapshot, from.overview]) {
      const read = parseFrame(text(frame))
      if (read?.type === 'overview') overview.apply(read)
    }
    expect(overview.filled).toBe(true)
    const first = overview.get('h1')
    expect(first?.latest).toMatchObject({ cpu: 0.1235, mountpoint: '/data', load: 0.42 })
    expect([1_763_912_175, 1_763_912_176, 1_763_912_177].map((second) => first?.at(first.cpu, second))).toEqual([
      0.125, 0.3333, 0.1235,
    ])
    expect(first?.at(first.receive, 1_763_912_176)).toBeNaN()
    expect(overview.get('h2')?.latest?.uptime).toBe(12)
  })

  it('becomes the newest values of one host', () => {
    const feed = new HostFeed('h1')
    for (const frame of [from.series, from.sample]) {
      const read = parseFrame(text(frame))
      if (read) feed.take(read)
    }
    expect(feed.time).toBe(1_763_912_176_000)
    expect(feed.value('system.uptime')).toBe(86_400.5)
    expect(feed.value('system.filesystem.utilization{system.filesystem.mountpoint=/mnt/a\\,b}')).toBe(0.123457)
  })
})
