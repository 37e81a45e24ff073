/**
 * The metrics that the dashboard knows how to draw, by the names of the contract's catalogue. A test holds them against
 * the catalogue's fixture.
 */
export const METRIC = {
  cpuTotal: 'system.cpu.utilization.total',
  cpu: 'system.cpu.utilization',
  cpuLogical: 'system.cpu.logical.utilization',
  cpuCount: 'system.cpu.logical.count',
  load1: 'system.cpu.load_average.1m',
  load5: 'system.cpu.load_average.5m',
  load15: 'system.cpu.load_average.15m',
  memory: 'system.memory.usage',
  memoryLimit: 'system.memory.limit',
  memoryUtilization: 'system.memory.utilization',
  paging: 'system.paging.usage',
  pagingUtilization: 'system.paging.utilization',
  pagingRate: 'system.paging.operations.rate',
  diskIo: 'system.disk.io.rate',
  diskOperations: 'system.disk.operations.rate',
  diskBusy: 'system.disk.io_time.utilization',
  filesystem: 'system.filesystem.usage',
  filesystemLimit: 'system.filesystem.limit',
  filesystemUtilization: 'system.filesystem.utilization',
  networkIo: 'system.network.io.rate',
  networkPackets: 'system.network.packet.rate',
  networkErrors: 'system.network.errors.rate',
  networkDropped: 'system.network.packet.dropped.rate',
  processes: 'system.process.count',
  threads: 'system.process.thread.count',
  uptime: 'system.uptime',
  temperature: 'hw.temperature',
  clockOffset: 'statusmonitor.agent.clock.offset',
  queueSize: 'statusmonitor.agent.queue.size',
  dropped: 'statusmonitor.agent.samples.dropped',
} as const

export const ATTRIBUTE = {
  /** Tells apart series of one name of several hosts; no agent sends it. */
  host: 'host.id',
  cpuMode: 'cpu.mode',
  cpuNumber: 'cpu.logical_number',
  memoryState: 'system.memory.state',
  pagingState: 'system.paging.state',
  pagingDirection: 'system.paging.direction',
  device: 'system.device',
  diskDirection: 'disk.io.direction',
  mountpoint: 'system.filesystem.mountpoint',
  filesystemState: 'system.filesystem.state',
  interface: 'network.interface.name',
  networkDirection: 'network.io.direction',
  sensor: 'hw.id',
} as const
