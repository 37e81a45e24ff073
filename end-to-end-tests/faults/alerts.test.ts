import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Session } from '../src/api'
import { BotApi, type Sent } from '../src/bot-api'
import { freshDataFolder, Platform, removeData } from '../src/platform'
import { RealAgent } from '../src/real-agent'
import { SimulatedAgent } from '../src/simulated-agent'
import { until } from '../src/wait'

const CHAT = 4711
const INCIDENTS = 50
const kills = process.env.STATUSMONITOR_LONG ? 20 : 4
const METRIC = 'system.cpu.utilization.total'
const GOOD = 0.1
const HOT = 0.97

/**
 * A message whose answer left the Bot API so shortly before a kill may never have been heard of: it may come once more.
 * Any other that comes twice is a fault. It is a share of the time that the platform takes to start, which is 5 to 10 s
 * where nothing else runs: a machine that is too busy for that also takes longer to write down what it heard.
 */
const UNHEARD_SHARE = 0.1

/** For how long messages to one chat are gathered; shorter than usual, so that more of them are on their way. */
const TOGETHER = '2s'

/** After that what would come twice has come. */
const GATHERED_MS = 5_000

let data: string
let bot: BotApi
let platform: Platform
let session: Session
let agent: RealAgent | undefined

beforeAll(async () => {
  data = await freshDataFolder()
  bot = await BotApi.start()
  platform = await up()
  session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  const { code } = await session.json<{ code: string }>('POST', '/api/v1/alerts/telegram/link')
  bot.write(CHAT, `/start ${code}`)
  await until('the chat to be linked', 30_000, () => bot.sent.some(({ text }) => text.includes('will come here')))
})

afterAll(async () => {
  await agent?.remove()
  await platform?.remove()
  await bot?.close()
  await removeData(data)
})

function up(port?: number): Promise<Platform> {
  return Platform.up({
    data,
    ...(port !== undefined && { port }),
    args: ['--no-agent'],
    env: { ...bot.environment, STATUSMONITOR_ALERTS_NOTIFY_TOGETHER: TOGETHER },
  })
}

/** A host that posts every second what it is told to, and the newest alone, as an agent does first after an outage. */
class PostingHost {
  value = GOOD
  /** How many samples of the value as it is now were taken. */
  taken = 0
  private posting = true
  private readonly loop: Promise<void>

  private constructor(
    readonly name: string,
    private readonly identity: SimulatedAgent,
  ) {
    this.loop = this.post()
  }

  static async enrol(name: string): Promise<PostingHost> {
    return new PostingHost(name, await SimulatedAgent.enrol(platform.url, await session.enrolmentCode(name), name))
  }

  /** Some at a time. */
  static async enrolAll(names: string[]): Promise<PostingHost[]> {
    const hosts: PostingHost[] = []
    for (let i = 0; i < names.length; i += 10) {
      hosts.push(...(await Promise.all(names.slice(i, i + 10).map((name) => PostingHost.enrol(name)))))
    }
    return hosts
  }

  become(value: number): void {
    this.value = value
    this.taken = 0
  }

  async stop(): Promise<void> {
    this.posting = false
    await this.loop
  }

  /** A host that is silent for good would be reported as down in the next test. */
  async retire(): Promise<void> {
    await this.stop()
    await remove(this.identity.host)
  }

  private async post(): Promise<void> {
    await delay(Math.random() * 1000)
    while (this.posting) {
      const value = this.value
      const sample = { schema: 1 as const, timestamp: Date.now(), metrics: { [METRIC]: value } }
      const response = await this.identity.post(sample).catch(() => undefined)
      if (response?.status === 202 && value === this.value) this.taken++
      if (response?.status === 401) await this.identity.renewToken().catch(() => undefined)
      await response?.text().catch(() => undefined)
      await delay(1000)
    }
  }
}

async function remove(host: string): Promise<void> {
  const response = await session.send('DELETE', `/api/v1/hosts/${host}`)
  if (response.status !== 204) throw new Error(`deleting a host: ${response.status} ${await response.text()}`)
}

/** Fires until that was taken a few times, and until `after`; then is good again, until that was taken. */
async function incident(host: PostingHost, after?: Promise<void>): Promise<void> {
  await delay(Math.random() * 4_000)
  host.become(HOT)
  const samples = 2 + Math.floor(Math.random() * 8)
  await until(`${host.name} to have sent what is wrong`, 600_000, () => host.taken >= samples, 200)
  await after
  host.become(GOOD)
  await until(`${host.name} to have sent that it is good`, 600_000, () => host.taken >= 2, 200)
}

/** From when the signal was sent until the process was gone, and how long the next one took to be ready. */
interface Kill {
  from: number
  to: number
  startMs: number
}

/** Whether the platform may not have heard that this message had arrived. */
function unheard({ answered }: Sent, killed: Kill[]): boolean {
  return (
    answered === undefined ||
    killed.some(
      ({ from, to, startMs }) =>
        Math.abs(answered - from) <= startMs * UNHEARD_SHARE || (answered >= from && answered <= to),
    )
  )
}

interface Incident {
  id: string
  host_name: string
  messages: number
}

const incidents = async () =>
  session.json<{ incidents: Incident[]; open: number }>('GET', '/api/v1/alerts/incidents?state=all&limit=200')

/** Each message of an incident and what became of it, as its owner is shown it. */
async function deliveries({ id }: Incident): Promise<string[]> {
  const { deliveries: all } = await session.json<{ deliveries: { message: string; state: string }[] }>(
    'GET',
    `/api/v1/alerts/incidents/${id}/deliveries`,
  )
  return all.map(({ message, state }) => `${message} ${state}`)
}

async function onlyRule(name: string): Promise<void> {
  const { rules } = await session.json<{ rules: { id: string; name: string }[] }>('GET', '/api/v1/alerts/rules')
  for (const rule of rules)
    await session.json('PATCH', `/api/v1/alerts/rules/${rule.id}`, { paused: rule.name !== name })
}

test(
  `kill -9 ${kills} times during ${INCIDENTS} incidents: each is told once when it starts and once when it is over`,
  async () => {
    await session.json('POST', '/api/v1/alerts/rules', {
      name: 'hot',
      metric: METRIC,
      threshold: 0.9,
      cooldown_seconds: 0,
    })
    await onlyRule('hot')
    const hosts = await PostingHost.enrolAll(Array.from({ length: INCIDENTS }, (_, i) => `victim-${i}.`))

    const killed: Kill[] = []
    const ends: Promise<void>[] = []
    for (let round = 0; round < kills; round++) {
      let restarted = () => {}
      const restart = new Promise<void>((done) => {
        restarted = done
      })
      // Half of them begin before the kill and are over after it; the others come as they come.
      const across: PostingHost[] = []
      for (const [i, host] of hosts.entries()) {
        if (i % kills !== round) continue
        const crosses = Math.floor(i / kills) % 2 === 0
        if (crosses) across.push(host)
        ends.push(incident(host, crosses ? restart : undefined))
      }
      await until('one to be wrong', 60_000, () => across.some(({ value, taken }) => value === HOT && taken > 0), 20)
      await delay(Math.random() * 6_000)
      const { port } = platform
      const from = Date.now()
      await platform.kill()
      const to = Date.now()
      platform = await up(port)
      killed.push({ from, to, startMs: Date.now() - to })
      restarted()
    }
    await Promise.all(ends)
    // The long form takes longer than a session goes without a refresh.
    await session.logIn()

    const told = (name: string) =>
      ['FIRING (warning): hot on', 'RESOLVED: hot on'].map((words) => bot.lines(`${words} ${name}`))
    await until('all to be told', 120_000, () => hosts.every(({ name }) => told(name).every((m) => m.length > 0)), 500)
    const { incidents: recorded, open } = await incidents()
    expect(recorded).toHaveLength(INCIDENTS)
    expect(open).toBe(0)
    for (const each of recorded) {
      await expect.poll(() => deliveries(each)).toEqual(['firing sent', 'resolved sent'])
    }
    await delay(GATHERED_MS)

    // How it counts: of the messages that say the same, the last is the one; those before it are repeats, which only a
    // message may be whose answer the killed process may not have heard.
    const messages = hosts.flatMap(({ name }) => told(name))
    const repeats = messages.flatMap((same) => same.slice(0, -1))
    console.log(`${repeats.length} of ${messages.length} messages came again after a kill`)
    expect(messages).toHaveLength(2 * INCIDENTS)
    expect(repeats.filter((sent) => !unheard(sent, killed))).toEqual([])
    await Promise.all(hosts.map((host) => host.retire()))
  },
  30 * 60_000,
)

test(
  'an agent that is stopped is down once, and back once when it is started again',
  async () => {
    await session.logIn()
    await onlyRule('Host down')
    const name = 'comes-and-goes.'
    const down = () => bot.lines(`FIRING (critical): Host down on ${name}`)
    const back = () => bot.lines(`RESOLVED: Host down on ${name}`)
    // One that goes on: where all fall silent it is the platform that is taken not to hear.
    const other = await PostingHost.enrol('stays.')
    agent = await RealAgent.install(session, name)
    const host = await until('the agent to have enrolled', 60_000, async () =>
      (await session.hosts()).find((each) => each.name === name),
    ).catch((failure: unknown) => {
      throw new Error(`${failure}\nThe agent said:\n${agent?.output}`)
    })
    const newest = async () =>
      (await session.json<{ timestamp: number | null }>('GET', `/api/v1/hosts/${host.id}/latest`)).timestamp
    await until('its samples', 60_000, async () => (await newest()) !== null && other.taken > 5)

    await agent.stop()
    await until('it to be down', 180_000, () => down().length > 0)
    agent.start()
    await until('it to be back', 60_000, () => back().length > 0)

    await delay(GATHERED_MS)
    expect([down().length, back().length]).toEqual([1, 1])
    const [only, ...more] = (await incidents()).incidents.filter((each) => each.host_name === name)
    expect(more).toEqual([])
    expect(only && (await deliveries(only))).toEqual(['firing sent', 'resolved sent'])
    expect(bot.lines('FIRING (critical): Host down on stays.')).toEqual([])
    await agent.stop()
    await remove(host.id)
    await other.retire()
  },
  10 * 60_000,
)

test(
  'the platform stops and starts with 200 hosts: none is reported down',
  async () => {
    await session.logIn()
    const hosts = await PostingHost.enrolAll(Array.from({ length: 200 }, (_, i) => `many-${i}.`))
    const falling = await PostingHost.enrol('falls-silent.')
    const all = [...hosts, falling]
    await until('all to send', 60_000, () => all.every(({ taken }) => taken > 3), 500)
    const { port } = platform
    await platform.stop()
    await delay(20_000)
    platform = await up(port)
    for (const host of all) host.become(0.2)
    await until('all to send again', 60_000, () => all.every(({ taken }) => taken > 0), 500)

    // Who is silent from now on is reported, and so would be whoever was missed before.
    await falling.stop()
    await until('that one to be down', 240_000, () => bot.lines('FIRING (critical): Host down on falls').length > 0)
    await delay(GATHERED_MS)
    expect(bot.lines('FIRING (critical): Host down on many-')).toEqual([])
    expect((await incidents()).incidents.filter((each) => each.host_name.startsWith('many-'))).toEqual([])
    await Promise.all(all.map((host) => host.stop()))
  },
  15 * 60_000,
)
