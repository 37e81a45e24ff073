import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Session } from '../src/api'
import { Browser, inspect, logIn, looks, show } from '../src/browser'
import { freshDataFolder, Platform } from '../src/platform'
import { until } from '../src/wait'

let platform: Platform
let browser: Browser
let page: Page
/** Where the second agent of this machine is at home, so that its identity is another one's. */
const homes: string[] = []
let agent: ChildProcess | undefined
let said = ''

beforeAll(async () => {
  platform = await Platform.up({ data: await freshDataFolder() })
  await new Session(platform.url).setUp(platform.setupLink)
  browser = await Browser.open()
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: platform.url })
  page = await browser.context.newPage()
  await show(page, looks[0])
  await logIn(page, platform.url)
})

afterAll(async () => {
  stop('SIGKILL')
  await browser?.close()
  await platform?.remove()
  for (const home of homes) await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

/** Runs a command as a person would who has just pasted it, in a home of its own. */
async function run(command: string) {
  const home = await mkdtemp(join(tmpdir(), 'statusmonitor-second-agent-'))
  homes.push(home)
  agent = spawn('/bin/sh', ['-c', command], {
    cwd: home,
    detached: true,
    // Without it the command would install a service of this machine.
    env: { ...process.env, STATUSMONITOR_HOME: join(home, 'agent') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [agent.stdout, agent.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
}

/** Ends the second agent and what the command started beside it. */
function stop(signal: NodeJS.Signals) {
  if (agent?.pid === undefined || agent.exitCode !== null) return
  try {
    process.kill(-agent.pid, signal)
  } catch {
    // It has ended by itself.
  }
}

const copied = () => page.evaluate(() => navigator.clipboard.readText())
const rowOf = (name: string) => page.getByRole('row').filter({ hasText: name })
const settings = (name: string) => page.goto(`${platform.url}/settings/${name}`)

describe('a second agent on this machine', () => {
  test('is added by the copied command, and one watches it arrive', async () => {
    await page.getByRole('button', { name: 'Add host' }).click()
    await page.getByText('Good on this machine only').waitFor()
    await page.getByText('Waiting for the host').waitFor()
    expect(await inspect(page, 'add-host-waiting')).toEqual([])
    await page.getByRole('tab', { name: 'Linux' }).click()
    await page.getByRole('button', { name: 'Copy' }).click()
    const command = await copied()
    expect(command).toContain('/agent/install.sh')

    await run(command)
    await expect
      .poll(() => page.getByRole('dialog').textContent(), {
        timeout: 90_000,
        message: `what the command said: ${said}`,
      })
      .toMatch(/samples? so far/)
    await expect.poll(() => page.getByRole('dialog').locator('[data-cell=cpu]').textContent()).toMatch(/%$/)
    expect(await inspect(page, 'add-host-arrived')).toEqual([])
    await page.getByRole('link', { name: 'Open host' }).click()
    await page.locator('.uplot canvas').first().waitFor()
  })

  test('is renamed and found by its tag', async () => {
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Name and tags' }).click()
    await page.getByLabel('Name', { exact: true }).fill('second')
    await page.getByLabel('Tags', { exact: true }).fill('spare')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: /second/ }).waitFor()
    await settings('hosts')
    await expect.poll(() => rowOf('second').textContent()).toContain('spare')
    expect(await inspect(page, 'settings-hosts')).toEqual([])
  })

  test('is revoked, refused within a second, and says so in its log', async () => {
    await rowOf('second').getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Revoke' }).click()
    const before = said.length
    await page.getByRole('button', { name: 'Revoke host' }).click()
    await expect.poll(() => rowOf('second').textContent()).toContain('revoked')
    const began = performance.now()
    await until('the agent to say that it is refused', 15_000, () => /revoked/i.test(said.slice(before)), 20)
    console.log(`the revoked agent said so ${((performance.now() - began) / 1000).toFixed(1)} s after the page did`)
  })

  test('comes back with a new key when it is enrolled again', async () => {
    stop('SIGTERM')
    await rowOf('second').getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Enrol again' }).click()
    await page.getByText('Waiting for the host').waitFor()
    await page.getByRole('button', { name: 'Copy' }).click()
    await run(await copied())
    await expect
      .poll(() => page.getByRole('dialog').textContent(), {
        timeout: 90_000,
        message: `what the command said: ${said}`,
      })
      .toMatch(/samples so far/)
    await page.getByRole('button', { name: 'Close' }).first().click()
    await expect.poll(() => rowOf('second').textContent()).toContain('yes')
    // The same host, and no third one.
    expect(await page.locator('tbody tr').count()).toBe(2)
  })

  test('is deleted, and gone', async () => {
    await rowOf('second').getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Delete host' }).click()
    await page.getByRole('button', { name: 'Delete host' }).click()
    await expect.poll(() => rowOf('second').count()).toBe(0)
    stop('SIGTERM')
  })
})
