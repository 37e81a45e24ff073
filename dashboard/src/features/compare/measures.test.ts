import { describe, expect, it } from 'vitest'
import { METRIC } from '../history/metrics.ts'
import { deviceShown, devicesOf, MEASURES, measureOf, ofHost, seriesFor } from './measures.ts'

const names = [
  ofHost('h1', 'system.filesystem.utilization{system.filesystem.mountpoint=/}'),
  ofHost('h1', 'system.filesystem.utilization{system.filesystem.mountpoint=/a\\,b}'),
  ofHost('h2', 'system.filesystem.utilization{system.filesystem.mountpoint=/}'),
  ofHost('h2', 'system.filesystem.utilization{system.filesystem.mountpoint=/srv}'),
  ofHost('h1', 'system.network.io.rate{network.interface.name=eth0,network.io.direction=receive}'),
  ofHost('h1', 'system.network.io.rate{network.interface.name=eth0,network.io.direction=transmit}'),
  ofHost('h1', 'system.network.io.rate{network.interface.name=eth1,network.io.direction=receive}'),
  ofHost('h1', 'system.cpu.utilization.total'),
]

describe('what can be compared', () => {
  it('has a name each, and is of the metrics that are known', () => {
    expect(new Set(MEASURES.map(({ id }) => id)).size).toBe(MEASURES.length)
    const known: readonly string[] = Object.values(METRIC)
    expect(MEASURES.filter(({ metric }) => !known.includes(metric))).toEqual([])
    expect(measureOf('nothing')).toBe(MEASURES[0])
  })

  it('keeps the series of hosts apart, whatever is in their names', () => {
    expect(ofHost('h1', 'system.uptime')).toBe('system.uptime{host.id=h1}')
    expect(names[1]).toBe('system.filesystem.utilization{host.id=h1,system.filesystem.mountpoint=/a\\,b}')
  })

  it('is one series a host, or the sum of its devices', () => {
    expect(seriesFor(measureOf('cpu'), null, 'h1', names)).toEqual([names[7]])
    expect(seriesFor(measureOf('cpu'), null, 'h2', names)).toEqual([])
    expect(seriesFor(measureOf('received'), null, 'h1', names)).toEqual([names[4], names[6]])
    expect(seriesFor(measureOf('received'), 'eth1', 'h1', names)).toEqual([names[6]])
    expect(seriesFor(measureOf('sent'), null, 'h1', names)).toEqual([names[5]])
  })

  it('shows the device that most hosts have, where adding up means nothing', () => {
    const disk = measureOf('disk-used')
    const devices = devicesOf(disk, names)
    expect(devices).toEqual(['/', '/a,b', '/srv'])
    expect(deviceShown(disk, undefined, devices)).toBe('/')
    expect(deviceShown(disk, '/srv', devices)).toBe('/srv')
    expect(seriesFor(disk, '/', 'h2', names)).toEqual([names[2]])
    expect(deviceShown(measureOf('received'), undefined, ['eth0', 'eth1'])).toBeNull()
    expect(deviceShown(measureOf('cpu'), 'eth0', [])).toBeNull()
  })
})
