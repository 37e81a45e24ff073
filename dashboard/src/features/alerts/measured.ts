import { byName, parseSeries, seriesName } from '../../shared/series.ts'
import { ATTRIBUTE, METRIC } from '../history/metrics.ts'

/** Something of a host that a rule can look at. */
export type Measured = {
  readonly metric: string
  readonly group: string
  readonly label: string
  /** UCUM, as the contract has it. */
  readonly unit: string
}

const measured = (group: string, unit: string, metric: string, label: string): Measured => ({
  group,
  unit,
  metric,
  label,
})

/** Every metric of the contract's catalogue, in the order in which one looks for them. A test holds it against that. */
export const MEASURED: readonly Measured[] = [
  measured('Processor', '1', METRIC.cpuTotal, 'CPU used'),
  measured('Processor', '1', METRIC.cpu, 'CPU time'),
  measured('Processor', '1', METRIC.cpuLogical, 'Core used'),
  measured('Processor', '{thread}', METRIC.load1, 'Load, 1 min'),
  measured('Processor', '{thread}', METRIC.load5, 'Load, 5 min'),
  measured('Processor', '{thread}', METRIC.load15, 'Load, 15 min'),
  measured('Processor', '{cpu}', METRIC.cpuCount, 'Number of cores'),
  measured('Memory', '1', METRIC.memoryUtilization, 'Memory used'),
  measured('Memory', 'By', METRIC.memory, 'Memory'),
  measured('Memory', 'By', METRIC.memoryLimit, 'Size of memory'),
  measured('Memory', '1', METRIC.pagingUtilization, 'Swap used'),
  measured('Memory', 'By', METRIC.paging, 'Swap'),
  measured('Memory', '{operation}/s', METRIC.pagingRate, 'Swapping'),
  measured('Disks', '1', METRIC.filesystemUtilization, 'Disk used'),
  measured('Disks', 'By', METRIC.filesystem, 'Disk space'),
  measured('Disks', 'By', METRIC.filesystemLimit, 'Size of disk'),
  measured('Disks', '1', METRIC.inodesUtilization, 'Inodes used'),
  measured('Disks', '{inode}', METRIC.inodes, 'Inodes'),
  measured('Disks', 'By/s', METRIC.diskIo, 'Disk I/O'),
  measured('Disks', '{operation}/s', METRIC.diskOperations, 'Disk operations'),
  measured('Disks', '1', METRIC.diskBusy, 'Disk busy'),
  measured('Network', 'By/s', METRIC.networkIo, 'Network'),
  measured('Network', '{packet}/s', METRIC.networkPackets, 'Packets'),
  measured('Network', '{error}/s', METRIC.networkErrors, 'Network errors'),
  measured('Network', '{packet}/s', METRIC.networkDropped, 'Packets dropped'),
  measured('Network', '{connection}', METRIC.connections, 'Connections'),
  measured('Containers', '{cpu}', METRIC.containerCpu, 'Container processors'),
  measured('Containers', 'By', METRIC.containerWorkingSet, 'Container working set'),
  measured('Containers', 'By', METRIC.containerMemory, 'Container memory'),
  measured('Services', '{unit}', METRIC.units, 'Services'),
  measured('Services', '1', METRIC.unit, 'Service'),
  measured('Others', '1', METRIC.battery, 'Battery charge'),
  measured('Others', '1', METRIC.gpu, 'GPU busy'),
  measured('Others', 'By', METRIC.gpuMemory, 'GPU memory'),
  measured('Others', 'By', METRIC.gpuMemoryLimit, 'Size of GPU memory'),
  measured('Others', 'Cel', METRIC.temperature, 'Temperature'),
  measured('Others', '{process}', METRIC.processes, 'Processes'),
  measured('Others', '{thread}', METRIC.threads, 'Threads'),
  measured('Others', 's', METRIC.uptime, 'Uptime'),
  measured('Agent', 's', METRIC.clockOffset, 'Clock offset'),
  measured('Agent', '{sample}', METRIC.queueSize, 'Samples waiting'),
  measured('Agent', '{sample}', METRIC.dropped, 'Samples lost'),
]

const byMetric = new Map(MEASURED.map((each) => [each.metric, each]))

export const measuredOf = (metric: string): Measured | undefined => byMetric.get(metric)

/** Of these two only one state is sent, which their label names already. */
const ONE_STATE: readonly string[] = [METRIC.memoryUtilization, METRIC.pagingUtilization]

/** What is said first of a series: which device, then what of it. */
const DEVICES: readonly string[] = [
  ATTRIBUTE.device,
  ATTRIBUTE.mountpoint,
  ATTRIBUTE.interface,
  ATTRIBUTE.sensor,
  ATTRIBUTE.container,
  ATTRIBUTE.unit,
  ATTRIBUTE.cpuNumber,
]

const WORDS: Readonly<Record<string, string>> = { receive: 'received', transmit: 'sent', write: 'written' }

/** What tells a series apart from the others of its metric: "eth0 received"; empty where it is the only one. */
export function whichOf(name: string): string {
  const { metric, attributes } = parseSeries(name)
  if (ONE_STATE.includes(metric)) return ''
  return Object.keys(attributes)
    .sort((a, b) => Number(DEVICES.includes(b)) - Number(DEVICES.includes(a)))
    .map((key) => WORDS[attributes[key] ?? ''] ?? attributes[key])
    .join(' ')
}

/** A series or a metric in words: "Disk used /srv", "Network eth0 received". */
export function subjectOf(name: string): string {
  const { metric } = parseSeries(name)
  const which = whichOf(name)
  return `${measuredOf(metric)?.label ?? metric}${which ? ` ${which}` : ''}`
}

/** The series of a metric among those of a host; none where it has one only, which needs no choice. */
export function choicesOf(metric: string, names: Iterable<string>): readonly string[] {
  const found: string[] = []
  for (const name of names) {
    const series = parseSeries(name)
    if (series.metric === metric && !ONE_STATE.includes(metric) && Object.keys(series.attributes).length > 0) {
      found.push(seriesName(metric, series.attributes))
    }
  }
  return found.sort((a, b) => byName(whichOf(a), whichOf(b)))
}
