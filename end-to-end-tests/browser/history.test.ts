import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Session } from '../src/api'
import { Browser, inspect, logIn, looks, show } from '../src/browser'
import { freshDataFolder, Platform } from '../src/platform'
import { type Sample, SimulatedAgent } from '../src/simulated-agent'

const CPU = 'system.cpu.utilization.total'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ALPHA = 0.25
const BETA = 0.75
const SPIKE = 0.95

let platform: Platform
let browser: Browser
let page: Page
let alpha: SimulatedAgent
let beta: SimulatedAgent
let now: number

beforeAll(async () => {
  platform = await Platform.up({ data: await freshDataFolder(), args: ['--no-agent'] })
  const session = new Session(platform.url)
  await session.setUp(platform.setupLink)
  alpha = await SimulatedAgent.enrol(platform.url, await session.enrolmentCode('alpha'), 'alpha')
  beta = await SimulatedAgent.enrol(platform.url, await session.enrolmentCode('beta'), 'beta')
  now = Math.floor(Date.now() / 1000) * 1000
  // A sample a minute over twenty hours, but for two of them; one minute of alpha's is extraordinary.
  const times = Array.from({ length: 1_200 }, (_, i) => now - (1_199 - i) * MINUTE)
  const newestBucket = Math.floor(now / (12 * HOUR)) * 12 * HOUR
  const spike = times.find((time) => time >= Math.max(newestBucket, now - 3 * HOUR)) as number
  await post(
    alpha,
    times.filter(isMeasured).map((time) => sample(time, time === spike ? SPIKE : ALPHA)),
  )
  await post(
    beta,
    times.filter(isMeasured).map((time) => sample(time, BETA)),
  )

  browser = await Browser.open()
  page = await browser.context.newPage()
  await show(page, looks[0])
  await logIn(page, platform.url)
})

afterAll(async () => {
  await browser?.close()
  await platform?.remove()
})

const isMeasured = (time: number) => time < now - 8 * HOUR || time > now - 6 * HOUR

const sample = (timestamp: number, cpu: number): Sample => ({
  schema: 1,
  timestamp,
  metrics: { [CPU]: cpu, 'system.memory.utilization': cpu / 2, 'system.uptime': 1_000 },
})

async function post(agent: SimulatedAgent, samples: Sample[]) {
  for (let first = 0; first < samples.length; first += 500) {
    const part = samples.slice(first, first + 500)
    const answer = await agent.post(part)
    expect(answer.status, await answer.clone().text()).toBe(202)
    expect(((await answer.json()) as { accepted: number }).accepted).toBe(part.length)
  }
}

/** A cell of the legend of a chart. */
const cell = (chart: string, name: string) =>
  page.getByRole('region', { name: chart, exact: true }).locator(`[data-cell="${name}"]`)

const shows = (chart: string, name: string, text: string) =>
  expect.poll(() => cell(chart, name).textContent(), { timeout: 20_000 }).toBe(text)

const range = () => page.locator('p', { has: page.locator('small') }).first()

/** Points at a moment of a chart that shows the 24 hours before now. */
async function pointAt(chart: string, time: number) {
  const plot = page.getByRole('region', { name: chart, exact: true }).locator('.u-over')
  const box = await plot.boundingBox()
  if (!box) throw new Error('no chart')
  await page.mouse.move(box.x + box.width * (1 - (now - time) / (24 * HOUR)), box.y + box.height / 2)
}

describe('a year at a glance', () => {
  test('the day: mean, least and most, and the hours without samples are a gap', async () => {
    await page.goto(`${platform.url}/hosts/${alpha.host}?range=24h`)
    await page.locator('.uplot canvas').first().waitFor()
    await shows('CPU', 'mean used', '25.0%')
    await pointAt('CPU', now - 12 * HOUR)
    await shows('CPU', 'max used', '25.0%')
    await pointAt('CPU', now - 7 * HOUR)
    await shows('CPU', 'mean used', '–')
    await page.mouse.move(0, 0)
  })

  test('each range up to twelve months is one click, and is in the address', async () => {
    for (const [label, key] of [
      ['5 m', '5m'],
      ['15 m', '15m'],
      ['1 h', '1h'],
      ['6 h', '6h'],
      ['7 d', '7d'],
      ['30 d', '30d'],
      ['12 mo', '12mo'],
    ] as const) {
      await page.getByText(label, { exact: true }).click()
      await expect.poll(() => new URL(page.url()).searchParams.get('range') ?? '5m').toBe(key)
      await expect.poll(() => page.getByRole('radio', { name: label, exact: true }).isChecked()).toBe(true)
    }
    await expect.poll(() => range().textContent(), { timeout: 20_000 }).toContain('1 h tier, 12 h buckets')
    // The newest part is there although no roll-up has come to it, and one minute in a year is not lost in a mean.
    await shows('CPU', 'max used', '95.0%')
    expect(await inspect(page, 'host-12mo')).toEqual([])
  })

  test('a link shows the same picture', async () => {
    const address = page.url()
    await page.goto('about:blank')
    await page.goto(address)
    await shows('CPU', 'max used', '95.0%')
    await expect.poll(() => range().textContent()).toContain('12 h buckets')
  })

  test('a drag zooms, once more zooms further, and back goes back one at a time', async () => {
    await page.getByText('24 h', { exact: true }).click()
    await shows('CPU', 'mean used', '25.0%')
    const whole = await range().textContent()
    const drag = async (from: number, to: number) => {
      const before = page.url()
      const box = await page.getByRole('region', { name: 'CPU', exact: true }).locator('.u-over').boundingBox()
      if (!box) throw new Error('no chart')
      const y = box.y + box.height / 2
      await page.mouse.move(box.x + box.width * from, y)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width * ((from + to) / 2), y)
      await page.mouse.move(box.x + box.width * to, y)
      await page.mouse.up()
      await page.mouse.move(0, 0)
      await expect.poll(() => page.url()).not.toBe(before)
      const { searchParams } = new URL(page.url())
      return Number(searchParams.get('to')) - Number(searchParams.get('from'))
    }
    const once = await drag(0.2, 0.6)
    expect(once / HOUR).toBeGreaterThan(9)
    expect(once / HOUR).toBeLessThan(10.2)
    await expect.poll(() => range().textContent()).not.toBe(whole)
    await page.locator('.uplot canvas').first().waitFor()
    const zoomed = await range().textContent()
    const twice = await drag(0.25, 0.75)
    expect(twice / once).toBeGreaterThan(0.45)
    expect(twice / once).toBeLessThan(0.55)

    await page.goBack()
    await expect.poll(() => range().textContent()).toBe(zoomed)
    await page.locator('.u-over').first().dblclick()
    await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBeNull()
    await expect.poll(() => new URL(page.url()).searchParams.get('range')).toBe('24h')
  })

  test('a range by hand', async () => {
    await page.getByRole('button', { name: 'Custom…' }).click()
    const local = (time: number) =>
      page.evaluate((at) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 19), time)
    await page.getByLabel('From', { exact: true }).fill(await local(now - 15 * HOUR))
    await page.getByLabel('To', { exact: true }).fill(await local(now - 10 * HOUR))
    await page.getByRole('button', { name: 'Show' }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBe(`${now - 15 * HOUR}`)
    await shows('CPU', 'mean used', '25.0%')
  })

  test('two hosts in one chart, and what it shows as a file', async () => {
    await page.locator('#main').getByRole('link', { name: 'Compare' }).click()
    await page.getByRole('button', { name: 'Choose hosts' }).click()
    await expect.poll(() => page.getByRole('checkbox', { name: 'alpha' }).isChecked()).toBe(true)
    await page.getByRole('checkbox', { name: 'beta' }).click()
    await page.keyboard.press('Escape')
    await page.getByText('24 h', { exact: true }).click()
    await shows('CPU used', `mean ${alpha.host}`, '25.0%')
    await shows('CPU used', `mean ${beta.host}`, '75.0%')
    expect(await inspect(page, 'compare')).toEqual([])

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CPU used as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^compare-cpu-.*\.csv$/)
    const [head, ...rows] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n')
    expect(rows.length).toBeGreaterThanOrEqual(720)
    const columns = (head as string).split(',').map((name) => name.replaceAll('"', ''))
    expect(columns[0]).toBe('time')
    for (const [agent, value] of [
      [alpha, ALPHA],
      [beta, BETA],
    ] as const) {
      const column = columns.indexOf(`${agent.host} ${CPU}`)
      expect(column, `${head}`).toBeGreaterThan(0)
      const cells = rows.map((row) => row.split(',')[column])
      expect(cells.filter((cell) => cell === `${value}`).length).toBeGreaterThan(400)
      // The two hours without samples, and the four before the first one.
      expect(cells.filter((cell) => cell === '').length).toBeGreaterThan(100)
    }
  })

  test('what is stored, and for how long there is room', async () => {
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('link', { name: 'Storage' }).click()
    await page.getByRole('rowheader', { name: '1 minute' }).waitFor()
    const row = page.getByRole('row').filter({ hasText: 'Every second' })
    expect(await row.textContent()).toMatch(/24 hours.*(B|iB)/)
    expect(await inspect(page, 'storage')).toEqual([])
  })
})
