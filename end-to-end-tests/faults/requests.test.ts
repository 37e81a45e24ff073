import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Session } from '../src/api'
import { freshDataFolder, Platform } from '../src/platform'
import { SimulatedAgent } from '../src/simulated-agent'

interface Problem {
  type: string
  status: number
  detail: string
  refused?: { index: number; reason: string }[]
}

let platform: Platform
let agent: SimulatedAgent

beforeAll(async () => {
  platform = await Platform.up({ data: await freshDataFolder(), args: ['--no-agent'] })
  const session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  agent = await SimulatedAgent.enrol(platform.url, await session.enrolmentCode('requests'), 'requests')
})

afterAll(() => platform?.remove())

/** The answer, which is the problem detail that its status promises. */
async function problem(response: Response): Promise<Problem> {
  const text = await response.text()
  expect(response.headers.get('content-type'), text).toContain('application/problem+json')
  const body = JSON.parse(text) as Problem
  expect(body.status).toBe(response.status)
  // A sentence for a person, and nothing from the inside.
  expect(body.detail).toMatch(/\w+ \w+ .*\w/)
  expect(text).not.toMatch(/Exception|\bat [\w.]+\(/)
  return body
}

function sample(metrics: Record<string, number | string>, timestamp = Date.now()) {
  return { schema: 1 as const, timestamp, metrics }
}

describe('each bad request gets an answer of its own', () => {
  test('a wrong token: 401', async () => {
    const response = await agent.post(sample({ 'system.uptime': 1 }), { authorization: 'Bearer wrong' })
    expect(response.status).toBe(401)
    expect((await problem(response)).type).toBe('/problems/unauthenticated')
  })

  test('no token: 401', async () => {
    const response = await fetch(`${platform.url}/api/v1/metrics`, { method: 'POST', body: '{}' })
    expect(response.status).toBe(401)
    expect((await problem(response)).type).toBe('/problems/unauthenticated')
  })

  test('a body of 2 MB: 413', async () => {
    const body = JSON.stringify(sample({ 'system.uptime': 1 })).padEnd(2_000_000)
    const response = await agent.post(body)
    expect(response.status).toBe(413)
    const { type, detail } = await problem(response)
    expect(type).toBe('/problems/too-large')
    expect(detail).toMatch(/1048576 bytes|1 MiB/)
  })

  test('a NaN: 422, naming the metric', async () => {
    const response = await agent.post(`{"schema":1,"timestamp":${Date.now()},"metrics":{"system.uptime":NaN}}`)
    expect(response.status).toBe(422)
    const { type, refused } = await problem(response)
    expect(type).toBe('/problems/invalid-samples')
    expect(refused).toEqual([{ index: 0, reason: expect.stringMatching(/system\.uptime.*NaN|NaN.*system\.uptime/) }])
  })

  test("tomorrow's timestamp: 422, naming the timestamp", async () => {
    const response = await agent.post(sample({ 'system.uptime': 1 }, Date.now() + 86_400_000))
    expect(response.status).toBe(422)
    const { refused } = await problem(response)
    expect(refused).toEqual([{ index: 0, reason: expect.stringMatching(/time/i) }])
  })

  test('an unknown metric beside a known one: 202, naming what was ignored', async () => {
    const response = await agent.post(sample({ 'system.uptime': 1, 'system.moon.phase': 0.5 }))
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({
      accepted: 1,
      ignored: [{ index: 0, series: 'system.moon.phase', reason: expect.stringMatching(/\w/) }],
    })
  })

  test('one bad sample of two: 202, naming it', async () => {
    const response = await agent.post([
      sample({ 'system.uptime': 1 }, Date.now() - 1000),
      sample({ 'system.uptime': -1 }),
    ])
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({
      accepted: 1,
      refused: [{ index: 1, reason: expect.stringMatching(/system\.uptime/) }],
    })
  })

  test('no JSON: 400', async () => {
    const response = await agent.post('{"schema": 1, ')
    expect(response.status).toBe(400)
    expect((await problem(response)).type).toBe('/problems/not-json')
  })

  test('another content type: 415', async () => {
    const response = await agent.post(sample({ 'system.uptime': 1 }), { 'content-type': 'text/plain' })
    expect(response.status).toBe(415)
    expect((await problem(response)).type).toBe('/problems/unsupported-media-type')
  })

  test('what is internal is not there: 404', async () => {
    for (const path of ['/actuator/prometheus', '/actuator/health', '/internal/v1/jwks']) {
      const response = await fetch(platform.url + path)
      expect(response.status, path).toBe(404)
      await problem(response)
    }
  })

  test('a second set-up: 409', async () => {
    const response = await new Session(platform.url).send('POST', '/api/v1/setup', {
      token: 'x',
      email: 'other@example.org',
      password: 'another long password',
      name: 'Other',
    })
    expect(response.status).toBe(409)
    await problem(response)
  })
})
