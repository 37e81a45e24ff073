import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Session } from '../src/api'
import { freshDataFolder, Platform, removeData } from '../src/platform'
import { RealAgent } from '../src/real-agent'
import { quantile, ReturningHosts } from '../src/returning-hosts'
import { Stalls } from '../src/stalls'
import { until } from '../src/wait'
import { WebSocketClient } from '../src/web-socket'

const minutes = 60_000
const long = process.env.STATUSMONITOR_LONG !== undefined
const outageMs = long ? 10 * minutes : 20_000
const killingMs = long ? 5 * minutes : 20_000
const returning = long ? 1000 : 200
const METRIC = 'system.uptime'

const SETTLED_MS = 5_000

let data: string
let platform: Platform
let session: Session
let agent: RealAgent
let host: string
let stalls: Stalls

beforeAll(async () => {
  stalls = new Stalls()
  data = await freshDataFolder()
  platform = await Platform.up({ data, args: ['--no-agent'] })
  session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  agent = await RealAgent.install(session, 'outage')
  host = await until('the agent to enrol', minutes, async () => (await session.hosts())[0]?.id)
})

afterAll(async () => {
  stalls?.end()
  await agent?.remove()
  await platform?.remove()
  await removeData(data)
})

/** Of each second of [start, stop), whole seconds in ms, whether the history has it. */
async function seconds(start: number, stop: number): Promise<Map<number, number | null>> {
  const all = new Map<number, number | null>()
  for (let from = start; from < stop; from += 1_000_000) {
    const to = Math.min(stop, from + 1_000_000)
    const points = (to - from) / 1000
    const answer = await session.history(host, { metric: METRIC, start: from, stop: to, points })
    if (answer.tier !== 'raw' || answer.step !== 1) throw new Error(`${answer.tier}, step ${answer.step}`)
    for (const [i, time] of answer.times.entries()) all.set(time, answer.series[0]?.mean[i] ?? null)
  }
  return all
}

async function gaps(start: number, stop: number): Promise<number[]> {
  return [...(await seconds(start, stop))].filter(([, value]) => value === null).map(([time]) => time)
}

/** A second that is there twice pulls the mean of its ten seconds towards itself. */
async function repeated(start: number, stop: number): Promise<number[]> {
  const single = await seconds(start, stop)
  const found: number[] = []
  for (let from = start; from + 10_000 <= stop; from += 10_000) {
    const tens = await session.history(host, { metric: METRIC, start: from, stop: from + 10_000, points: 1 })
    const mean = tens.series[0]?.mean[0]
    const values = [...single].filter(([t, v]) => t >= from && t < from + 10_000 && v !== null).map(([, v]) => v ?? 0)
    if (tens.step !== 10 || mean === null || mean === undefined) continue
    if (Math.abs(mean - values.reduce((a, b) => a + b, 0) / values.length) > 0.01) found.push(from)
  }
  return found
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}

async function newestInHistory(): Promise<number | undefined> {
  const stop = wholeSecond(Date.now()) + 2000
  // A host that has just enrolled is not known everywhere yet.
  const asked = await seconds(stop - 60_000, stop).catch((failure: unknown) => {
    if (!String(failure).includes(': 404 ')) throw failure
    return new Map<number, number | null>()
  })
  const known = [...asked].filter(([, value]) => value !== null)
  return known.at(-1)?.[0]
}

test(
  `${outageMs / 1000} s without a platform: the live view moves at once, the history has every second, once`,
  async () => {
    // What it misses while it still loads its classes is no loss.
    const first = await until('some history', minutes, newestInHistory, 500)
    const start = await until('its start to be over', minutes, async () => {
      const newest = await newestInHistory()
      return newest !== undefined && newest >= first + SETTLED_MS ? newest : undefined
    })
    const { port } = platform
    expect(await platform.stop()).toBe(0)
    const stopped = Date.now()
    await delay(outageMs / 2)
    // Its memory is gone, and the platform is not there to tell it the time.
    const said = agent.output.length
    await agent.kill()
    const killed = Date.now()
    agent.start()
    await until('the agent to be there again', minutes, () => agent.output.slice(said).includes('cannot be reached'))
    const measuring = Date.now()
    await delay(outageMs / 2)

    platform = await Platform.up({ data, port, args: ['--no-agent'] })
    const returned = Date.now()
    session = new Session(platform.url)
    await session.logIn()
    const live = await WebSocketClient.open(`${platform.url}/api/v1/live?ticket=${await session.liveTicket()}`, {
      origin: platform.url,
    })
    if (!(live instanceof WebSocketClient)) throw new Error(`no live view: ${live.status}`)
    try {
      live.send({ type: 'subscribe', channel: 'overview' })
      // What was not the newest when it came is not among them: the first after the outage tells when it moved again.
      const moved = await until('the live view to move', 20_000, () =>
        live.frames
          .filter(({ type }) => type === 'overview')
          .flatMap(({ hosts }) => hosts as { host: string; points: number[][] }[])
          .filter((each) => each.host === host)
          .flatMap(({ points }) => points.map(([time = 0]) => time))
          .find((time) => time > stopped + outageMs / 2),
      )
      expect(moved - returned).toBeLessThan(2_000)
    } finally {
      live.end()
    }

    const stop = wholeSecond(returned)
    const missing = await until(
      'the history to have every second',
      // About 30 of them a second.
      minutes + outageMs / 10,
      async () => ((await gaps(start, stop)).length <= 5 ? gaps(start, stop) : undefined),
      500,
    )
    // Nobody measures while the agent is started again, or while this machine stands still.
    const unexplained = missing.filter(
      (time) => (time < killed - 1500 || time > measuring + 1500) && !stalls.coverSecond(time),
    )
    expect(unexplained.map((time) => `${time - stopped} ms after the platform ended`)).toEqual([])
    expect(await repeated(Math.ceil(start / 10_000) * 10_000, stop)).toEqual([])
  },
  outageMs + 4 * minutes,
)

test(
  `kill -9 of the agent again and again for ${killingMs / 1000} s: no gap is longer than its restart, none is filled twice`,
  async () => {
    const start = await until('the agent to be there', minutes, newestInHistory, 500)
    const ends = Date.now() + killingMs
    const restarts: { from: number; to: number }[] = []
    while (Date.now() < ends) {
      const said = agent.output.length
      await agent.kill()
      const from = Date.now()
      agent.start()
      await until('it to send again', minutes, () => agent.output.slice(said).includes('Sending a sample'), 20)
      restarts.push({ from, to: Date.now() })
      await delay(1000 + Math.random() * 3000)
    }
    const stop = wholeSecond(Date.now()) - 1000
    const missing = await until(
      'the history to have the last second',
      minutes,
      async () => {
        const found = await gaps(start, stop)
        return found.includes(stop - 1000) ? undefined : found
      },
      500,
    )
    // The last second before a kill may be lost, and the next whole second after the start is the first that is measured.
    const unexplained = missing.filter(
      (time) => !restarts.some(({ from, to }) => time > from - 2000 && time < to + 1000) && !stalls.coverSecond(time),
    )
    expect(restarts.length).toBeGreaterThan(2)
    expect(unexplained).toEqual([])
    expect(await repeated(Math.ceil(start / 10_000) * 10_000, stop)).toEqual([])
  },
  killingMs + 3 * minutes,
)

test('two machines under one identity are noticed, shown, and told how to part', async () => {
  const copy = await agent.copy()
  try {
    await until('the host to be called shared', minutes, async () => (await session.hosts())[0]?.shared !== undefined)
    for (const each of [agent, copy]) {
      await until('the agent to say so', 10_000, () =>
        /Another machine sends as host .*code of its own/.test(each.output),
      )
    }
  } finally {
    await copy.remove()
  }
})

test(
  `${returning} hosts come back in the same second: the platform stays fast or asks them to wait, and loses nothing`,
  async () => {
    const hosts = await ReturningHosts.enrol(session, returning, long ? 600 : 90)
    const alone = await hosts.latenciesOfOne()
    await hosts.comeBack()

    expect(hosts.failures).toEqual([])
    expect(hosts.shed.withoutRetryAfter).toBe(0)
    expect(hosts.latencies.length).toBeGreaterThan(returning)
    await until('the history to have all of it', 2 * minutes, async () => (await hosts.missing(session)) === 0, 1_000)
    console.info(
      `of one host 95% ${Math.round(quantile(alone, 0.95))} ms; newest samples: median ${Math.round(quantile(hosts.latencies, 0.5))} ms, 95% ${Math.round(quantile(hosts.latencies, 0.95))} ms, 99% ${Math.round(quantile(hosts.latencies, 0.99))} ms; asked to wait ${hosts.shed.obeyed} times`,
    )
    // At worst nobody is called late, which the dashboard does after five seconds.
    expect(quantile(hosts.latencies, 0.5)).toBeLessThan(1_000)
    expect(quantile(hosts.latencies, 0.99)).toBeLessThan(5_000)
  },
  8 * minutes,
)
