import { type ExecFileException, execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { account, Session } from '../src/api'
import { SimulatedAgent } from '../src/simulated-agent'
import { SteadyLoad } from '../src/steady-load'
import { onceStored } from '../src/stored'
import { until } from '../src/wait'
import { type Refused, WebSocketClient } from '../src/web-socket'

/*
 * docker-compose.yml on this machine's Docker engine, as docs/compose.md has it, under a project name of its own: what
 * else runs there is left alone. Kills processes by their ids, so the engine must be on this very machine and this be root.
 */

const execute = promisify(execFile)
const minutes = 60_000
const root = resolve(import.meta.dirname, '../..')
const project = `statusmonitor-test-${randomBytes(4).toString('hex')}`
const services = ['auth-service', 'ingestion-service', 'history-service', 'alert-service', 'websocket-gateway']
const servers = ['kafka', 'redis', 'postgres', 'influxdb']
const METRIC = 'system.cpu.utilization.total'
// Of those that have two instances, the second one's beside the first one's.
const gateways = [18480, 18481]
const edges = [18482, 18483]
const url = `http://127.0.0.1:${gateways[0]}`
const env = {
  ...process.env,
  STATUSMONITOR_PORT: `127.0.0.1:${gateways[0]}`,
  STATUSMONITOR_INGESTION_PORT: `127.0.0.1:${edges[0]}`,
  STATUSMONITOR_PUBLIC_URL: url,
  STATUSMONITOR_INGESTION_URL: `http://127.0.0.1:${edges[0]}`,
}
const session = new Session(url)
const recovered: [string, string][] = []
let load: SteadyLoad

async function docker(...args: string[]): Promise<string> {
  try {
    return (await execute('docker', args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 })).stdout.trim()
  } catch (failure) {
    const { stdout, stderr } = failure as ExecFileException
    throw new Error(`docker ${args.join(' ')}:\n${stdout}\n${stderr}`)
  }
}

function compose(...args: string[]): Promise<string> {
  return docker('compose', '--project-name', project, ...args)
}

/** What a command in a service's container prints. */
function within(service: string, ...command: string[]): Promise<string> {
  return compose('exec', '--no-TTY', service, ...command)
}

/** Up, and every container healthy. Says what their logs say where they are not. */
async function up(...options: string[]): Promise<void> {
  await compose('up', '--detach', '--wait', ...options).catch(async (failure: unknown) => {
    throw new Error(`${failure}\n${await compose('logs', '--no-color', '--tail', '40')}`)
  })
}

async function containers(service: string): Promise<string[]> {
  return (await compose('ps', '--quiet', service)).split('\n')
}

async function state(container: string): Promise<{ pid: number; restarts: number; health: string }> {
  const format = '{{.State.Pid}} {{.RestartCount}} {{.State.Health.Status}}'
  const [pid, restarts, health = ''] = (await docker('inspect', '--format', format, container)).split(' ')
  return { pid: Number(pid), restarts: Number(restarts), health }
}

/** A live connection to the gateway of this port, as a page of the public address has it. */
async function live(port: number): Promise<WebSocketClient> {
  const answer = await WebSocketClient.open(
    `http://127.0.0.1:${port}/api/v1/live?ticket=${await session.liveTicket()}`,
    { origin: url },
  )
  if (!(answer instanceof WebSocketClient)) throw new Error(`handshake: ${JSON.stringify(answer satisfies Refused)}`)
  return answer
}

/** Samples that are posted at this edge come to a browser at each of these gateways. */
async function crosses(agent: SimulatedAgent, ports: number[], edge = edges[0]): Promise<void> {
  const sockets = await Promise.all(ports.map(live))
  const posted = new Set<unknown>()
  await until(
    `a sample at the gateways ${ports}`,
    minutes,
    async () => {
      // A host that has just enrolled is not known everywhere yet: the subscription is refused until it is.
      for (const socket of sockets) socket.send({ type: 'subscribe', channel: 'host', host: agent.host })
      const timestamp = Date.now()
      const answer = await fetch(`http://127.0.0.1:${edge}/api/v1/metrics`, {
        method: 'POST',
        headers: { authorization: `Bearer ${agent.bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify({ schema: 1, timestamp, metrics: { [METRIC]: 0.99 } }),
      }).catch(() => undefined)
      if (answer?.status === 202) posted.add(timestamp)
      return sockets.every(({ frames }) =>
        frames.some((frame) => frame.type === 'sample' && posted.has(frame.timestamp)),
      )
    },
    1000,
  )
  for (const socket of sockets) socket.end()
}

beforeAll(async () => {
  await execute(resolve(root, 'deploy/compose/make-secrets'))
  await up()
}, 20 * minutes)

afterAll(async () => {
  await load?.stop()
  await compose('down', '--volumes', '--timeout', '30')
}, 5 * minutes)

test('the definition is valid', async () => {
  await compose('config', '--quiet')
})

test('a set-up link, made in the container of the gateway, makes the first account', async () => {
  const path = 'http://auth-service:8081/internal/v1/setup-links'
  const { token } = JSON.parse(await within('websocket-gateway', 'operate', 'POST', path)) as { token: string }
  await session.json('POST', '/api/v1/setup', { token, ...account })
  load = await SteadyLoad.start(session, 10)
})

describe.for(services)('%s', (service) => {
  test('runs as nobody, without capabilities, on a root that cannot be written', async () => {
    expect(await within(service, 'id', '-u')).toBe('10001')
    expect(await within(service, 'grep', 'CapEff', '/proc/1/status')).toMatch(/\s0+$/)
    expect(await within(service, 'sh', '-c', 'touch /opt/statusmonitor/x 2>&1 || true')).toContain('Read-only')
  })

  test('has a cache of loaded classes, and uses it', async () => {
    expect(await within(service, 'sh', '-c', 'cat /proc/[0-9]*/cmdline | tr "\\0" " "')).toContain('-XX:AOTCache=')
    expect(await compose('logs', '--no-color', service)).not.toMatch(/AOT cache|shared class paths mismatch/i)
  })
})

test.for(['history-service', 'alert-service', 'auth-service', ...servers])('%s is published nowhere', async (name) => {
  for (const container of await containers(name)) expect(await docker('port', container)).toBe('')
})

test('a sample of a host comes to the browser, to the history, and to an incident', async () => {
  const agent = await SimulatedAgent.enrol(url, await session.enrolmentCode('hot'), 'hot')
  await session.json('POST', '/api/v1/alerts/rules', { name: 'too hot', metric: METRIC, threshold: 0.98 })
  const start = Math.floor(Date.now() / 1000) * 1000
  await crosses(agent, gateways.slice(0, 1))
  await until('the sample in the history', 30_000, async () => {
    const answer = await session.history(agent.host, { metric: METRIC, start, stop: Date.now() + 1000 })
    return answer.series[0]?.mean.some((value) => value !== null)
  })
  await until('the incident', 30_000, async () => {
    const { incidents } = await session.json<{ incidents: { host: string; rule: { name: string } }[] }>(
      'GET',
      '/api/v1/alerts/incidents?state=all',
    )
    return incidents.some(({ host, rule }) => host === agent.host && rule.name === 'too hot')
  })
})

test('the address of whoever asks comes through the gateway', async () => {
  const { events } = await session.json<{ events: { type: string; address?: string }[] }>('GET', '/api/v1/audit')
  const gateway = await docker(
    'inspect',
    '--format',
    '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}',
    ...(await containers('websocket-gateway')),
  )
  const addresses = events.flatMap(({ address }) => (address === undefined ? [] : [address]))
  expect(addresses.length).toBeGreaterThan(0)
  for (const address of addresses) expect(gateway.split(' ')).not.toContain(address)
})

test.for([...services, ...servers])(
  'kill -9 of %s: started again by itself, and all is well',
  { timeout: 6 * minutes },
  async (name) => {
    // The last log-in may be over by now.
    await session.logIn()
    const before = load.total
    await until('some load', minutes, () => load.total > before + 10)
    const [container = ''] = await containers(name)
    const { pid, restarts } = await state(container)
    process.kill(pid, 'SIGKILL')
    const killed = Date.now()
    await until(
      'it to be healthy again',
      3 * minutes,
      async () => {
        const now = await state(container)
        return now.restarts > restarts && now.health === 'healthy'
      },
      500,
    )
    await until('samples to be taken', minutes, () => load.newest > killed + 1000)
    await until('a page', minutes, async () => (await session.send('GET', '/api/v1/hosts')).ok, 500)
    recovered.push([name, `${((Date.now() - killed) / 1000).toFixed(0)} s`])
  },
)

test(
  'two of each service: every gateway has every sample, and each instance of history-service a folder of its own',
  async () => {
    env.STATUSMONITOR_PORT = `127.0.0.1:${gateways.join('-')}`
    env.STATUSMONITOR_INGESTION_PORT = `127.0.0.1:${edges.join('-')}`
    await up(...services.flatMap((service) => ['--scale', `${service}=2`]))
    for (const service of services) expect(await containers(service)).toHaveLength(2)
    await session.logIn()
    const agent = await SimulatedAgent.enrol(url, await session.enrolmentCode('seen by both'), 'seen by both')
    for (const edge of edges) await crosses(agent, gateways, edge)
    const names = await within(
      'history-service',
      'sh',
      '-c',
      'for file in history-*/instance; do cat "$file"; echo; done',
    )
    expect(new Set(names.split('\n')).size).toBe(2)
  },
  10 * minutes,
)

test(
  'after down and up all is there: what was acknowledged is in the history, once and as it was sent',
  async () => {
    // From a range of ports a single container takes any.
    env.STATUSMONITOR_PORT = `127.0.0.1:${gateways[0]}`
    env.STATUSMONITOR_INGESTION_PORT = `127.0.0.1:${edges[0]}`
    await compose('down', '--timeout', '40')
    await up()
    await load.stop()
    await session.logIn()
    const faults = await onceStored(() => load.faults(session), 2 * minutes)
    console.log(`${load.total} samples of 10 hosts; well again after kill -9:`)
    for (const [name, time] of recovered) console.log(`  ${name.padEnd(24)} ${time}`)
    expect(faults).toEqual({ missing: 0, wrong: 0, strange: 0 })
    const { rules } = await session.json<{ rules: { name: string }[] }>('GET', '/api/v1/alerts/rules')
    expect(rules.map(({ name }) => name)).toContain('too hot')
  },
  10 * minutes,
)
