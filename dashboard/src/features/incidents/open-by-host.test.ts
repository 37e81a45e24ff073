import { describe, expect, it } from 'vitest'
import { byHost } from './open-by-host.ts'

const open = (host: string, severity: 'info' | 'warning' | 'critical', since: number, name: string) => ({
  host,
  severity,
  since,
  rule: { name },
})

describe('alarms by host', () => {
  it('tells the worst, since its oldest, and how many there are', () => {
    const alarms = byHost([
      open('a', 'warning', 1, 'Memory full'),
      open('a', 'critical', 9, 'Disk full'),
      open('a', 'critical', 5, 'CPU busy'),
      open('b', 'info', 3, 'New kernel'),
    ])
    expect(alarms.get('a')).toEqual({ count: 3, worst: 'critical', since: 5, words: 'CPU busy and 2 more' })
    expect(alarms.get('b')).toEqual({ count: 1, worst: 'info', since: 3, words: 'New kernel' })
    expect(alarms.get('c')).toBeUndefined()
  })
})
