import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Session } from '../src/api'
import { until } from '../src/wait'
import { type Frame, type Refused, WebSocketClient } from '../src/web-socket'
import { World } from './world'

let world: World

beforeAll(async () => {
  world = await World.make()
})

afterAll(() => world?.remove())

const address = (ticket?: string) => `${world.url}/api/v1/live${ticket === undefined ? '' : `?ticket=${ticket}`}`

async function connect(session: Session): Promise<WebSocketClient> {
  const client = await WebSocketClient.open(address(await session.liveTicket()), { origin: world.url })
  if (!(client instanceof WebSocketClient)) throw new Error(`refused: ${JSON.stringify(client)}`)
  await client.frame('hello', (frame) => frame.type === 'hello')
  return client
}

async function refused(ticket: string | undefined, headers: Record<string, string> = {}): Promise<Refused> {
  const client = await WebSocketClient.open(address(ticket), { origin: world.url, ...headers })
  if (client instanceof WebSocketClient) {
    client.end()
    throw new Error('it was let in')
  }
  return client
}

/** The frames that name this host. */
const about = (client: WebSocketClient, host: string) =>
  client.frames.filter((frame) => JSON.stringify(frame).includes(host) && frame.type !== 'error')

const post = () => world.agent.post({ schema: 1, timestamp: Date.now(), metrics: { 'system.uptime': 1 } })

describe('the handshake', () => {
  const unauthenticated = { status: 401, problem: { type: '/problems/unauthenticated', status: 401 } }

  test('takes no token of any kind instead of a ticket', async () => {
    expect(await refused(undefined)).toMatchObject(unauthenticated)
    expect(await refused(randomUUID())).toMatchObject(unauthenticated)
    const service = world.serviceTokens().good
    for (const token of [...Object.values(world.access), ...Object.values(world.host), service]) {
      expect(await refused(token)).toMatchObject(unauthenticated)
      expect(await refused(undefined, { authorization: `Bearer ${token}` })).toMatchObject(unauthenticated)
    }
    expect(await refused(undefined, { cookie: `sm_access=${world.access.good}` })).toMatchObject(unauthenticated)
  })

  test('takes a ticket once, whoever is first', async () => {
    const ticket = await world.owner.liveTicket()
    const clients = await Promise.all(
      Array.from({ length: 8 }, () => WebSocketClient.open(address(ticket), { origin: world.url })),
    )
    const inside = clients.filter((client) => client instanceof WebSocketClient)
    for (const client of inside) client.end()
    expect(inside.length).toBe(1)
    expect(await refused(ticket)).toMatchObject(unauthenticated)
  })

  test('takes no ticket of a session that is over', async () => {
    const session = new Session(world.url)
    await session.logIn()
    const ticket = await session.liveTicket()
    await session.send('DELETE', '/api/v1/session')
    expect(await refused(ticket)).toMatchObject(unauthenticated)
  })

  test('takes no page of another site, and leaves the ticket good', async () => {
    const ticket = await world.owner.liveTicket()
    for (const origin of ['https://evil.example', 'null', `${world.url}.evil.example`, 'file://', `${world.url}1`]) {
      expect(await refused(ticket, { origin }), origin).toMatchObject({
        status: 403,
        problem: { type: '/problems/forbidden', status: 403 },
      })
    }
    const client = await WebSocketClient.open(address(ticket), { origin: world.url })
    expect(client).toBeInstanceOf(WebSocketClient)
    if (client instanceof WebSocketClient) client.end()
  })
})

describe('each message, from the owner and from another', () => {
  let owner: WebSocketClient
  let other: WebSocketClient

  beforeAll(async () => {
    owner = await connect(world.owner)
    other = await connect(world.other)
  })

  afterAll(() => {
    owner?.end()
    other?.end()
  })

  test('ping', async () => {
    for (const client of [owner, other]) {
      client.send({ type: 'ping' })
      await client.frame('pong', (frame) => frame.type === 'pong')
    }
  })

  test('subscribe to a host', async () => {
    const { host } = world.agent
    const unknown = randomUUID()
    owner.send({ type: 'subscribe', channel: 'host', host })
    for (const each of [host, unknown]) other.send({ type: 'subscribe', channel: 'host', host: each })
    const refusal = async (each: string) =>
      (await other.frame(
        `the refusal of ${each}`,
        (frame) => frame.type === 'error' && frame.host === each,
      )) as Frame & {
        problem: object
      }
    const [theirs, nobodys] = [await refusal(host), await refusal(unknown)]
    expect(theirs.problem).toMatchObject({ type: '/problems/not-found', status: 404 })
    expect(theirs.problem).toEqual(nobodys.problem)

    expect((await post()).status).toBe(202)
    await owner.frame('the sample', (frame) => frame.type === 'sample' && frame.host === host)
    expect(about(other, host)).toEqual([])
  })

  test('subscribe to the overview', async () => {
    for (const client of [owner, other]) {
      client.send({ type: 'subscribe', channel: 'overview' })
      await client.frame('the overview', (frame) => frame.type === 'overview' && frame.snapshot === true)
    }
    expect((await post()).status).toBe(202)
    await owner.frame('news', (frame) => frame.type === 'overview' && frame.snapshot !== true)
    expect(about(owner, world.agent.host)).not.toEqual([])
    expect(about(other, world.agent.host)).toEqual([])
  })

  test('unsubscribe from what is not theirs changes nothing for its owner', async () => {
    const { host } = world.agent
    other.send({ type: 'unsubscribe', channel: 'host', host })
    other.send({ type: 'ping' })
    const before = owner.frames.length
    expect((await post()).status).toBe(202)
    await until('the next sample', 10_000, () =>
      owner.frames.slice(before).some((frame) => frame.type === 'sample' && frame.host === host),
    )
  })

  test('what is no message at all', async () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"type":7}',
      '{"type":"subscribe"}',
      '{"type":"subscribe","channel":"host"}',
    ]) {
      const before = other.frames.length
      other.send(text)
      const error = await until(`an error for ${text}`, 10_000, () =>
        other.frames.slice(before).find((frame) => frame.type === 'error'),
      )
      expect(error.problem, text).toMatchObject({ type: '/problems/bad-request', status: 400 })
    }
  })
})

describe('once access ends', () => {
  test('a deleted host is gone from what is watched', async () => {
    const agent = await world.anotherHost()
    const client = await connect(world.owner)
    client.send({ type: 'subscribe', channel: 'host', host: agent.host })
    client.send({ type: 'subscribe', channel: 'overview' })
    expect((await agent.post({ schema: 1, timestamp: Date.now(), metrics: { 'system.uptime': 1 } })).status).toBe(202)
    await client.frame('its sample', (frame) => frame.type === 'sample' && frame.host === agent.host)

    expect((await world.owner.send('DELETE', `/api/v1/hosts/${agent.host}`)).status).toBe(204)
    const error = await client.frame('its end', (frame) => frame.type === 'error' && frame.host === agent.host)
    expect(error.problem).toMatchObject({ type: '/problems/not-found', status: 404 })
    client.end()
  })

  test('a log-out ends the connections of its session and no others', async () => {
    const session = new Session(world.url)
    await session.logIn()
    const leaving = await connect(session)
    const staying = await connect(world.owner)
    expect((await session.send('DELETE', '/api/v1/session')).status).toBe(204)
    await until('the connection to end', 20_000, () => leaving.closed !== undefined, 20)
    expect(leaving.closed).toBe(4401)
    staying.send({ type: 'ping' })
    await staying.frame('pong', (frame) => frame.type === 'pong')
    expect(staying.closed).toBeUndefined()
    staying.end()
  })
})
