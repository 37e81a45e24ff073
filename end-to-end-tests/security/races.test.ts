import { generateKeyPairSync } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Session } from '../src/api'
import { serviceAssertion } from '../src/keys'
import { redisOf } from '../src/processes'
import type { SimulatedAgent } from '../src/simulated-agent'
import { until } from '../src/wait'
import { World } from './world'

let world: World

beforeAll(async () => {
  world = await World.make()
})

afterAll(() => world?.remove())

/** How long a revoked host may still be heard. */
const A_SECOND = 1_000

let last = 0

/** A time that no sample had before. */
function newTime(): number {
  last = Math.max(last + 1, Date.now())
  return last
}

async function post(agent: SimulatedAgent): Promise<number> {
  const response = await agent.post({ schema: 1, timestamp: newTime(), metrics: { 'system.uptime': 1 } })
  await response.arrayBuffer()
  return response.status
}

interface Posted {
  /** When it was sent and answered, by the monotonic clock. */
  sent: number
  status: number
}

/** Several threads of posts until told to stop. */
class Load {
  readonly posted: Posted[] = []
  private stopped = false
  private readonly loops: Promise<void>[]

  constructor(agent: SimulatedAgent, parallel = 3) {
    this.loops = Array.from({ length: parallel }, async () => {
      while (!this.stopped) {
        const sent = performance.now()
        this.posted.push({ sent, status: await post(agent) })
        await delay(50)
      }
    })
  }

  count(status: number): number {
    return this.posted.filter((each) => each.status === status).length
  }

  async stop(): Promise<void> {
    this.stopped = true
    await Promise.all(this.loops)
  }
}

/** A counter of the ingestion edge: who said whether a token is good. */
async function checks(by: string): Promise<number> {
  const response = await fetch(`${world.management.internalUrl}/actuator/prometheus`, {
    headers: { authorization: `Bearer ${serviceAssertion(world.management.key)}` },
  })
  const line = (await response.text())
    .split('\n')
    .find((each) => each.startsWith('statusmonitor_ingestion_auth_checks_total') && each.includes(`by="${by}"`))
  return Number(line?.split(' ').at(-1) ?? 0)
}

/** Until a POST of the agent costs no call to auth-service. */
function untilCached(agent: SimulatedAgent): Promise<unknown> {
  return until('the cache to be trusted', 60_000, async () => {
    const before = await checks('introspection')
    const statuses = [await post(agent), await post(agent)]
    return statuses.every((status) => status === 202) && (await checks('introspection')) === before
  })
}

async function revoke(agent: SimulatedAgent): Promise<number> {
  const response = await world.owner.send('POST', `/api/v1/hosts/${agent.host}/revoke`)
  expect(response.status, await response.text()).toBe(200)
  return performance.now()
}

/** What is sent a second after the revocation or later is refused, each time, for a while; then the load ends. */
async function expectRefusedInTime(load: Load, revokedAt: number): Promise<void> {
  const late = () => load.posted.filter(({ sent }) => sent > revokedAt + A_SECOND)
  await until('it to be refused for a while', 40_000, () => late().length > 40)
  await load.stop()
  expect(late().filter(({ status }) => status !== 403)).toEqual([])
}

async function redis(signal: NodeJS.Signals): Promise<number> {
  const [server] = await redisOf(world.platform.data)
  if (server === undefined) throw new Error('no Redis runs')
  process.kill(server.pid, signal)
  return server.pid
}

describe('at once', () => {
  test('two refreshes of one session give it one successor', async () => {
    const session = new Session(world.url)
    await session.logIn()
    const cookie = `sm_refresh=${session.cookie('sm_refresh')}`
    const refresh = () =>
      fetch(`${world.url}/api/v1/session/refresh`, { method: 'POST', headers: { cookie, origin: world.url } })
    const answers = await Promise.all(Array.from({ length: 6 }, refresh))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
    const successors = answers.map(
      ({ headers }) =>
        headers
          .getSetCookie()
          .find((each) => each.startsWith('sm_refresh='))
          ?.split(';')[0],
    )
    expect(new Set(successors).size).toBe(1)
    expect(successors[0]).not.toBe(cookie)
  })

  test('two agents with one code: one is enrolled', async () => {
    const before = (await world.owner.hosts()).length
    const code = await world.owner.enrolmentCode('one')
    const enrol = async () => {
      const { publicKey } = generateKeyPairSync('ed25519')
      const response = await fetch(`${world.url}/api/v1/agents`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, name: 'one', public_key: publicKey.export({ format: 'jwk' }).x, resource: {} }),
      })
      await response.arrayBuffer()
      return response.status
    }
    const statuses = await Promise.all(Array.from({ length: 6 }, enrol))
    expect(statuses.sort()).toEqual([201, 403, 403, 403, 403, 403])
    expect((await world.owner.hosts()).length).toBe(before + 1)
  })

  test('one assertion twice: one gets a token', async () => {
    const assertion = world.agent.assertion()
    const ask = async () => {
      const response = await fetch(`${world.url}/api/v1/agents/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
      })
      return { status: response.status, body: (await response.json()) as { reason?: string } }
    }
    const answers = await Promise.all(Array.from({ length: 6 }, ask))
    expect(answers.filter(({ status }) => status === 200).length).toBe(1)
    expect(answers.filter(({ body }) => body.reason === 'replayed').length).toBe(5)
  })

  test('a revocation while its host posts: refused within a second, and nothing comes after', async () => {
    const agent = await world.anotherHost()
    const load = new Load(agent, 6)
    await until('it to be heard', 20_000, () => load.count(202) > 20)
    const revokedAt = await revoke(agent)
    await expectRefusedInTime(load, revokedAt)
    const answer = await agent.askForToken()
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant', reason: 'revoked' })
  })
})

describe('Redis comes and goes', () => {
  test('an answer that was on its way while its host was revoked does not come back', async () => {
    for (let round = 0; round < 10; round++) {
      const agent = await world.anotherHost()
      // Introspections of tokens that the cache does not know are under way all the time.
      const introspect = async () => {
        const response = await fetch(`${world.management.internalUrl}/internal/v1/introspect`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${serviceAssertion(world.management.key)}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ token: agent.bearer }),
        })
        return (await response.json()) as { active: boolean }
      }
      let revoked = false
      const asking = Array.from({ length: 4 }, async () => {
        while (!revoked) await introspect()
      })
      await introspect()
      const revokedAt = await revoke(agent)
      revoked = true
      await Promise.all(asking)
      while (performance.now() < revokedAt + A_SECOND) await delay(10)
      expect(await post(agent)).toBe(403)
      expect((await introspect()).active).toBe(false)
    }
  })

  test('a Redis that hangs: every host is asked about, none is lost, a revocation lands in a second', async () => {
    const [good, bad] = [await world.anotherHost(), await world.anotherHost()]
    await untilCached(good)
    const [goods, bads] = [new Load(good), new Load(bad)]
    await until('both to be heard', 20_000, () => goods.count(202) > 5 && bads.count(202) > 5)
    const asked = await checks('introspection')
    await redis('SIGSTOP')
    try {
      await until('auth-service to be asked', 20_000, async () => (await checks('introspection')) > asked)
      const revokedAt = await revoke(bad)
      await expectRefusedInTime(bads, revokedAt)
    } finally {
      await redis('SIGCONT')
    }
    // What was told before it hung is still there, and so is what auth-service could not tell it.
    await untilCached(good)
    expect(await post(bad)).toBe(403)
    await goods.stop()
    await expectNothingLost(good, goods)
  })

  test('a Redis that dies and forgets: the same, and the calls to auth-service fall back', async () => {
    const [good, bad] = [await world.anotherHost(), await world.anotherHost()]
    await untilCached(good)
    const goods = new Load(good)
    await until('it to be heard', 20_000, () => goods.count(202) > 5)
    expect(await post(bad)).toBe(202)
    const before = await redis('SIGKILL')
    const revokedAt = await revoke(bad)
    while (performance.now() < revokedAt + A_SECOND) await delay(10)
    expect(await post(bad)).toBe(403)
    await until('another Redis', 60_000, async () =>
      (await redisOf(world.platform.data)).some(({ pid }) => pid !== before),
    )
    for (let i = 0; i < 20; i++) {
      expect(await post(bad)).toBe(403)
      await delay(50)
    }
    await untilCached(good)
    await goods.stop()
    await expectNothingLost(good, goods)
  })
})

/** Each sample was taken or told to come again, and what was taken is kept. */
async function expectNothingLost(agent: SimulatedAgent, load: Load): Promise<void> {
  expect(load.posted.filter(({ status }) => status !== 202 && status !== 503)).toEqual([])
  // untilCached sent some as well.
  const taken = load.count(202)
  await until('all of them to be kept', 20_000, async () => (await world.samples(agent.host)) >= taken)
}
