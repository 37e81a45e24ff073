import { describe, expect, it } from 'vitest'
import sample from '../../../contract/fixtures/sample.json'
import { byName, parseSeries, seriesName } from './series.ts'

describe('series names', () => {
  it('of an agent are read and written alike', () => {
    for (const name of Object.keys(sample.metrics)) {
      const { metric, attributes } = parseSeries(name)
      expect(seriesName(metric, attributes)).toBe(name)
    }
  })

  it('are a metric and its attributes', () => {
    expect(parseSeries('system.uptime')).toEqual({ name: 'system.uptime', metric: 'system.uptime', attributes: {} })
    expect(
      parseSeries('system.network.io.rate{network.interface.name=eth0,network.io.direction=receive}'),
    ).toMatchObject({
      metric: 'system.network.io.rate',
      attributes: { 'network.interface.name': 'eth0', 'network.io.direction': 'receive' },
    })
  })

  it('escape what would be taken for their own marks', () => {
    const odd = 'a\\b,c=d{e}f'
    const name = seriesName('system.filesystem.limit', { 'system.filesystem.mountpoint': odd })
    expect(name).toBe('system.filesystem.limit{system.filesystem.mountpoint=a\\\\b\\,c\\=d\\{e\\}f}')
    expect(parseSeries(name).attributes).toEqual({ 'system.filesystem.mountpoint': odd })
  })

  it('have their keys in order', () => {
    expect(seriesName('m', { b: '2', a: '1' })).toBe('m{a=1,b=2}')
    expect(seriesName('m')).toBe('m')
  })

  it('are listed as people count', () => {
    expect(['sda10', 'sda2', 'sda1'].sort(byName)).toEqual(['sda1', 'sda2', 'sda10'])
  })
})
