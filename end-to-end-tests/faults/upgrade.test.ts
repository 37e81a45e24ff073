import { execFile } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { Session } from '../src/api'
import { ailing } from '../src/doctor'
import { freshDataFolder, Platform, removeData } from '../src/platform'
import { SimulatedAgent } from '../src/simulated-agent'
import { until } from '../src/wait'
import { type About, METRIC, RULE, SIMULATED, VALUE } from '../upgrade/about'

const execute = promisify(execFile)
const earlier = resolve(import.meta.dirname, '../upgrade')
const versions = readdirSync(earlier, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** Hours are kept for 365 days; the last ones of them are in a partition that goes as a whole. */
const KEPT_MS = 350 * 24 * 3_600_000

let data: string
let platform: Platform | undefined

afterEach(async () => {
  await platform?.remove()
  await removeData(data)
})

/** So long samples are kept, and so long they wait in Kafka. */
const SAMPLES_KEPT_MS = 26 * 3_600_000

/** The agent of the machine that the platform ran on, by its key. */
async function agentOf(url: string): Promise<SimulatedAgent> {
  const identity = JSON.parse(await readFile(join(data, 'agent/identity.json'), 'utf8')) as {
    host_id: string
    private_key: string
  }
  const der = Buffer.from(identity.private_key, 'base64')
  return SimulatedAgent.known(url, identity.host_id, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
}

if (versions.length === 0) throw new Error(`there is no data folder of an earlier version in ${earlier}`)

test.each(versions)('the data of %s is opened, migrated and served, and its agents go on', async (version) => {
  const about = JSON.parse(await readFile(join(earlier, version, 'about.json'), 'utf8')) as About
  data = await freshDataFolder()
  await execute('tar', ['-xzf', join(earlier, version, 'data.tar.gz'), '-C', data])
  await chmod(data, 0o700)
  const lastUsed = Date.parse((await readFile(join(data, 'last-used'), 'utf8')).trim())
  const killed = existsSync(join(data, 'history/running'))
  // A killed process may have stored its last seconds without telling Kafka; nobody can know once they are too old.
  const unsure = killed && Date.now() - lastUsed > SAMPLES_KEPT_MS ? [expect.stringMatching(/^FAIL {2}loss /)] : []

  platform = await Platform.up({ data, args: ['--no-agent'] })

  const session = new Session(platform.url)
  await session.logIn(about.account)
  expect((await session.hosts()).map(({ id }) => id).sort()).toEqual(about.hosts)
  const { rules } = await session.json<{ rules: { name: string; metric: string }[] }>('GET', '/api/v1/alerts/rules')
  expect(rules).toContainEqual(expect.objectContaining({ name: RULE, metric: METRIC }))

  const fresh = Date.now() - about.stop < KEPT_MS
  const { incidents } = await session.json<{ incidents: { host_name: string }[] }>(
    'GET',
    '/api/v1/alerts/incidents?state=all&limit=50',
  )
  if (fresh) expect(incidents).toContainEqual(expect.objectContaining({ host_name: SIMULATED }))
  const { start, stop } = about
  const hours = await session.history(about.host, { metric: METRIC, start, stop, points: (stop - start) / 3_600_000 })
  // What is older than is kept may have gone, which is right too; then the next folder is due.
  const means = hours.series[0]?.mean.filter((value) => value !== null) ?? []
  expect(means).toEqual(means.map(() => VALUE))
  if (fresh) expect(means).toHaveLength((stop - start) / 3_600_000)

  const agent = await agentOf(platform.url)
  await until('the host to be known', 30_000, () =>
    agent.renewToken().then(
      () => true,
      () => undefined,
    ),
  )
  // As that agent sent it, but for the time.
  const now = Date.now()
  const sent = JSON.parse(await readFile(join(earlier, version, 'sample.json'), 'utf8'))
  const samples = (Array.isArray(sent) ? sent : [sent]).map((sample, i) => ({ ...sample, timestamp: now - 1000 * i }))
  const answer = await until('it to be taken', 30_000, async () => {
    const response = await agent.post(samples)
    return response.status === 503 ? undefined : response
  })
  expect(answer.status).toBe(202)
  const { refused = [], ignored = [] } = (await answer.json()) as { refused?: unknown[]; ignored?: unknown[] }
  expect([refused, ignored]).toEqual([[], []])
  await until('it to be stored', 30_000, async () => {
    const stored = await session.history(agent.host, { metric: METRIC, start: now - 60_000, stop: now + 1000 })
    return stored.series.some(({ mean }) => mean.some((value) => value !== null))
  })
  const { port } = platform
  await expect.poll(() => ailing(port), { timeout: 60_000 }).toEqual(unsure)
  expect(await platform.stop()).toBe(0)
})
