import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Session } from '../src/api'
import { BotApi } from '../src/bot-api'
import { doctor } from '../src/doctor'
import { apart, freshDataFolder, Platform, removeData } from '../src/platform'
import { holders } from '../src/processes'
import { SimulatedAgent } from '../src/simulated-agent'
import { SteadyLoad } from '../src/steady-load'
import { until } from '../src/wait'

const minutes = 60_000
/** The short form is part of every run, on whichever wiring; the whole one is `./statusmonitor test faults --apart`. */
const whole = apart > 0
const hosts = whole ? 500 : 10
const instances = whole ? apart : 1
const services = ['auth-service', 'ingestion-service', 'history-service', 'alert-service', 'websocket-gateway']
const victims = whole
  ? [...services.map((service) => `${service}-1`), 'kafka', 'postgresql', 'influxdb', 'redis']
  : ['kafka']
const CHAT = 4712

let data: string
let bot: BotApi
let platform: Platform
let session: Session
let load: SteadyLoad
let hot: SimulatedAgent
let heating = true
let heated: Promise<void>
const recovered: [string, string][] = []

beforeAll(async () => {
  data = await freshDataFolder()
  bot = await BotApi.start()
  platform = await Platform.up({
    data,
    args: [...(whole ? [] : ['--apart']), '--no-agent'],
    env: bot.environment,
  })
  session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  const { code } = await session.json<{ code: string }>('POST', '/api/v1/alerts/telegram/link')
  bot.write(CHAT, `/start ${code}`)
  await until('the chat to be linked', 30_000, () => bot.sent.some(({ text }) => text.includes('will come here')))
  hot = await SimulatedAgent.enrol(platform.url, await session.enrolmentCode('hot'), 'hot')
  heated = heat()
  load = await SteadyLoad.start(session, hosts)
}, 10 * minutes)

afterAll(async () => {
  heating = false
  await heated
  await load?.stop()
  await platform?.remove()
  await bot?.close()
  await removeData(data)
}, 5 * minutes)

/** A host that is too hot all the time: one incident, whatever dies. */
async function heat(): Promise<void> {
  while (heating) {
    const metrics = { 'system.cpu.utilization.total': 0.99 }
    await hot.post({ schema: 1, timestamp: Date.now(), metrics }).catch(() => undefined)
    await delay(1000)
  }
}

function told(): number {
  return bot.sent.filter(({ text }) => text.includes('too hot on hot')).length
}

async function pidOf(name: string): Promise<number> {
  const file = name === 'redis' ? join(data, 'redis/redis.pid') : join(data, 'pids', `${name}.pid`)
  return Number((await readFile(file, 'utf8')).split(' ')[0])
}

test('every process runs, and doctor is content', async () => {
  await until('doctor to be content', 60_000, async () => (await doctor(platform.port)).code === 0, 1000).catch(
    async (failure: unknown) => {
      throw new Error(`${failure}\n${(await doctor(platform.port)).output}`)
    },
  )
  for (const service of services) {
    for (let number = 1; number <= instances; number++) {
      expect(await pidOf(`${service}-${number}`)).toBeGreaterThan(1)
    }
  }
})

test('a host that is too hot is told of once', async () => {
  // Those that are there from the start would tell of it as well, and of hosts that an outage makes silent.
  const { rules } = await session.json<{ rules: { id: string }[] }>('GET', '/api/v1/alerts/rules')
  for (const { id } of rules) await session.json('PATCH', `/api/v1/alerts/rules/${id}`, { paused: true })
  await session.json('POST', '/api/v1/alerts/rules', {
    name: 'too hot',
    metric: 'system.cpu.utilization.total',
    threshold: 0.98,
  })
  await until('the message', minutes, () => told() >= 1)
})

test.for(victims)(
  'kill -9 of %s under load: started again, and all is well',
  async (name) => {
    const before = load.total
    await until('some load', minutes, () => load.total > before + hosts)
    const pid = await pidOf(name)
    process.kill(pid, 'SIGKILL')
    const killed = Date.now()

    await until('another process', 2 * minutes, async () => {
      const now = await pidOf(name).catch(() => pid)
      return now !== pid
    })
    await until('doctor to be content', 3 * minutes, async () => (await doctor(platform.port)).code === 0, 500).catch(
      async (failure: unknown) => {
        throw new Error(`${failure}\n${(await doctor(platform.port)).output}`)
      },
    )
    recovered.push([name, `${((Date.now() - killed) / 1000).toFixed(1)} s`])
    await until('samples to be taken', minutes, () => load.newest > killed + 1000)
  },
  6 * minutes,
)

test(
  'what was acknowledged is in the history, once and as it was sent; nobody was told twice',
  async () => {
    await load.stop()
    await session.logIn()
    const faults = await until(
      'the history to have taken all in',
      2 * minutes,
      async () => {
        const found = await load.faults(session)
        return found.missing === 0 ? found : undefined
      },
      2_000,
    ).catch(() => load.faults(session))
    console.log(`${load.total} samples of ${hosts} hosts, ${instances} of each service; well again after kill -9:`)
    for (const [name, time] of recovered) console.log(`  ${name.padEnd(24)} ${time}`)

    expect(faults).toEqual({ missing: 0, wrong: 0, strange: 0 })
    expect(told()).toBe(1)
  },
  6 * minutes,
)

test('Ctrl-C ends all of it, cleanly and with nothing left behind', async () => {
  heating = false
  await heated
  expect(await platform.stop()).toBe(0)
  expect(await holders(data)).toEqual([])
})
