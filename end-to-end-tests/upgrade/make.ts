/**
 * Makes a data folder of the platform as it is now, for the upgrade test of all later versions: `npm run data-folder
 * NAME`. It has an account, two hosts, hours of samples, a rule and an incident, and the body of a request as this
 * version's agent sends it.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { account, Session } from '../src/api'
import { freePort, freshDataFolder, Platform, removeData } from '../src/platform'
import { RealAgent } from '../src/real-agent'
import { SimulatedAgent } from '../src/simulated-agent'
import { until } from '../src/wait'
import { type About, METRIC, RULE, SIMULATED, VALUE } from './about'

const execute = promisify(execFile)
const HOUR = 3_600_000

/** What the next start makes anew. */
const LEFT_OUT = ['./lock', './logs', './tmp', './redis', './history/questdb/native', './history/questdb/lock', '*.pid']

/** Stands before the platform and keeps the last body that an agent posted. */
async function listenTo(platform: Platform): Promise<{ url: string; last: () => string | undefined; close(): void }> {
  let last: string | undefined
  const port = await freePort()
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      if (incoming.url === '/api/v1/metrics') {
        last = (incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString()
      }
      const { method, url, headers } = incoming
      const onward = request({ port: platform.port, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      })
      onward.on('error', () => outgoing.destroy())
      onward.end(body)
    })
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${port}`,
    last: () => last,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Two whole hours of samples, the last of which ended a while ago: the tiers have them when this returns. */
async function postHours(session: Session, agent: SimulatedAgent): Promise<{ start: number; stop: number }> {
  const stop = Math.floor(Date.now() / HOUR) * HOUR - HOUR
  const start = stop - 2 * HOUR
  const times = Array.from({ length: (stop - start) / 10_000 }, (_, i) => start + i * 10_000)
  for (let i = 0; i < times.length; i += 360) {
    const batch = times
      .slice(i, i + 360)
      .map((timestamp) => ({ schema: 1 as const, timestamp, metrics: { [METRIC]: VALUE } }))
    const answer = await agent.post(batch)
    if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`)
  }
  await until('the hours to be rolled up', 120_000, async () => {
    const { tier, series } = await session.history(agent.host, { metric: METRIC, start, stop, points: 2 })
    return tier === '1h' && series[0]?.mean.every((value) => value === VALUE)
  })
  return { start, stop }
}

async function main(name: string | undefined): Promise<void> {
  if (name === undefined || !/^[\w.-]+$/.test(name)) throw new Error('say a name: npm run data-folder 0.1.0')
  const data = await freshDataFolder()
  const platform = await Platform.up({ data })
  const session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  const agent = await SimulatedAgent.enrol(platform.url, await session.enrolmentCode(SIMULATED), SIMULATED)
  const { start, stop } = await postHours(session, agent)

  await session.json('POST', '/api/v1/alerts/rules', { name: RULE, metric: METRIC, threshold: 0.9 })
  const firing = setInterval(() => {
    void agent.post({ schema: 1, timestamp: Date.now(), metrics: { [METRIC]: 0.99 } })
  }, 1_000)
  await until('an incident', 60_000, async () => {
    const { incidents } = await session.json<{ incidents: { host_name: string }[] }>(
      'GET',
      '/api/v1/alerts/incidents?state=all&limit=50',
    )
    return incidents.some(({ host_name }) => host_name === SIMULATED)
  })
  clearInterval(firing)

  const listener = await listenTo(platform)
  const throughIt = new Session(listener.url)
  await throughIt.logIn()
  const real = await RealAgent.install(throughIt, 'a real agent')
  // The first sample after a start has no rates yet.
  await until('a request of an agent', 60_000, () => listener.last()?.includes('system.network.io'))
  const sample = listener.last() ?? ''
  await real.remove()
  listener.close()
  const { hosts } = await session.json<{ hosts: { id: string }[] }>('GET', '/api/v1/hosts')
  if ((await platform.stop()) !== 0) throw new Error('the platform did not stop in good order')

  const folder = resolve(import.meta.dirname, name)
  await mkdir(folder)
  const about: About = { account, host: agent.host, start, stop, hosts: hosts.map(({ id }) => id).sort() }
  await writeFile(join(folder, 'about.json'), `${JSON.stringify(about, undefined, 2)}\n`)
  await writeFile(join(folder, 'sample.json'), `${JSON.stringify(JSON.parse(sample))}\n`)
  await execute('tar', [
    ...['--sort=name', '--owner=0', '--group=0', '-I', 'gzip -9', '-cf', join(folder, 'data.tar.gz')],
    ...LEFT_OUT.map((path) => `--exclude=${path}`),
    ...['-C', data, '.'],
  ])
  await removeData(data)
  console.log(`${folder} is made.`)
}

await main(process.argv[2])
