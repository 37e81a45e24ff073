import type { Chart } from '../../shared/chart/chart.ts'
import { byName, parseSeries, seriesName } from '../../shared/series.ts'
import {
  type Format,
  formatByteRate,
  formatCount,
  formatNumber,
  formatSeconds,
  formatShare,
  formatTemperature,
} from '../../shared/units.ts'
import { ATTRIBUTE, METRIC } from '../history/metrics.ts'

/** Something of a host that can be laid beside the same of another. */
export type Measure = {
  readonly id: string
  readonly group: string
  readonly label: string
  readonly metric: string
  readonly axis: Chart['axis']
  readonly format: Format
  readonly top?: number
  /** Which of the metric's series count. */
  readonly where?: Readonly<Record<string, string>>
  /** What tells the devices of a host apart, where it may have several. */
  readonly device?: string
  /** What all devices together are called, where adding them up means something. */
  readonly all?: string
}

const share = { axis: 'share', format: formatShare, top: 1 } as const
const byteRate = { axis: 'byte-rate', format: formatByteRate } as const

export const MEASURES: readonly Measure[] = [
  { id: 'cpu', group: 'Processor', label: 'CPU used', metric: METRIC.cpuTotal, ...share },
  {
    id: 'load-1',
    group: 'Processor',
    label: 'Load, 1 min',
    metric: METRIC.load1,
    axis: 'number',
    format: formatNumber,
  },
  {
    id: 'load-5',
    group: 'Processor',
    label: 'Load, 5 min',
    metric: METRIC.load5,
    axis: 'number',
    format: formatNumber,
  },
  {
    id: 'load-15',
    group: 'Processor',
    label: 'Load, 15 min',
    metric: METRIC.load15,
    axis: 'number',
    format: formatNumber,
  },
  { id: 'memory', group: 'Memory', label: 'Memory used', metric: METRIC.memoryUtilization, ...share },
  { id: 'swap', group: 'Memory', label: 'Swap used', metric: METRIC.pagingUtilization, ...share },
  {
    id: 'disk-used',
    group: 'Disks',
    label: 'Disk used',
    metric: METRIC.filesystemUtilization,
    device: ATTRIBUTE.mountpoint,
    ...share,
  },
  {
    id: 'disk-read',
    group: 'Disks',
    label: 'Disk read',
    metric: METRIC.diskIo,
    where: { [ATTRIBUTE.diskDirection]: 'read' },
    device: ATTRIBUTE.device,
    all: 'all disks',
    ...byteRate,
  },
  {
    id: 'disk-written',
    group: 'Disks',
    label: 'Disk written',
    metric: METRIC.diskIo,
    where: { [ATTRIBUTE.diskDirection]: 'write' },
    device: ATTRIBUTE.device,
    all: 'all disks',
    ...byteRate,
  },
  {
    id: 'disk-busy',
    group: 'Disks',
    label: 'Disk busy',
    metric: METRIC.diskBusy,
    device: ATTRIBUTE.device,
    ...share,
  },
  {
    id: 'received',
    group: 'Network',
    label: 'Received',
    metric: METRIC.networkIo,
    where: { [ATTRIBUTE.networkDirection]: 'receive' },
    device: ATTRIBUTE.interface,
    all: 'all interfaces',
    ...byteRate,
  },
  {
    id: 'sent',
    group: 'Network',
    label: 'Sent',
    metric: METRIC.networkIo,
    where: { [ATTRIBUTE.networkDirection]: 'transmit' },
    device: ATTRIBUTE.interface,
    all: 'all interfaces',
    ...byteRate,
  },
  {
    id: 'temperature',
    group: 'Others',
    label: 'Temperature',
    metric: METRIC.temperature,
    axis: 'temperature',
    format: formatTemperature,
    device: ATTRIBUTE.sensor,
  },
  {
    id: 'processes',
    group: 'Others',
    label: 'Processes',
    metric: METRIC.processes,
    axis: 'count',
    format: formatCount,
  },
  { id: 'threads', group: 'Others', label: 'Threads', metric: METRIC.threads, axis: 'count', format: formatCount },
  { id: 'uptime', group: 'Others', label: 'Uptime', metric: METRIC.uptime, axis: 'duration', format: formatSeconds },
]

const [FIRST] = MEASURES as [Measure]

export const measureOf = (id: string | undefined): Measure => MEASURES.find((measure) => measure.id === id) ?? FIRST

/** The name of a host's series among those of several hosts. */
export function ofHost(host: string, name: string): string {
  const { metric, attributes } = parseSeries(name)
  return seriesName(metric, { ...attributes, [ATTRIBUTE.host]: host })
}

/** The devices that hosts have, those that most of them have first. */
export function devicesOf(measure: Measure, names: readonly string[]): string[] {
  const { device } = measure
  if (!device) return []
  const hosts = new Map<string, Set<string>>()
  for (const { metric, attributes } of names.map(parseSeries)) {
    const value = attributes[device]
    if (metric !== measure.metric || value === undefined) continue
    const known = hosts.get(value) ?? new Set()
    hosts.set(value, known.add(attributes[ATTRIBUTE.host] ?? ''))
  }
  return [...hosts].sort(([a, ofA], [b, ofB]) => ofB.size - ofA.size || byName(a, b)).map(([value]) => value)
}

/** Which device is shown: the one that was chosen, else all together, else the one that most hosts have. */
export function deviceShown(measure: Measure, chosen: string | undefined, devices: readonly string[]): string | null {
  if (!measure.device) return null
  return chosen ?? (measure.all ? null : (devices[0] ?? null))
}

/** The series of a host that make up its line. */
export function seriesFor(measure: Measure, device: string | null, host: string, names: readonly string[]): string[] {
  const wanted = {
    ...measure.where,
    [ATTRIBUTE.host]: host,
    ...(measure.device && device ? { [measure.device]: device } : {}),
  }
  return names.filter((name) => {
    const { metric, attributes } = parseSeries(name)
    return metric === measure.metric && Object.entries(wanted).every(([key, value]) => attributes[key] === value)
  })
}
