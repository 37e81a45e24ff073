import { describe, expect, it } from 'vitest'
import type { Chart } from '../../shared/chart/chart.ts'
import { formatShare } from '../../shared/units.ts'
import { anIncident, aRule } from '../../testing/alerts.ts'
import { limitOn, markAt, markWords, within } from './marks.ts'

const CPU = 'system.cpu.utilization.total'
const SENT = 'system.network.io.rate{network.interface.name=eth0,network.io.direction=transmit}'
const chart = (fields: Partial<Chart>): Chart => ({
  id: 'c',
  title: 'c',
  kind: 'lines',
  format: formatShare,
  axis: 'share',
  lines: [],
  ...fields,
})

describe('marks', () => {
  it('are of what went on within the window', () => {
    const now = 1_000_000
    const before = anIncident({ id: 'a', since: 100, resolved: 200 })
    const across = anIncident({ id: 'b', since: 100, resolved: 600 })
    const open = anIncident({ id: 'c', since: 100 })
    const later = anIncident({ id: 'd', since: now })
    expect(within([before, across, open, later], { start: 500, stop: 900 }).map(({ id }) => id)).toEqual(['b', 'c'])
  })

  it('have a limit on charts that show the series, and on no other', () => {
    const incident = anIncident()
    expect(limitOn(chart({ lines: [{ key: 'a', label: 'a', colour: 'blue', series: [CPU] }] }), incident)).toBe(0.9)
    expect(limitOn(chart({ kind: 'stack', total: { label: 'in all', series: CPU } }), incident)).toBe(0.9)
    expect(limitOn(chart({}), incident)).toBeNull()
    const sent = anIncident({ series: SENT, rule: aRule({ metric: SENT, threshold: 100 }) })
    const down = chart({
      kind: 'mirror',
      lines: [{ key: 's', label: 's', colour: 'orange', series: [SENT], down: true }],
    })
    expect(limitOn(down, sent)).toBe(-100)
    const named = chart({ lines: [{ key: 'h1', label: 'web-1', colour: 'blue', series: [`h1 ${CPU}`] }] })
    expect(limitOn(named, incident)).toBeNull()
    expect(limitOn(named, incident, (host, series) => `${host} ${series}`)).toBe(0.9)
    const summed = chart({ lines: [{ key: 'a', label: 'a', colour: 'blue', series: [CPU, 'other'] }] })
    expect(limitOn(summed, incident)).toBeNull()
    expect(limitOn(chart({}), anIncident({ series: null, rule: aRule({ kind: 'host_down' }) }))).toBeNull()
  })

  it('are hit at the strip, the beginning and the end', () => {
    const incident = anIncident()
    const spans = [{ from: 50, to: 150, incident }]
    expect(markAt(spans, 100, 4)).toBe(incident)
    expect(markAt(spans, 100, 60)).toBeNull()
    expect(markAt(spans, 52, 60)).toBe(incident)
    expect(markAt(spans, 147, 60)).toBe(incident)
    expect(markAt(spans, 200, 4)).toBeNull()
  })

  it('say what they are', () => {
    const now = Date.now()
    expect(markWords(anIncident({ since: now - 90_000 }), now)).toMatch(
      /^Warning: CPU used above 90% for 1 min\. .* goes on for 1 min 30 s$/,
    )
    expect(markWords(anIncident({ since: now - 90_000, resolved: now - 60_000 }), now)).toMatch(/lasted 30 s$/)
  })
})
