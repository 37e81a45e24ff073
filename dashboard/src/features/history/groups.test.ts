import { describe, expect, it } from 'vitest'
import contract from '../../../../contract/fixtures/metrics.json'
import { seriesName } from '../../shared/series.ts'
import { groupsFor, shortPath } from './groups.ts'
import { METRIC } from './metrics.ts'

const catalogue = contract.metrics

/** Two values of each attribute, as an agent would send them. */
const VALUES: Record<string, string[]> = {
  'cpu.mode': ['user', 'system', 'iowait', 'idle', 'steal', 'nice'],
  'cpu.logical_number': ['0', '1', '10', '2'],
  'system.memory.state': ['used', 'free', 'buffers', 'cached'],
  'system.paging.state': ['used', 'free'],
  'system.paging.direction': ['in', 'out'],
  'system.device': ['sda', 'nvme0n1'],
  'disk.io.direction': ['read', 'write'],
  'system.filesystem.mountpoint': ['/', '/srv'],
  'system.filesystem.state': ['used', 'free', 'reserved'],
  'network.interface.name': ['eth0', 'wlan0'],
  'network.io.direction': ['receive', 'transmit'],
  'hw.id': ['package', 'nvme'],
  'network.connection.state': ['established', 'time_wait'],
  'network.transport': ['tcp'],
  'container.id': ['4f2a9c0d1e3b', '0b1c2d3e4f50'],
  'systemd.unit.active_state': ['active', 'failed'],
  'systemd.unit.name': ['backup.service', 'cron.service'],
}

function seriesOf(metric: { name: string; attributes: string[] }): string[] {
  let all: Record<string, string>[] = [{}]
  for (const key of metric.attributes) {
    all = all.flatMap((attributes) => (VALUES[key] ?? []).map((value) => ({ ...attributes, [key]: value })))
  }
  return all.map((attributes) => seriesName(metric.name, attributes))
}

const everything = catalogue.flatMap(seriesOf)
const only = (...metrics: string[]) => catalogue.filter((metric) => metrics.includes(metric.name)).flatMap(seriesOf)

/** Shown in the head of the page, or as the scale of a chart, or in another form. */
const WITHOUT_A_CHART = new Set<string>([METRIC.cpuCount, METRIC.memoryUtilization, METRIC.pagingUtilization])

describe('groupsFor', () => {
  it('knows each metric of the catalogue', () => {
    expect(new Set(Object.values(METRIC))).toEqual(new Set(catalogue.map((metric) => metric.name)))
  })

  it('draws every metric that an agent sends', () => {
    const groups = groupsFor(everything)
    const asked = new Set(groups.flatMap((group) => group.metrics))
    for (const { name } of catalogue) {
      if (!WITHOUT_A_CHART.has(name)) expect(asked, name).toContain(name)
    }
    expect(groups.map((group) => group.id)).toEqual([
      'overview',
      'cores',
      'swap',
      'filesystems',
      'disks',
      'interfaces',
      'connections',
      'containers',
      'services',
      'gpus',
      'batteries',
      'temperatures',
      'processes',
      'agent',
    ])
  })

  it('draws nothing but what the host has', () => {
    const names = new Set(everything)
    for (const group of groupsFor(everything)) {
      for (const chart of group.charts) {
        expect(chart.lines.length, chart.id).toBeGreaterThan(0)
        for (const line of chart.lines) for (const series of line.series) expect(names).toContain(series)
      }
    }
  })

  it('has no group for what a host lacks', () => {
    const groups = groupsFor(only(METRIC.cpu, METRIC.cpuTotal, METRIC.memory))
    expect(groups.map((group) => group.id)).toEqual(['overview'])
    expect(groups[0]?.charts.map((chart) => chart.id)).toEqual(['cpu', 'memory'])
    expect(groupsFor([])).toEqual([])
  })

  it('asks for no more than fifty metrics a group', () => {
    for (const group of groupsFor(everything)) expect(group.metrics.length).toBeLessThanOrEqual(50)
  })

  it('shows what a newer agent sends plainly', () => {
    const groups = groupsFor(['system.new.thing{kind=a}', 'system.new.thing{kind=b}'])
    expect(groups).toMatchObject([
      { id: 'others', metrics: ['system.new.thing'], charts: [{ lines: [{ label: 'a' }, { label: 'b' }] }] },
    ])
  })

  it('keeps what adds up in one line: modes without a colour, and all disks and interfaces', () => {
    const [overview] = groupsFor(everything)
    const chart = (id: string) => overview?.charts.find((candidate) => candidate.id === id)
    expect(chart('cpu')?.lines.map((line) => line.key)).toEqual(['user', 'system', 'iowait', 'steal', 'other'])
    expect(chart('cpu')?.lines.at(-1)?.label).toBe('nice')
    expect(chart('disk-io')?.lines.map((line) => line.series.length)).toEqual([2, 2])
    expect(chart('network')?.lines[1]?.down).toBe(true)
  })

  it('orders cores by number', () => {
    const cores = groupsFor(everything).find((group) => group.id === 'cores')
    expect(cores?.charts[0]?.lines.map((line) => line.label)).toEqual(['core 0', 'core 1', 'core 2', 'core 10'])
  })

  it('says the one thing worth knowing of a group that is folded', () => {
    const values: Record<string, number> = {
      'system.cpu.logical.utilization{cpu.logical_number=2}': 0.994,
      'system.cpu.logical.utilization{cpu.logical_number=10}': 0.2,
      'system.filesystem.utilization{system.filesystem.mountpoint=/srv}': 0.612,
      'system.filesystem.usage{system.filesystem.mountpoint=/srv,system.filesystem.state=free}': 1024 ** 3,
    }
    const headline = (id: string) =>
      groupsFor(everything)
        .find((group) => group.id === id)
        ?.headline((name) => values[name] ?? Number.NaN)
    expect(headline('cores')).toEqual({ before: 'busiest', subject: 'core 2', after: '99.4%' })
    expect(headline('filesystems')).toEqual({ before: 'fullest', subject: '/srv', after: '61.2%, 1.0 GiB left' })
    expect(headline('temperatures')).toBeNull()
    values['container.cpu.usage{container.id=4f2a9c0d1e3b}'] = 1.5
    values['systemd.unit.count{systemd.unit.active_state=failed}'] = 2
    expect(headline('containers')).toMatchObject({ before: 'busiest', subject: '4f2a9c0d1e3b' })
    expect(headline('services')).toEqual({ subject: '2', after: 'failed' })
    expect(groupsFor(everything).find((group) => group.id === 'connections')?.charts[0]?.lines[1]?.label).toBe(
      'time wait',
    )
  })
})

describe('shortPath', () => {
  it('keeps the end, which tells paths apart', () => {
    expect(shortPath('/srv')).toBe('/srv')
    expect(shortPath('/var/lib/something/postgresql')).toBe('…/postgresql')
  })
})
