import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { doctor } from '../src/doctor'
import { type Ended, freePort, freshDataFolder, Platform, removeData, run } from '../src/platform'
import { holders } from '../src/processes'
import { until } from '../src/wait'

const folders: string[] = []
const platforms: Platform[] = []

async function folder(): Promise<string> {
  const made = await freshDataFolder()
  folders.push(made)
  return made
}

afterEach(async () => {
  for (const platform of platforms.splice(0)) await platform.remove()
  for (const made of folders.splice(0)) await removeData(made)
})

/** A sentence that says what to do, no stack trace, nothing left behind. */
async function refused(ended: Ended, data: string, sentence: RegExp) {
  expect(ended.code, ended.output).not.toBe(0)
  expect(ended.output).toMatch(sentence)
  expect(ended.output).not.toMatch(/^\s+at [\w.$/]+\(/m)
  expect(ended.output).not.toMatch(/\w+Exception/)
  expect(await holders(data)).toEqual([])
}

describe('what keeps it from starting is said in a sentence', () => {
  test('the port is taken', async () => {
    const data = await folder()
    const port = await freePort()
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await refused(await run('up', '--port', `${port}`, '--data', data), data, new RegExp(`port ${port}`, 'i'))
    } finally {
      server.close()
    }
  })

  test('another platform uses the data folder, and goes on', async () => {
    const data = await folder()
    const platform = await Platform.up({ data })
    platforms.push(platform)
    await until('all to be well', 30_000, async () => (await doctor(platform.port)).code === 0)

    const second = await run('up', '--port', `${await freePort()}`, '--data', data)

    expect(second.code).not.toBe(0)
    expect(second.output).toMatch(/in use|another/i)
    expect(second.output).not.toMatch(/^\s+at [\w.$/]+\(/m)
    expect((await fetch(`${platform.url}/livez`)).status).toBe(200)
    expect((await doctor(platform.port)).code).toBe(0)
  })

  test('a file stands where the data folder should', async () => {
    const data = await folder()
    const file = join(data, 'file')
    await writeFile(file, '')
    await refused(await run('up', '--port', `${await freePort()}`, '--data', file), data, new RegExp(file))
  })

  // Root may write anywhere, but not into what the kernel shows there.
  const readOnly = process.getuid?.() === 0 ? async () => '/proc/statusmonitor' : unwritable
  async function unwritable(): Promise<string> {
    const closed = join(await folder(), 'closed')
    await mkdir(closed)
    await chmod(closed, 0o500)
    return join(closed, 'data')
  }

  test('the data folder cannot be written', async () => {
    const data = await readOnly()
    await refused(await run('up', '--port', `${await freePort()}`, '--data', data), data, /writ|creat/i)
  })

  test('the data is damaged', async () => {
    const data = await folder()
    const platform = await Platform.up({ data, args: ['--no-agent'] })
    expect(await platform.stop()).toBe(0)
    const databases = (await readdir(data, { recursive: true })).filter((name) => /\.(db|sqlite)$/.test(name))
    expect(databases).not.toEqual([])
    for (const name of databases) await writeFile(join(data, name), 'not what was here before'.repeat(500))

    await refused(
      await run('up', '--port', `${await freePort()}`, '--data', data, '--no-agent'),
      data,
      new RegExp(databases.map((name) => name.split('/').at(-1)).join('|')),
    )
  })

  test('the JDK named is none', async () => {
    process.env.STATUSMONITOR_JAVA_HOME = '/nowhere'
    try {
      const data = await folder()
      await refused(await run('up', '--data', data), data, /JDK 25/)
    } finally {
      delete process.env.STATUSMONITOR_JAVA_HOME
    }
  })

  test('an unknown option, an unknown command', async () => {
    const data = await folder()
    await refused(await run('up', '--data', data, '--prot', '1'), data, /--prot/)
    await refused(await run('start'), data, /'start'.*up, test/s)
  })
})

test('doctor without a platform says that none answers', async () => {
  const ended = await doctor(await freePort())
  expect(ended.code).not.toBe(0)
  expect(ended.output).toMatch(/answer|reach|running/i)
  expect(ended.output).not.toMatch(/Exception/)
})
