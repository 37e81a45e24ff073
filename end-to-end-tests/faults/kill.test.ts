import { readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Session } from '../src/api'
import { doctor } from '../src/doctor'
import { Load } from '../src/load'
import { freshDataFolder, Platform, removeData } from '../src/platform'
import { agentsOf, redisOf } from '../src/processes'
import { SimulatedAgent } from '../src/simulated-agent'
import { onceStored } from '../src/stored'
import { until } from '../src/wait'

const minutes = 60_000
const kills = process.env.STATUSMONITOR_LONG ? 5 : 2
const hosts = 10
/** Of each host, so that there is a whole hour to look at. */
const samples = 3700

let data: string
let platform: Platform
let session: Session
let load: Load
/** 20 s, or three of the first start where the machine is too busy for that to mean anything. */
let soon: number

beforeAll(async () => {
  data = await freshDataFolder()
  platform = await Platform.up({ data })
  soon = Math.max(20_000, 3 * platform.startedInMs)
  session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  load = await Load.start(session, hosts)
})

afterAll(async () => {
  await load?.stop()
  await platform?.remove()
  await removeData(data)
})

test.for(Array.from({ length: kills }, (_, i) => i + 1))(
  'kill -9 under load, number %i: healthy again within 20 s',
  async () => {
    const before = load.total
    await until('some load', 30_000, () => load.total > before + 2_000)
    const { port } = platform
    await platform.kill()

    const began = performance.now()
    platform = await Platform.up({ data, port })
    await until('doctor to be content', soon - (performance.now() - began), async () => (await doctor(port)).code === 0)

    expect(performance.now() - began).toBeLessThan(soon)
    expect(await agentsOf(data)).toHaveLength(1)
    expect(await redisOf(data)).toHaveLength(1)
  },
)

test(
  'what was acknowledged is in the history, once and as it was sent',
  async () => {
    await until('an hour of load', 4 * minutes, () => Math.min(...load.acknowledged) > samples)
    await load.stop()
    await session.logIn()

    const faults = await onceStored(() => load.faults(session), minutes)

    expect(faults).toEqual({ missing: 0, wrong: 0, repeated: 0 })
  },
  6 * minutes,
)

test.for(['1m', '1h'] as const)('the tier %s has no hole', async (tier) => {
  const found = await until(
    `no hole in ${tier}`,
    minutes,
    async () => {
      const windows = await load.windowFaults(session, tier)
      return windows.wrong === 0 ? windows : undefined
    },
    1_000,
  ).catch(() => load.windowFaults(session, tier))

  expect(found.wrong).toBe(0)
  expect(found.windows).toBeGreaterThanOrEqual(hosts * (tier === '1m' ? 60 : 1))
})

test('Ctrl-C under load ends all of it, cleanly, with nothing left behind or undone', async () => {
  const agent = await SimulatedAgent.enrol(platform.url, await session.enrolmentCode('the last one'), 'the last one')
  let going = true
  let taken = 0
  const posting = (async () => {
    while (going) {
      const sample = { schema: 1 as const, timestamp: Date.now(), metrics: { 'system.uptime': 1 } }
      const response = await agent.post(sample).catch(() => undefined)
      if (response?.status === 202) taken++
    }
  })()
  await until('some load', 30_000, () => taken > 100)

  expect(await platform.stop()).toBe(0)
  going = false
  await posting
  await until(
    'agent and Redis to be gone',
    5_000,
    async () => (await agentsOf(data)).length + (await redisOf(data)).length === 0,
  )
  // The mark of a history that has not been closed.
  const files = await readdir(data, { recursive: true })
  expect(files.filter((path) => basename(path) === 'running')).toEqual([])
})
