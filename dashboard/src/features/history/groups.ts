import { type Chart, type Colour, DEVICE_COLOURS, type Line, seriesSum } from '../../shared/chart/chart.ts'
import type { SeriesGrid } from '../../shared/chart/series-grid.ts'
import { byName, parseSeries, type Series, seriesName } from '../../shared/series.ts'
import {
  type Format,
  formatByteRate,
  formatBytes,
  formatCount,
  formatNumber,
  formatPerSecond,
  formatSeconds,
  formatShare,
  formatTemperature,
} from '../../shared/units.ts'
import { ATTRIBUTE, METRIC } from './metrics.ts'

/** A headline: the one thing worth knowing of a group that is folded. */
export type Headline = { readonly before?: string; readonly subject?: string; readonly after: string }

/** Charts that belong together, fold together and are loaded together. */
export type Group = {
  readonly id: string
  readonly title: string
  readonly count: string
  readonly wide: boolean
  readonly charts: readonly Chart[]
  /** What its history is asked for by. */
  readonly metrics: readonly string[]
  /** Its headline from the newest values; null where they do not tell. */
  readonly headline: (value: (name: string) => number) => Headline | null
}

const OVERVIEW_METRICS = [
  METRIC.cpuTotal,
  METRIC.cpu,
  METRIC.memory,
  METRIC.memoryLimit,
  METRIC.load1,
  METRIC.load5,
  METRIC.load15,
  METRIC.filesystemUtilization,
  METRIC.diskIo,
  METRIC.networkIo,
]

/** More lines than this in one chart cannot be told apart. */
const LINES_A_CHART = 8

/** The groups that a host with these series has. What it has nothing for does not exist. */
export function groupsFor(names: readonly string[]): Group[] {
  const catalogue = new Catalogue(names)
  return [
    overview(catalogue),
    cores(catalogue),
    swap(catalogue),
    filesystems(catalogue),
    disks(catalogue),
    interfaces(catalogue),
    connections(catalogue),
    containers(catalogue),
    services(catalogue),
    gpus(catalogue),
    batteries(catalogue),
    temperatures(catalogue),
    processes(catalogue),
    agent(catalogue),
    others(catalogue),
  ].filter((group) => group !== null)
}

/** The series of a host by metric and attribute. */
class Catalogue {
  readonly #byMetric = new Map<string, Series[]>()

  constructor(names: readonly string[]) {
    for (const name of names) {
      const series = parseSeries(name)
      const found = this.#byMetric.get(series.metric)
      if (found) found.push(series)
      else this.#byMetric.set(series.metric, [series])
    }
  }

  metrics(): string[] {
    return [...this.#byMetric.keys()]
  }

  has(metric: string): boolean {
    return this.#byMetric.has(metric)
  }

  of(metric: string, attributes: Record<string, string> = {}): string[] {
    return (this.#byMetric.get(metric) ?? [])
      .filter((series) => Object.entries(attributes).every(([key, value]) => series.attributes[key] === value))
      .map((series) => series.name)
  }

  values(metric: string, attribute: string): string[] {
    const found = new Set<string>()
    for (const series of this.#byMetric.get(metric) ?? []) {
      const value = series.attributes[attribute]
      if (value !== undefined) found.add(value)
    }
    return [...found].sort(byName)
  }
}

function line(key: string, label: string, colour: Colour, series: readonly string[], down = false): Line {
  return { key, label, colour, series, ...(down ? { down } : {}) }
}

const withSeries = (lines: Line[]): Line[] => lines.filter((candidate) => candidate.series.length > 0)

/** The end of a long path, which is the part that tells it apart. */
export function shortPath(path: string): string {
  return path.length > 22 ? `…${path.slice(path.lastIndexOf('/'))}` : path
}

function deviceLines(
  devices: readonly string[],
  series: (device: string) => string[],
  label = (d: string) => d,
): Line[] {
  return withSeries(
    devices.map((device, index) =>
      line(device, label(device), DEVICE_COLOURS[index % DEVICE_COLOURS.length] as Colour, series(device)),
    ),
  )
}

type Mirror = { above: [string, string]; below: [string, string] }

const READ_WRITE: Mirror = { above: ['read', 'read'], below: ['write', 'write'] }
const IN_OUT: Mirror = { above: ['receive', 'received'], below: ['transmit', 'sent'] }

function mirror(
  id: string,
  title: string,
  axis: Chart['axis'],
  format: Format,
  sides: Mirror,
  series: (direction: string) => string[],
): Chart | null {
  const lines = withSeries([
    line(sides.above[0], sides.above[1], 'green', series(sides.above[0])),
    line(sides.below[0], sides.below[1], 'orange', series(sides.below[0]), true),
  ])
  return lines.length === 0 ? null : { id, title, kind: 'mirror', axis, format, lines }
}

function overview(catalogue: Catalogue): Group | null {
  const charts = [
    cpu(catalogue),
    memory(catalogue),
    load(catalogue),
    disksUsed(catalogue),
    mirror('disk-io', 'Disk I/O', 'byte-rate', formatByteRate, READ_WRITE, (direction) =>
      catalogue.of(METRIC.diskIo, { [ATTRIBUTE.diskDirection]: direction }),
    ),
    mirror('network', 'Network', 'byte-rate', formatByteRate, IN_OUT, (direction) =>
      catalogue.of(METRIC.networkIo, { [ATTRIBUTE.networkDirection]: direction }),
    ),
  ].filter((chart) => chart !== null)
  if (charts.length === 0) return null
  return {
    id: 'overview',
    title: 'Overview',
    count: `${charts.length} ${charts.length === 1 ? 'chart' : 'charts'}`,
    wide: false,
    charts,
    metrics: OVERVIEW_METRICS,
    headline: (value) => {
      const total = value(METRIC.cpuTotal)
      return Number.isNaN(total) ? null : { subject: 'CPU', after: formatShare(total) }
    },
  }
}

const CPU_COLOURS: readonly (readonly [string, string, Colour])[] = [
  ['user', 'user', 'blue'],
  ['system', 'system', 'sky'],
  ['iowait', 'iowait', 'orange'],
  ['steal', 'steal', 'verm'],
]

function cpu(catalogue: Catalogue): Chart | null {
  const modes = catalogue.values(METRIC.cpu, ATTRIBUTE.cpuMode).filter((mode) => mode !== 'idle')
  if (modes.length === 0) return cpuTotal(catalogue)
  const of = (mode: string) => catalogue.of(METRIC.cpu, { [ATTRIBUTE.cpuMode]: mode })
  const named = CPU_COLOURS.filter(([mode]) => modes.includes(mode))
  const rest = modes.filter((mode) => !named.some(([known]) => known === mode))
  return {
    id: 'cpu',
    title: 'CPU',
    kind: 'stack',
    axis: 'share',
    format: formatShare,
    top: 1,
    lines: withSeries([
      ...named.map(([mode, label, colour]) => line(mode, label, colour, of(mode))),
      line('other', rest.length === 1 ? (rest[0] as string) : 'other', 'gray', rest.flatMap(of)),
    ]),
    total: { label: 'in all', series: METRIC.cpuTotal },
    now: (grid, slot) => ({ value: formatShare(grid.mean(METRIC.cpuTotal, slot)), rest: 'used' }),
  }
}

function cpuTotal(catalogue: Catalogue): Chart | null {
  const series = catalogue.of(METRIC.cpuTotal)
  if (series.length === 0) return null
  return {
    id: 'cpu',
    title: 'CPU',
    kind: 'stack',
    axis: 'share',
    format: formatShare,
    top: 1,
    lines: [line('used', 'used', 'blue', series)],
    total: { label: 'in all', series: METRIC.cpuTotal },
  }
}

function memory(catalogue: Catalogue): Chart | null {
  const of = (state: string) => catalogue.of(METRIC.memory, { [ATTRIBUTE.memoryState]: state })
  const lines = withSeries([
    line('used', 'used', 'purple', of('used')),
    line('buffers', 'buffers', 'yellow', of('buffers')),
    line('cached', 'cached', 'green', of('cached')),
  ])
  if (lines.length === 0) return null
  const used = seriesName(METRIC.memory, { [ATTRIBUTE.memoryState]: 'used' })
  const free = seriesName(METRIC.memory, { [ATTRIBUTE.memoryState]: 'free' })
  return {
    id: 'memory',
    title: 'Memory',
    kind: 'stack',
    axis: 'bytes',
    format: formatBytes,
    top: [METRIC.memoryLimit],
    lines,
    total: { label: 'in all', complement: [METRIC.memoryLimit, free] },
    now: (grid, slot) => {
      const limit = grid.mean(METRIC.memoryLimit, slot)
      return {
        value: formatBytes(grid.mean(used, slot)),
        rest: Number.isNaN(limit) ? 'used' : `of ${formatBytes(limit)}`,
      }
    },
  }
}

function load(catalogue: Catalogue): Chart | null {
  const lines = withSeries([
    line('1', '1 min', 'blue', catalogue.of(METRIC.load1)),
    line('5', '5 min', 'sky', catalogue.of(METRIC.load5)),
    line('15', '15 min', 'gray', catalogue.of(METRIC.load15)),
  ])
  if (lines.length === 0) return null
  return { id: 'load', title: 'Load average', kind: 'lines', axis: 'number', format: formatNumber, lines }
}

function disksUsed(catalogue: Catalogue): Chart | null {
  const mountpoints = catalogue.values(METRIC.filesystemUtilization, ATTRIBUTE.mountpoint)
  const lines = deviceLines(
    mountpoints,
    (mountpoint) => catalogue.of(METRIC.filesystemUtilization, { [ATTRIBUTE.mountpoint]: mountpoint }),
    shortPath,
  )
  if (lines.length === 0) return null
  return { id: 'disk-used', title: 'Disk used', kind: 'lines', axis: 'share', format: formatShare, top: 1, lines }
}

function cores(catalogue: Catalogue): Group | null {
  const numbers = catalogue.values(METRIC.cpuLogical, ATTRIBUTE.cpuNumber)
  if (numbers.length === 0) return null
  const series = (number: string) => seriesName(METRIC.cpuLogical, { [ATTRIBUTE.cpuNumber]: number })
  const lines = numbers.map((number) => line(number, `core ${number}`, 'blue', [series(number)]))
  return {
    id: 'cores',
    title: 'Cores',
    count: String(numbers.length),
    wide: true,
    charts: [{ id: 'cores', title: 'Load of each core', kind: 'heat', axis: 'share', format: formatShare, lines }],
    metrics: [METRIC.cpuLogical],
    headline: (value) =>
      most(
        numbers,
        (number) => value(series(number)),
        (number, load) => ({
          before: 'busiest',
          subject: `core ${number}`,
          after: formatShare(load),
        }),
      ),
  }
}

function swap(catalogue: Catalogue): Group | null {
  const used = seriesName(METRIC.paging, { [ATTRIBUTE.pagingState]: 'used' })
  const free = seriesName(METRIC.paging, { [ATTRIBUTE.pagingState]: 'free' })
  const lines = withSeries([
    line('used', 'used', 'verm', catalogue.of(METRIC.paging, { [ATTRIBUTE.pagingState]: 'used' })),
  ])
  const space: Chart | null =
    lines.length === 0
      ? null
      : {
          id: 'swap',
          title: 'Swap',
          kind: 'stack',
          axis: 'bytes',
          format: formatBytes,
          top: [used, free],
          lines,
          now: (grid, slot) => ({
            value: formatBytes(grid.mean(used, slot)),
            rest: `of ${formatBytes(seriesSum(grid, [used, free], slot))}`,
          }),
        }
  const operations = mirror(
    'swap-operations',
    'Pages swapped',
    'number',
    formatPerSecond,
    { above: ['in', 'in'], below: ['out', 'out'] },
    (direction) => catalogue.of(METRIC.pagingRate, { [ATTRIBUTE.pagingDirection]: direction }),
  )
  const charts = [space, operations].filter((chart) => chart !== null)
  if (charts.length === 0) return null
  return {
    id: 'swap',
    title: 'Swap',
    count: '',
    wide: false,
    charts,
    metrics: [METRIC.paging, METRIC.pagingUtilization, METRIC.pagingRate],
    headline: (value) => {
      const taken = value(used)
      if (Number.isNaN(taken)) return null
      const all = taken + value(free)
      return { subject: formatBytes(taken), after: Number.isNaN(all) ? 'used' : `of ${formatBytes(all)}` }
    },
  }
}

function filesystems(catalogue: Catalogue): Group | null {
  const mountpoints = catalogue.values(METRIC.filesystem, ATTRIBUTE.mountpoint)
  if (mountpoints.length === 0) return null
  const of = (mountpoint: string, state: string) =>
    seriesName(METRIC.filesystem, { [ATTRIBUTE.mountpoint]: mountpoint, [ATTRIBUTE.filesystemState]: state })
  const limit = (mountpoint: string) => seriesName(METRIC.filesystemLimit, { [ATTRIBUTE.mountpoint]: mountpoint })
  const share = (mountpoint: string) => seriesName(METRIC.filesystemUtilization, { [ATTRIBUTE.mountpoint]: mountpoint })
  return {
    id: 'filesystems',
    title: 'Filesystems',
    count: String(mountpoints.length),
    wide: false,
    metrics: [
      METRIC.filesystem,
      METRIC.filesystemLimit,
      METRIC.filesystemUtilization,
      METRIC.inodes,
      METRIC.inodesUtilization,
    ],
    charts: mountpoints
      .map((mountpoint): Chart => {
        const states = catalogue
          .of(METRIC.filesystem, { [ATTRIBUTE.mountpoint]: mountpoint })
          .map((name) => parseSeries(name).attributes[ATTRIBUTE.filesystemState] ?? '')
          .filter((state) => state !== 'free')
          .sort((a, b) => Number(b === 'used') - Number(a === 'used') || byName(a, b))
        return {
          id: `filesystem ${mountpoint}`,
          title: mountpoint,
          kind: 'stack',
          axis: 'bytes',
          format: formatBytes,
          top: [limit(mountpoint)],
          lines: states.map((state) =>
            line(state, state, state === 'used' ? 'purple' : 'gray', [of(mountpoint, state)]),
          ),
          now: (grid: SeriesGrid, slot: number) => {
            const size = grid.mean(limit(mountpoint), slot)
            return {
              value: formatShare(grid.mean(share(mountpoint), slot)),
              rest: Number.isNaN(size) ? '' : `of ${formatBytes(size)}`,
            }
          },
        }
      })
      .concat(
        linesBy(
          catalogue,
          METRIC.inodesUtilization,
          ATTRIBUTE.mountpoint,
          'Inodes used',
          'share',
          formatShare,
          shortPath,
        ),
      ),
    headline: (value) =>
      most(
        mountpoints,
        (mountpoint) => value(share(mountpoint)),
        (mountpoint, taken) => {
          const left = value(of(mountpoint, 'free'))
          return {
            before: 'fullest',
            subject: mountpoint,
            after: formatShare(taken) + (Number.isNaN(left) ? '' : `, ${formatBytes(left)} left`),
          }
        },
      ),
  }
}

function disks(catalogue: Catalogue): Group | null {
  const devices = [
    ...new Set(
      [METRIC.diskIo, METRIC.diskOperations, METRIC.diskBusy].flatMap((m) => catalogue.values(m, ATTRIBUTE.device)),
    ),
  ].sort(byName)
  if (devices.length === 0) return null
  const busySeries = (device: string) => seriesName(METRIC.diskBusy, { [ATTRIBUTE.device]: device })
  const of = (metric: string, device: string) => (direction: string) =>
    catalogue.of(metric, { [ATTRIBUTE.device]: device, [ATTRIBUTE.diskDirection]: direction })
  const charts = devices.flatMap((device) => {
    const busy = catalogue.of(METRIC.diskBusy, { [ATTRIBUTE.device]: device })
    const found: (Chart | null)[] = [
      mirror(`disk-io ${device}`, `${device} I/O`, 'byte-rate', formatByteRate, READ_WRITE, of(METRIC.diskIo, device)),
      mirror(
        `disk-operations ${device}`,
        `${device} operations`,
        'number',
        formatPerSecond,
        READ_WRITE,
        of(METRIC.diskOperations, device),
      ),
      busy.length === 0
        ? null
        : {
            id: `disk-busy ${device}`,
            title: `${device} busy`,
            kind: 'lines',
            axis: 'share',
            format: formatShare,
            top: 1,
            lines: [line('busy', 'busy', 'blue', busy)],
          },
    ]
    return found.filter((chart) => chart !== null)
  })
  return {
    id: 'disks',
    title: 'Disks',
    count: String(devices.length),
    wide: false,
    charts,
    metrics: [METRIC.diskIo, METRIC.diskOperations, METRIC.diskBusy],
    headline: (value) =>
      most(
        devices,
        (device) => value(busySeries(device)),
        (device, busy) => ({
          before: 'busiest',
          subject: device,
          after: `${formatShare(busy)} of the time`,
        }),
      ),
  }
}

function interfaces(catalogue: Catalogue): Group | null {
  const devices = catalogue.values(METRIC.networkIo, ATTRIBUTE.interface)
  if (devices.length === 0) return null
  const name = (metric: string, device: string, direction: string) =>
    seriesName(metric, { [ATTRIBUTE.interface]: device, [ATTRIBUTE.networkDirection]: direction })
  const of = (metric: string, device: string) => (direction: string) =>
    catalogue.of(metric, { [ATTRIBUTE.interface]: device, [ATTRIBUTE.networkDirection]: direction })
  const charts = devices.flatMap((device) =>
    [
      mirror(`network ${device}`, device, 'byte-rate', formatByteRate, IN_OUT, of(METRIC.networkIo, device)),
      mirror(
        `packets ${device}`,
        `${device} packets`,
        'number',
        formatPerSecond,
        IN_OUT,
        of(METRIC.networkPackets, device),
      ),
      troubles(catalogue, device),
    ].filter((chart) => chart !== null),
  )
  const traffic = (value: (series: string) => number, device: string) =>
    value(name(METRIC.networkIo, device, 'receive')) + value(name(METRIC.networkIo, device, 'transmit'))
  return {
    id: 'interfaces',
    title: 'Interfaces',
    count: String(devices.length),
    wide: false,
    charts,
    metrics: [METRIC.networkIo, METRIC.networkPackets, METRIC.networkErrors, METRIC.networkDropped],
    headline: (value) =>
      most(
        devices,
        (device) => traffic(value, device),
        (device) => ({
          subject: device,
          after: `↓ ${formatByteRate(value(name(METRIC.networkIo, device, 'receive')))} ↑ ${formatByteRate(value(name(METRIC.networkIo, device, 'transmit')))}`,
        }),
      ),
  }
}

/** Errors and drops of an interface in one chart: both are nearly always zero, and of interest when they are not. */
function troubles(catalogue: Catalogue, device: string): Chart | null {
  const of = (metric: string, direction: string) =>
    catalogue.of(metric, { [ATTRIBUTE.interface]: device, [ATTRIBUTE.networkDirection]: direction })
  const lines = withSeries([
    line('errors in', 'errors in', 'verm', of(METRIC.networkErrors, 'receive')),
    line('errors out', 'errors out', 'orange', of(METRIC.networkErrors, 'transmit')),
    line('dropped in', 'dropped in', 'purple', of(METRIC.networkDropped, 'receive')),
    line('dropped out', 'dropped out', 'gray', of(METRIC.networkDropped, 'transmit')),
  ])
  if (lines.length === 0) return null
  return {
    id: `troubles ${device}`,
    title: `${device} errors and drops`,
    kind: 'lines',
    axis: 'number',
    format: formatPerSecond,
    lines,
  }
}

function temperatures(catalogue: Catalogue): Group | null {
  const sensors = catalogue.values(METRIC.temperature, ATTRIBUTE.sensor)
  if (sensors.length === 0) return null
  const series = (sensor: string) => seriesName(METRIC.temperature, { [ATTRIBUTE.sensor]: sensor })
  const lines = deviceLines(sensors, (sensor) => [series(sensor)])
  const charts: Chart[] = []
  for (let first = 0; first < lines.length; first += LINES_A_CHART) {
    const part = lines.slice(first, first + LINES_A_CHART)
    const numbered = lines.length > LINES_A_CHART ? ` ${charts.length + 1}` : ''
    charts.push({
      id: `temperatures ${charts.length}`,
      title: `Temperatures${numbered}`,
      kind: 'lines',
      axis: 'temperature',
      format: formatTemperature,
      lines: part,
    })
  }
  return {
    id: 'temperatures',
    title: 'Temperatures',
    count: String(sensors.length),
    wide: false,
    charts,
    metrics: [METRIC.temperature],
    headline: (value) =>
      most(
        sensors,
        (sensor) => value(series(sensor)),
        (sensor, degrees) => ({
          before: 'hottest',
          subject: sensor,
          after: formatTemperature(degrees),
        }),
      ),
  }
}

/** A line for each value of an attribute, in as many charts as they need to be told apart. */
function linesBy(
  catalogue: Catalogue,
  metric: string,
  attribute: string,
  title: string,
  axis: Chart['axis'],
  format: Format,
  label?: (value: string) => string,
): Chart[] {
  const lines = deviceLines(
    catalogue.values(metric, attribute),
    (value) => catalogue.of(metric, { [attribute]: value }),
    label,
  )
  const charts: Chart[] = []
  for (let first = 0; first < lines.length; first += LINES_A_CHART) {
    const numbered = lines.length > LINES_A_CHART ? ` ${charts.length + 1}` : ''
    charts.push({
      id: `${metric} ${charts.length}`,
      title: `${title}${numbered}`,
      kind: 'lines',
      axis,
      format,
      ...(axis === 'share' ? { top: 1 } : {}),
      lines: lines.slice(first, first + LINES_A_CHART),
    })
  }
  return charts
}

const stateWords = (state: string): string => state.replaceAll('_', ' ')

function connections(catalogue: Catalogue): Group | null {
  const charts = linesBy(
    catalogue,
    METRIC.connections,
    ATTRIBUTE.connectionState,
    'TCP connections',
    'count',
    formatCount,
    stateWords,
  )
  if (charts.length === 0) return null
  const established = catalogue.of(METRIC.connections, { [ATTRIBUTE.connectionState]: 'established' })[0]
  return {
    id: 'connections',
    title: 'Connections',
    count: '',
    wide: false,
    charts,
    metrics: [METRIC.connections],
    headline: (value) => {
      const count = established === undefined ? Number.NaN : value(established)
      return Number.isNaN(count) ? null : { subject: formatCount(count), after: 'established' }
    },
  }
}

function containers(catalogue: Catalogue): Group | null {
  const ids = catalogue.values(METRIC.containerMemory, ATTRIBUTE.container)
  if (ids.length === 0) return null
  const cpu = (id: string) => seriesName(METRIC.containerCpu, { [ATTRIBUTE.container]: id })
  return {
    id: 'containers',
    title: 'Containers',
    count: String(ids.length),
    wide: false,
    charts: [
      ...linesBy(catalogue, METRIC.containerCpu, ATTRIBUTE.container, 'Processors busy', 'number', formatNumber),
      ...linesBy(catalogue, METRIC.containerWorkingSet, ATTRIBUTE.container, 'Working set', 'bytes', formatBytes),
      ...linesBy(catalogue, METRIC.containerMemory, ATTRIBUTE.container, 'Memory and cache', 'bytes', formatBytes),
    ],
    metrics: [METRIC.containerCpu, METRIC.containerWorkingSet, METRIC.containerMemory],
    headline: (value) =>
      most(
        ids,
        (id) => value(cpu(id)),
        (id, busy) => ({ before: 'busiest', subject: id, after: `${formatNumber(busy)} processors` }),
      ),
  }
}

function services(catalogue: Catalogue): Group | null {
  const states = linesBy(
    catalogue,
    METRIC.units,
    ATTRIBUTE.unitState,
    'Services by state',
    'count',
    formatCount,
    stateWords,
  )
  if (states.length === 0) return null
  const failed = seriesName(METRIC.units, { [ATTRIBUTE.unitState]: 'failed' })
  return {
    id: 'services',
    title: 'Services',
    count: '',
    wide: false,
    charts: [...states, ...linesBy(catalogue, METRIC.unit, ATTRIBUTE.unit, 'Failed services', 'count', formatCount)],
    metrics: [METRIC.units, METRIC.unit],
    headline: (value) => {
      const count = value(failed)
      if (Number.isNaN(count)) return null
      return count === 0 ? { after: 'none failed' } : { subject: formatCount(count), after: 'failed' }
    },
  }
}

function gpus(catalogue: Catalogue): Group | null {
  const charts = [
    ...linesBy(catalogue, METRIC.gpu, ATTRIBUTE.sensor, 'GPU busy', 'share', formatShare),
    ...linesBy(catalogue, METRIC.gpuMemory, ATTRIBUTE.sensor, 'GPU memory', 'bytes', formatBytes),
    ...linesBy(catalogue, METRIC.gpuMemoryLimit, ATTRIBUTE.sensor, 'Size of GPU memory', 'bytes', formatBytes),
  ]
  if (charts.length === 0) return null
  const names = catalogue.values(METRIC.gpu, ATTRIBUTE.sensor)
  return {
    id: 'gpus',
    title: 'GPUs',
    count: names.length === 0 ? '' : String(names.length),
    wide: false,
    charts,
    metrics: [METRIC.gpu, METRIC.gpuMemory, METRIC.gpuMemoryLimit],
    headline: (value) =>
      most(
        names,
        (name) => value(seriesName(METRIC.gpu, { [ATTRIBUTE.sensor]: name })),
        (name, busy) => ({ before: 'busiest', subject: name, after: formatShare(busy) }),
      ),
  }
}

function batteries(catalogue: Catalogue): Group | null {
  const names = catalogue.values(METRIC.battery, ATTRIBUTE.sensor)
  if (names.length === 0) return null
  return {
    id: 'batteries',
    title: 'Batteries',
    count: String(names.length),
    wide: false,
    charts: linesBy(catalogue, METRIC.battery, ATTRIBUTE.sensor, 'Charge', 'share', formatShare),
    metrics: [METRIC.battery],
    headline: (value) =>
      most(
        names,
        (name) => value(seriesName(METRIC.battery, { [ATTRIBUTE.sensor]: name })),
        (name, charge) => ({ subject: name, after: formatShare(charge) }),
      ),
  }
}

function single(
  catalogue: Catalogue,
  metric: string,
  title: string,
  axis: Chart['axis'],
  format: Format,
): Chart | null {
  const series = catalogue.of(metric)
  if (series.length === 0) return null
  return {
    id: metric,
    title,
    kind: 'lines',
    axis,
    format,
    lines: [line('value', title.toLowerCase(), 'blue', series)],
  }
}

function processes(catalogue: Catalogue): Group | null {
  const charts = [
    single(catalogue, METRIC.processes, 'Processes', 'count', formatCount),
    single(catalogue, METRIC.threads, 'Threads', 'count', formatCount),
    single(catalogue, METRIC.uptime, 'Uptime', 'duration', formatSeconds),
  ].filter((chart) => chart !== null)
  if (charts.length === 0) return null
  return {
    id: 'processes',
    title: 'Processes and uptime',
    count: '',
    wide: false,
    charts,
    metrics: [METRIC.processes, METRIC.threads, METRIC.uptime],
    headline: (value) => {
      const count = value(METRIC.processes)
      if (Number.isNaN(count)) return null
      const threads = value(METRIC.threads)
      return {
        subject: `${formatCount(count)} processes`,
        after: Number.isNaN(threads) ? '' : `with ${formatCount(threads)} threads`,
      }
    },
  }
}

function agent(catalogue: Catalogue): Group | null {
  const charts = [
    single(catalogue, METRIC.clockOffset, 'Clock offset', 'duration', formatSeconds),
    single(catalogue, METRIC.queueSize, 'Samples waiting', 'count', formatCount),
    single(catalogue, METRIC.dropped, 'Samples lost', 'count', formatCount),
  ].filter((chart) => chart !== null)
  if (charts.length === 0) return null
  return {
    id: 'agent',
    title: 'Agent',
    count: '',
    wide: false,
    charts,
    metrics: [METRIC.clockOffset, METRIC.queueSize, METRIC.dropped],
    headline: (value) => {
      const waiting = value(METRIC.queueSize)
      const lost = value(METRIC.dropped)
      if (Number.isNaN(waiting)) return null
      return {
        subject: `${formatCount(waiting)} waiting`,
        after: Number.isNaN(lost) ? '' : `${formatCount(lost)} lost since it started`,
      }
    },
  }
}

const DRAWN: ReadonlySet<string> = new Set(Object.values(METRIC))

/** What a newer agent sends and this page has no chart for: shown plainly, so that nothing is hidden. */
function others(catalogue: Catalogue): Group | null {
  const metrics = catalogue
    .metrics()
    .filter((metric) => !DRAWN.has(metric))
    .sort(byName)
    .slice(0, 50)
  if (metrics.length === 0) return null
  const charts = metrics.map((metric): Chart => {
    const series = catalogue.of(metric).sort(byName).slice(0, LINES_A_CHART)
    return {
      id: metric,
      title: metric,
      kind: 'lines',
      axis: 'number',
      format: formatNumber,
      lines: series.map((name, index) => {
        const attributes = Object.values(parseSeries(name).attributes).join(', ')
        return line(name, attributes || 'value', DEVICE_COLOURS[index % DEVICE_COLOURS.length] as Colour, [name])
      }),
    }
  })
  return {
    id: 'others',
    title: 'Other metrics',
    count: String(metrics.length),
    wide: false,
    charts,
    metrics,
    headline: () => null,
  }
}

function most<T>(
  candidates: readonly T[],
  value: (candidate: T) => number,
  tell: (candidate: T, value: number) => Headline,
): Headline | null {
  let found: T | null = null
  let highest = Number.NEGATIVE_INFINITY
  for (const candidate of candidates) {
    const current = value(candidate)
    if (!Number.isNaN(current) && current > highest) {
      found = candidate
      highest = current
    }
  }
  return found === null ? null : tell(found, highest)
}
