import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import contract from '../../../../contract/fixtures/live.json'
import { Lines } from '../../testing/line.ts'
import { PlatformClock } from './clock.ts'
import { LiveConnection } from './connection.ts'
import type { Frame } from './frames.ts'

let lines: Lines
let connection: LiveConnection
let clock: PlatformClock

const settle = () => vi.advanceTimersByTimeAsync(0)
const line = () => lines.last

beforeEach(() => {
  vi.useFakeTimers({ now: 1_763_912_176_000 })
  lines = new Lines()
  clock = new PlatformClock()
  connection = new LiveConnection(lines, clock)
})
afterEach(() => {
  connection.stop()
  vi.useRealTimers()
})

describe('LiveConnection', () => {
  it('is live from the hello on, and asks for all that is wanted then', async () => {
    connection.subscribe({ channel: 'overview' })
    connection.start()
    await settle()
    expect(connection.state.status).toBe('connecting')
    connection.subscribe({ channel: 'host', host: 'h1' })
    expect(line().heard).toEqual([])
    line().hello(60_000)
    expect(connection.state.status).toBe('live')
    expect(line().subscriptions).toEqual([
      { type: 'subscribe', channel: 'overview' },
      { type: 'subscribe', channel: 'host', host: 'h1' },
    ])
  })

  it('asks for a channel once, however many want it, and leaves it with the last', async () => {
    connection.start()
    await settle()
    line().hello(60_000)
    const first = connection.subscribe({ channel: 'host', host: 'h1' })
    const second = connection.subscribe({ channel: 'host', host: 'h1' })
    first()
    first()
    expect(line().subscriptions).toEqual([{ type: 'subscribe', channel: 'host', host: 'h1' }])
    second()
    expect(line().subscriptions).toEqual([contract.from_browser.subscribe_host, contract.from_browser.unsubscribe_host])
    expect(line().heard).toContainEqual(contract.from_browser.ping)
  })

  it('passes on what it hears', async () => {
    const frames: Frame[] = []
    connection.onFrame((frame) => frames.push(frame))
    connection.start()
    await settle()
    line().hello(60_000)
    line().say({ type: 'hosts' })
    line().say({ type: 'of a newer platform' })
    expect(frames.map((frame) => frame.type)).toEqual(['hello', 'hosts'])
  })

  it('comes back by itself, waiting longer each time, and subscribes again', async () => {
    connection.subscribe({ channel: 'overview' })
    connection.start()
    await settle()
    line().hello(60_000)
    line().breaks()
    expect(connection.state.status).toBe('reconnecting')
    await vi.advanceTimersByTimeAsync(500)
    expect(lines.all).toHaveLength(2)
    line().breaks()
    await vi.advanceTimersByTimeAsync(400)
    expect(lines.all).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(600)
    expect(lines.all).toHaveLength(3)
    line().hello(60_000)
    expect(connection.state.status).toBe('live')
    expect(line().subscriptions).toEqual([{ type: 'subscribe', channel: 'overview' }])
  })

  it('keeps trying while the platform gives no ticket', async () => {
    lines.ticket = () => Promise.reject(new Error('down'))
    connection.start()
    await settle()
    expect(connection.state.status).toBe('reconnecting')
    lines.ticket = () => Promise.resolve('ticket')
    await vi.advanceTimersByTimeAsync(1_000)
    line().hello(60_000)
    expect(connection.state.status).toBe('live')
  })

  it('tries at once when asked to, or when the device is online again', async () => {
    connection.start()
    await settle()
    line().breaks()
    connection.retryNow()
    await settle()
    expect(lines.all).toHaveLength(2)
    line().breaks()
    dispatchEvent(new Event('online'))
    await settle()
    expect(lines.all).toHaveLength(3)
  })

  it('notices a line that is dead without having been closed', async () => {
    connection.start()
    await settle()
    line().hello(60_000)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(line().heard.filter((message) => (message as { type: string }).type === 'ping').length).toBeGreaterThan(0)
    await vi.advanceTimersByTimeAsync(20_500)
    expect(connection.state.status).toBe('reconnecting')
  })

  it('stays on a line on which pings are answered', async () => {
    connection.start()
    await settle()
    line().hello(60_000)
    for (let i = 0; i < 12; i++) {
      await vi.advanceTimersByTimeAsync(10_000)
      line().say({ type: 'pong', time: Date.now() + 60_000 })
    }
    expect(lines.all).toHaveLength(1)
    expect(clock.offset).toBeGreaterThan(50_000)
  })

  it('gets a new ticket at once when the session of the old one has run out', async () => {
    connection.start()
    await settle()
    line().hello(60_000)
    line().breaks(4401)
    await settle()
    expect(lines.all).toHaveLength(2)
    line().hello(60_000)
    expect(connection.state.status).toBe('live')
  })

  it('ends when the session is over', async () => {
    connection.start()
    await settle()
    line().hello(60_000)
    lines.ticket = () => Promise.resolve(null)
    line().breaks(4401)
    await settle()
    expect(connection.state.status).toBe('over')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(lines.all).toHaveLength(1)
  })

  it('ends when it is stopped', async () => {
    connection.start()
    await settle()
    line().hello(60_000)
    connection.stop()
    expect(line().readyState).toBe(WebSocket.CLOSED)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(lines.all).toHaveLength(1)
  })
})
