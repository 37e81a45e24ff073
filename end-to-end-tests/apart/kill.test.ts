import { availableParallelism, loadavg } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Session } from '../src/api'
import { BotApi } from '../src/bot-api'
import { HotHosts } from '../src/hot-hosts'
import { pidOf, services, wellShared } from '../src/instances'
import { apart, freshDataFolder, Platform, removeData } from '../src/platform'
import { holders } from '../src/processes'
import { SteadyLoad } from '../src/steady-load'
import { onceStored } from '../src/stored'
import { until } from '../src/wait'

const minutes = 60_000
/** The short form is part of every run, on whichever wiring; the whole one is `./statusmonitor test faults --apart`. */
const whole = apart > 0
const hosts = whole ? 500 : 10
const instances = whole ? apart : 1
/** Of the services that hold a share of the work, the other one too: what the first does first is not done by it. */
const others = ['ingestion-service-2', 'history-service-2', 'alert-service-2']
const victims = whole
  ? [...services.map((service) => `${service}-1`), ...others, 'kafka', 'postgresql', 'influxdb', 'redis']
  : ['kafka']
/** Some of them are of each alert-service's share. */
const HOT = 8
const CHAT = 4712

let data: string
let bot: BotApi
let platform: Platform
let session: Session
let load: SteadyLoad
let hot: HotHosts
const recovered: string[][] = []

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
  hot = await HotHosts.enrol(session, bot, HOT)
  load = await SteadyLoad.start(session, hosts)
}, 10 * minutes)

afterAll(async () => {
  await hot?.stop()
  await load?.stop()
  await platform?.remove()
  await bot?.close()
  await removeData(data)
}, 5 * minutes)

test(
  'every process runs, and doctor is content',
  async () => {
    await wellShared(platform.port, instances, 2 * minutes)
    for (const service of services) {
      for (let number = 1; number <= instances; number++) {
        expect(await pidOf(data, `${service}-${number}`)).toBeGreaterThan(1)
      }
    }
  },
  3 * minutes,
)

test('hosts that are too hot are told of once', async () => {
  hot.heat()
  await hot.toldOnce('FIRING (warning)', 0, HOT, minutes)
})

test.for(victims)(
  'kill -9 of %s under load: started again, and all is well',
  { timeout: 7 * minutes },
  async (name) => {
    const before = load.total
    await until('some load', minutes, () => load.total > before + hosts)
    const pid = await pidOf(data, name)
    process.kill(pid, 'SIGKILL')
    const killed = Date.now()
    const since = () => `${((Date.now() - killed) / 1000).toFixed(1)} s`

    const taken = until("every host's samples to be taken", 3 * minutes, () => load.oldest > killed).then(since)
    const again = await until('another process', 2 * minutes, async () => {
      const now = await pidOf(data, name).catch(() => pid)
      return now !== pid
    }).then(since)
    await wellShared(platform.port, instances, 3 * minutes)
    const well = since()
    recovered.push([name, again, await taken, well])
    expect(Math.max(...hot.told('FIRING (warning)'))).toBe(1)
  },
)

test(
  'what was acknowledged is in the history, once and as it was sent; nobody was told twice',
  async () => {
    hot.cool()
    await load.stop()
    await session.logIn()
    const faults = await onceStored(() => load.faults(session), 2 * minutes)
    await hot.toldOnce('RESOLVED', 0, HOT, minutes)

    console.log(
      [
        `${load.total} samples of ${hosts} hosts, ${instances} of each service, ${availableParallelism()} processors, load ${loadavg()[1]?.toFixed(1)}; after a kill -9:`,
        ...[['', 'started again', 'all samples taken', 'all well'], ...recovered].map(
          ([name = '', ...times]) => `  ${name.padEnd(20)}${times.map((time) => time.padStart(19)).join('')}`,
        ),
      ].join('\n'),
    )
    expect(faults).toEqual({ missing: 0, wrong: 0, strange: 0 })
    expect(hot.told('FIRING (warning)')).toEqual(Array.from({ length: HOT }, () => 1))
  },
  6 * minutes,
)

test('Ctrl-C ends all of it, cleanly and with nothing left behind', async () => {
  await hot.stop()
  expect(await platform.stop()).toBe(0)
  expect(await holders(data)).toEqual([])
})
