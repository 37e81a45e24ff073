import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { account, Session } from '../src/api'
import { Browser, inspect, logIn, looks, show } from '../src/browser'
import { freshDataFolder, Platform } from '../src/platform'
import { until } from '../src/wait'

let platform: Platform
let browser: Browser
let page: Page

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
  await browser?.close()
  await platform?.remove()
})

const copied = () => page.evaluate(() => navigator.clipboard.readText())
const rowOf = (name: string) => page.getByRole('row').filter({ hasText: name })
const settings = (name: string) => page.goto(`${platform.url}/settings/${name}`)

describe('API tokens', () => {
  test('are made, used for what they are for and nothing else, and revoked', async () => {
    await settings('tokens')
    await page.getByRole('textbox', { name: 'Name' }).fill('nightly report')
    await page.getByRole('checkbox', { name: /history:read/ }).uncheck()
    await page.getByRole('button', { name: 'Create token' }).click()
    await page.getByRole('button', { name: 'Copy' }).first().click()
    const token = await copied()
    expect(token).toMatch(/^smp_/)
    expect(await inspect(page, 'settings-tokens')).toEqual([])

    const ask = (path: string) =>
      fetch(platform.url + path, { headers: { authorization: `Bearer ${token}` } }).then(({ status }) => status)
    expect(await ask('/api/v1/hosts')).toBe(200)
    expect(await ask('/api/v1/account')).toBe(403)
    await page.reload()
    await expect.poll(() => rowOf('nightly report').textContent()).toContain('hosts:read')
    expect(await page.getByText(token).count()).toBe(0)

    await rowOf('nightly report').getByRole('button', { name: 'Revoke' }).click()
    await rowOf('nightly report').getByRole('button', { name: 'Revoke it' }).click()
    await expect.poll(() => rowOf('nightly report').count()).toBe(0)
    await until('the token to be refused', 5_000, async () => (await ask('/api/v1/hosts')) === 401)
  })
})

describe('an account', () => {
  test('is made by an invitation, and sees no host of others', async () => {
    await settings('invitations')
    await page.getByRole('button', { name: 'Make a link' }).click()
    await page.getByRole('button', { name: 'Copy' }).click()
    const link = await copied()
    expect(await inspect(page, 'settings-invitations')).toEqual([])

    const guest = await Browser.open()
    try {
      const theirs = await guest.context.newPage()
      await theirs.goto(link)
      await theirs.getByLabel('Your name').fill('Ben')
      await theirs.getByLabel('E-mail').fill('ben@example.org')
      await theirs.getByRole('textbox', { name: 'Password' }).fill('another horse battery')
      expect(await inspect(theirs, 'register')).toEqual([])
      await theirs.getByRole('button', { name: 'Create account' }).click()
      await theirs.getByRole('heading', { name: 'No host yet' }).waitFor()
      // A link is good once.
      await theirs.context().clearCookies()
      await theirs.goto('about:blank')
      await theirs.goto(link)
      await theirs.getByLabel('Your name').fill('Cleo')
      await theirs.getByLabel('E-mail').fill('cleo@example.org')
      await theirs.getByRole('textbox', { name: 'Password' }).fill('another horse battery')
      await theirs.getByRole('button', { name: 'Create account' }).click()
      await theirs.getByRole('alert').waitFor()
    } finally {
      await guest.close()
    }
  })

  test('changes its password, which is the only one then', async () => {
    await settings('account')
    const panel = page.getByRole('region', { name: 'Password' })
    await panel.getByRole('textbox', { name: 'Current password' }).fill(account.password)
    await panel.getByRole('textbox', { name: 'New password' }).fill('quite another one')
    await panel.getByRole('button', { name: 'Change password' }).click()
    await panel.getByText('Changed').waitFor()
    expect(await inspect(page, 'settings-account')).toEqual([])
    const session = new Session(platform.url)
    await expect(session.logIn()).rejects.toThrow('401')
  })

  test('sees in the audit log what was done', async () => {
    await settings('audit')
    for (const words of ['Password changed', 'Invitation used', 'API token revoked', 'Logged in']) {
      await rowOf(words).first().waitFor()
    }
    expect(await inspect(page, 'settings-audit')).toEqual([])
  })

  test('logs out everywhere', async () => {
    await settings('account')
    await page.getByRole('button', { name: 'Log out everywhere' }).click()
    await page.getByRole('button', { name: 'Log out everywhere' }).click()
    await page.getByRole('button', { name: 'Log in' }).waitFor()
    await logIn(page, platform.url, 'quite another one')
  })
})
