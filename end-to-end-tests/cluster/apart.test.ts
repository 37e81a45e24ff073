import { afterAll, beforeAll, expect, test } from 'vitest'
import { Session } from '../src/api'
import { pidOf, wellShared } from '../src/instances'
import { freshDataFolder, Platform, removeData } from '../src/platform'
import { holders } from '../src/processes'
import { SteadyLoad } from '../src/steady-load'
import { onceStored } from '../src/stored'
import { until } from '../src/wait'

/*
 * Services apart whose history is in a node of Cassandra, as `up --apart --store cassandra` starts it: what agents send
 * is stored and read, also when the node is killed, and there still after everything was stopped.
 */

const minutes = 60_000
const HOSTS = 10
const args = ['--apart', '--store', 'cassandra', '--no-agent']

let data: string
let platform: Platform
let session: Session
let load: SteadyLoad

beforeAll(async () => {
  data = await freshDataFolder()
  platform = await Platform.up({ data, args })
  session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  load = await SteadyLoad.start(session, HOSTS)
}, 10 * minutes)

afterAll(async () => {
  await load?.stop()
  await platform?.remove()
  await removeData(data)
}, 5 * minutes)

test('doctor is content', () => wellShared(platform.port, 1, 3 * minutes), 4 * minutes)

test(
  'kill -9 of Cassandra under load: started again, and what was acknowledged is there, once and as it was sent',
  async () => {
    const before = load.total
    await until('some load', minutes, () => load.total > before + 10 * HOSTS)
    const pid = await pidOf(data, 'cassandra')
    process.kill(pid, 'SIGKILL')
    const killed = Date.now()
    const since = () => `${((Date.now() - killed) / 1000).toFixed(1)} s`
    await until('samples to be taken meanwhile', minutes, () => load.oldest > killed)
    const taken = since()
    await until('another process', 2 * minutes, async () => {
      const now = await pidOf(data, 'cassandra').catch(() => pid)
      return now !== pid
    })
    const again = since()
    await wellShared(platform.port, 1, 4 * minutes)
    console.log(`cassandra killed: samples taken ${taken}, started again ${again}, all well ${since()}`)
    await load.stop()
    await session.logIn()
    const faults = await onceStored(() => load.faults(session), 2 * minutes)
    expect(faults).toEqual({ missing: 0, wrong: 0, strange: 0 })
  },
  10 * minutes,
)

test(
  'after a stop, which leaves nothing behind, the same history is read',
  async () => {
    expect(await platform.stop()).toBe(0)
    expect(await holders(data)).toEqual([])
    platform = await Platform.up({ data, port: platform.port, args })
    await session.logIn()
    const faults = await onceStored(() => load.faults(session), minutes)
    expect(faults).toEqual({ missing: 0, wrong: 0, strange: 0 })
  },
  10 * minutes,
)
