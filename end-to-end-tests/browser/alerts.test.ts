import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Session } from '../src/api'
import { BotApi } from '../src/bot-api'
import { Browser, inspect, logIn, looks, show } from '../src/browser'
import { freshDataFolder, Platform } from '../src/platform'
import { SimulatedAgent } from '../src/simulated-agent'

const CHAT = 42
const CALM = 0.1
const BUSY = 0.85

let bot: BotApi
let platform: Platform
let browser: Browser
let page: Page
let agent: SimulatedAgent
let sending: ReturnType<typeof setInterval>
let cpu = CALM

beforeAll(async () => {
  bot = await BotApi.start()
  platform = await Platform.up({ data: await freshDataFolder(), args: ['--no-agent'], env: bot.environment })
  const session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  agent = await SimulatedAgent.enrol(platform.url, await session.enrolmentCode('web-1'), 'web-1')
  const began = Date.now()
  sending = setInterval(() => {
    const timestamp = Date.now()
    const metrics = {
      'system.uptime': (timestamp - began) / 1000,
      'system.cpu.utilization.total': cpu,
      'system.cpu.utilization{cpu.mode=user}': cpu,
      'system.cpu.utilization{cpu.mode=idle}': 1 - cpu,
    }
    // A sample that is lost is not what this is about.
    agent.post({ schema: 1, timestamp, metrics }).catch(() => {})
  }, 1_000)

  browser = await Browser.open()
  page = await browser.context.newPage()
  await show(page, looks[0])
  await logIn(page, platform.url)
})

afterAll(async () => {
  clearInterval(sending)
  await browser?.close()
  await platform?.remove()
  await bot?.close()
})

const open = () => page.getByRole('region', { name: 'Open' })
const rules = () => page.getByRole('region', { name: 'Rules' })
const dialog = () => page.getByRole('dialog')

describe('alerts', () => {
  test('are offered on the list of hosts while nobody is told', async () => {
    await page.getByRole('region', { name: 'Be told' }).getByRole('button', { name: 'Link Telegram' }).waitFor()
    expect(await inspect(page, 'hosts-offer')).toEqual([])
  })

  test('begin calm, with rules and nobody who is told', async () => {
    await page.getByRole('link', { name: 'Alerts' }).click()
    await open().getByText('Nothing is wrong.').waitFor()
    await open().getByText('4 rules watch.').waitFor()
    await page.getByText('Nobody is told yet.').waitFor()
    expect(await inspect(page, 'alerts-calm')).toEqual([])
  })

  test('go to a Telegram chat that links itself by the code', async () => {
    await page.getByRole('button', { name: 'Add channel' }).click()
    const start = dialog().getByText(/^\/start /)
    await start.waitFor()
    expect(await dialog().getByRole('link', { name: 'Open Telegram' }).getAttribute('href')).toMatch(
      /^https:\/\/t\.me\/test_bot\?start=/,
    )
    expect(await inspect(page, 'alerts-telegram')).toEqual([])
    bot.write(CHAT, (await start.textContent()) ?? '')
    await dialog().getByText('Linked: Ada').waitFor()
    await dialog().getByRole('button', { name: 'Send a test' }).click()
    await dialog().getByText('The test arrived').waitFor()
    expect(bot.sent.at(-1)?.chat).toBe(`${CHAT}`)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Telegram Ada, change' }).waitFor()
  })

  test('follow a rule that is made here, which says first what it would have done', async () => {
    await page.getByRole('button', { name: 'Add rule' }).click()
    await dialog().getByLabel('Threshold').fill('NaN')
    await dialog().getByRole('button', { name: 'Add rule' }).click()
    await dialog().getByText('A number, such as').waitFor()
    await dialog().getByLabel('Threshold').fill('50')
    await dialog().getByText('Not above 50%').waitFor()
    await dialog().getByLabel('Over at').fill('40')
    await dialog().getByLabel('For', { exact: true }).selectOption({ label: 'at once' })
    await dialog().getByLabel('Severity').selectOption({ label: 'Critical' })
    await dialog().getByLabel('Name').fill('More than half')
    await dialog().getByText('Would not have fired last week.').waitFor()
    expect(await inspect(page, 'alerts-rule')).toEqual([])
    await dialog().getByRole('button', { name: 'Add rule' }).click()
    await dialog().waitFor({ state: 'detached' })
    await rules().getByText('CPU used above 50%, over at 40%').waitFor()
  })

  test('appear by themselves, say who was told, and are acknowledged', async () => {
    cpu = BUSY
    const row = open().getByRole('listitem')
    await row.waitFor()
    await expect.poll(() => row.textContent()).toContain('web-1 CriticalCPU used 85.0%, above 50%')
    await expect.poll(() => row.textContent()).toMatch(/Telegram Ada after \d+\.\d s/)
    expect(bot.lines('FIRING (critical): More than half on web-1')).toHaveLength(1)
    await expect.poll(() => page.getByRole('link', { name: 'Alerts' }).textContent()).toContain('1 open incident')
    await expect.poll(() => rules().getByText('open on 1 host').count()).toBe(1)
    await row.getByRole('button', { name: 'Acknowledge' }).click()
    await row.getByText('acknowledged here').waitFor()
    expect(await inspect(page, 'alerts-open')).toEqual([])
  })

  test("are marked on the host's charts", async () => {
    await open().getByRole('link', { name: 'web-1' }).click()
    const marks = page.getByRole('list', { name: 'Incidents of this time' })
    await expect.poll(() => marks.textContent()).toContain('Critical CPU used above 50%')
    // The strip above a chart is the place to ask it what was.
    const plot = page.getByRole('region', { name: 'CPU', exact: true }).locator('.u-over')
    await plot.waitFor()
    await expect
      .poll(async () => {
        const box = await plot.boundingBox()
        if (!box) return ''
        await page.mouse.move(box.x + box.width - 12, box.y + 30)
        await page.mouse.move(box.x + box.width - 8, box.y + 4)
        return page.locator('[role=tooltip]').textContent()
      })
      .toContain('Critical: CPU used above 50%')
    await page.mouse.move(0, 0)
    expect(await inspect(page, 'host-incident')).toEqual([])
    await page.goBack()
  })

  test('are silent in a planned time', async () => {
    await page.getByRole('button', { name: 'Plan' }).click()
    await dialog().getByLabel('What for').fill('Updates')
    await dialog().getByLabel('On', { exact: true }).selectOption({ label: 'one host' })
    await dialog().getByLabel('Host', { exact: true }).selectOption({ label: 'web-1' })
    expect(await inspect(page, 'alerts-plan')).toEqual([])
    await dialog().getByRole('button', { name: 'Plan it' }).click()
    const maintenance = page.getByRole('region', { name: 'Maintenance' })
    await maintenance.getByText('Updates', { exact: true }).waitFor()
    await maintenance.getByRole('button', { name: 'End now' }).click()
    await maintenance.getByText('None planned').waitFor()
  })

  test('are over when the rule is paused, and the history knows why', async () => {
    await rules().getByRole('switch', { name: 'More than half' }).click()
    await open().getByText('Nothing is wrong.').waitFor()
    const history = page.getByRole('region', { name: 'History' })
    await history.getByRole('rowheader', { name: 'web-1' }).waitFor()
    await expect.poll(() => bot.lines('RESOLVED: More than half on web-1').length).toBe(1)
    await history.getByRole('button', { name: 'once' }).click()
    await history.getByText('the rule was paused, changed or deleted').waitFor()
    await history.getByText(/resolved: Telegram Ada after/).waitFor()
    expect(await inspect(page, 'alerts-history')).toEqual([])

    await page.getByRole('link', { name: 'Hosts' }).click()
    await page.locator('tr[data-state]').waitFor()
    expect(await page.getByRole('region', { name: 'Be told' }).count()).toBe(0)
  })
})
