import { afterAll, beforeAll, expect, test } from 'vitest'
import { Session } from '../src/api'
import { doctor } from '../src/doctor'
import { freshDataFolder, Platform } from '../src/platform'
import { agentsOf, redisOf } from '../src/processes'
import { SimulatedAgent } from '../src/simulated-agent'
import { until } from '../src/wait'

let platform: Platform
let agent: SimulatedAgent

beforeAll(async () => {
  platform = await Platform.up({ data: await freshDataFolder() })
  const session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  agent = await SimulatedAgent.enrol(platform.url, await session.enrolmentCode('parts'), 'parts')
})

afterAll(() => platform?.remove())

/** Kills the only one of its kind and asks doctor until it notices. */
async function afterKilling(find: (data: string) => Promise<{ pid: number }[]>, reason: RegExp) {
  const [part, ...others] = await find(platform.data)
  if (part === undefined) throw new Error('there is none to kill')
  expect(others).toEqual([])
  process.kill(part.pid, 'SIGKILL')

  const began = performance.now()
  await until(`doctor to say ${reason}`, 12_000, async () => {
    const { code, output } = await doctor(platform.port)
    return code !== 0 && reason.test(output)
  })
  expect(performance.now() - began).toBeLessThan(10_000)
}

test('doctor is content with a healthy platform, in words and as JSON', async () => {
  await until('all to be well', 20_000, async () => (await doctor(platform.port)).code === 0)

  const json = await doctor(platform.port, '--json')

  expect(json.code).toBe(0)
  expect(() => JSON.parse(json.answer) as unknown).not.toThrow()
})

test('agent stopped: doctor says so within 10 s', async () => {
  await afterKilling(agentsOf, /agent\s.*gone/)
})

test('Redis killed: doctor says so within 10 s, samples are taken still', async () => {
  await afterKilling(redisOf, /redis\s.*gone/)

  // A token that no cache has seen.
  await agent.renewToken()
  const response = await agent.post({ schema: 1, timestamp: Date.now(), metrics: { 'system.uptime': 1 } })
  expect(response.status).toBe(202)
})
