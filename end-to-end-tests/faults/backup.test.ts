import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Session } from '../src/api'
import { ailing } from '../src/doctor'
import { Load } from '../src/load'
import { freshDataFolder, Platform, removeData, run } from '../src/platform'
import { until } from '../src/wait'

const METRIC = 'system.cpu.utilization.total'

let data: string
let folder: string
let backup: string
let platform: Platform | undefined

beforeAll(async () => {
  data = await freshDataFolder()
  folder = await mkdtemp(join(tmpdir(), 'statusmonitor-backup-'))
  backup = join(folder, 'monday.zip')
})

afterAll(async () => {
  await platform?.remove()
  await removeData(data)
  await rm(folder, { recursive: true, force: true })
})

async function up(port?: number): Promise<Platform> {
  return Platform.up({
    data,
    ...(port !== undefined && { port }),
    args: ['--no-agent'],
    env: {
      STATUSMONITOR_INGESTION_RECEIVE_SAMPLESPERMINUTE: '12000',
      STATUSMONITOR_INGESTION_RECEIVE_REQUESTSPERSECOND: '100',
    },
  })
}

const rules = (session: Session) =>
  session
    .json<{ rules: { name: string; threshold: number }[] }>('GET', '/api/v1/alerts/rules')
    .then(({ rules: all }) => all.map(({ name, threshold }) => ({ name, threshold })))

test('what is backed up while samples come, and lost, is all there again', async () => {
  platform = await up()
  const session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  await session.json('POST', '/api/v1/alerts/rules', { name: 'hot', metric: METRIC, threshold: 0.93 })
  const load = await Load.start(session, 2)
  await until('an hour of samples', 60_000, () => load.acknowledged.every((count) => count >= 4000))

  const before = [...load.acknowledged]
  const made = await run('backup', backup, '--data', data)
  const meanwhile = load.total - before.reduce((sum, count) => sum + count, 0)
  await load.stop()

  expect(made.code, made.output).toBe(0)
  expect(made.output).toMatch(/goes on meanwhile/)
  expect((await stat(backup)).mode & 0o777).toBe(0o600)
  expect(meanwhile).toBeGreaterThan(0)
  const hosts = (await session.hosts()).map(({ id }) => id).sort()
  expect(hosts).toHaveLength(2)
  const known = await rules(session)
  const { port } = platform
  await platform.kill()
  await removeData(data)

  const restored = await run('restore', backup, '--data', data)
  expect(restored.code, restored.output).toBe(0)
  platform = await up(port)

  const again = new Session(platform.url)
  await again.logIn()
  expect((await again.hosts()).map(({ id }) => id).sort()).toEqual(hosts)
  expect(await rules(again)).toEqual(known)
  // What was acknowledged before it began; what came later need not be in it, and what came twice would be wrong.
  load.acknowledged.splice(0, before.length, ...before)
  await until('the history', 60_000, async () => (await load.faults(again)).missing === 0)
  expect(await load.faults(again)).toEqual({ missing: 0, wrong: 0, repeated: 0 })
  await until('the hours', 60_000, async () => (await load.windowFaults(again, '1h')).wrong === 0)
  // Its hosts are known to it, so their agents go on as if nothing had been.
  const [agent] = load.agents
  if (agent === undefined) throw new Error('no agent')
  await until('the host to be taken', 30_000, async () => {
    await agent.renewToken()
    return (await agent.post({ schema: 1, timestamp: Date.now(), metrics: { [METRIC]: 0.5 } })).status === 202
  })
  await expect.poll(() => ailing(port), { timeout: 60_000 }).toEqual([])
}, 240_000)

test('one of a platform that does not run has what the history had not taken yet', async () => {
  if (platform === undefined) throw new Error('the first test has to have left one')
  const session = new Session(platform.url)
  await session.logIn()
  const load = await Load.start(session, 2)
  await until('samples', 30_000, () => load.acknowledged.every((count) => count >= 500))
  await platform.kill()
  const stopped = load.stop()
  const still = join(folder, 'still.zip')

  const made = await run('backup', still, '--data', data)

  expect(made.code, made.output).toBe(0)
  expect(made.output).toMatch(/no platform uses/)
  await removeData(data)
  expect((await run('restore', still, '--data', data)).code).toBe(0)
  platform = await up(platform.port)
  await stopped
  const again = new Session(platform.url)
  await again.logIn()
  await until('the history', 60_000, async () => (await load.faults(again)).missing === 0)
  expect(await load.faults(again)).toEqual({ missing: 0, wrong: 0, repeated: 0 })
})

test('a restore refuses what it should, in a sentence, and changes nothing', async () => {
  if (platform === undefined) throw new Error('the first test has to have left one')
  const refusals: [RegExp, string[]][] = [
    [/not empty.*--replace/s, [backup, '--data', data]],
    [/in use by another StatusMonitor/, [backup, '--data', data, '--replace']],
    [/There is no /, [join(folder, 'nothing.zip'), '--data', join(folder, 'new')]],
  ]
  const whole = await readFile(backup)
  const damaged = async (name: string, bytes: Buffer) => {
    await writeFile(join(folder, name), bytes)
    return [join(folder, name), '--data', join(folder, 'new')]
  }
  const flipped = Buffer.from(whole)
  const middle = Math.floor(whole.length / 2)
  randomBytes(64).copy(flipped, middle)
  refusals.push(
    [/not whole|damaged/, await damaged('short.zip', whole.subarray(0, middle))],
    [/damaged/, await damaged('flipped.zip', flipped)],
    [/no backup/, await damaged('other.zip', Buffer.from('something else'))],
  )
  for (const [sentence, args] of refusals) {
    const ended = await run('restore', ...args)
    expect(ended.code, ended.output).toBe(1)
    expect(ended.output).toMatch(sentence)
    expect(ended.output).not.toMatch(/Exception|^\s+at /m)
  }
  expect((await fetch(`${platform.url}/livez`)).status).toBe(200)
  expect((await run('backup', backup, '--data', data)).output).toMatch(/is there already/)
  expect((await run('backup', join(data, 'inside.zip'), '--data', data)).output).toMatch(/in the data folder/)
  // What was not restored left nothing that would start.
  expect((await run('restore', backup, '--data', join(folder, 'new'))).code).toBe(0)
})
