/**
 * What a host page with its live charts costs the viewer's machine: the processor time of all Chromium processes from
 * /proc (Linux), and the compressed size of the scripts that the page loads. Prints one line of JSON.
 *
 * npm run --silent page-cost -- --url http://127.0.0.1:8080 --host ID [--seconds 30] [--charts 30]
 * STATUSMONITOR_EMAIL and STATUSMONITOR_PASSWORD: who looks at it.
 */
import { execFileSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { Browser } from './browser'
import { until } from './wait'

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8080' },
    host: { type: 'string' },
    seconds: { type: 'string', default: '30' },
    charts: { type: 'string', default: '30' },
  },
})
const { STATUSMONITOR_EMAIL: email, STATUSMONITOR_PASSWORD: password } = process.env

if (!values.host || !email || !password) {
  console.error('Say which host by --host, and who looks by STATUSMONITOR_EMAIL and STATUSMONITOR_PASSWORD.')
  process.exit(2)
}
const measured = await cost(values.url, values.host, Number(values.seconds), Number(values.charts), { email, password })
console.log(JSON.stringify(measured))

async function cost(
  url: string,
  host: string,
  seconds: number,
  charts: number,
  viewer: { email: string; password: string },
) {
  const browser = await Browser.open()
  try {
    const page = await browser.context.newPage()
    // What is off screen is not drawn, so the window is as high as the page.
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(url)
    const status = await page.evaluate(async (body) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/api/v1/session', { method: 'POST', headers, body: JSON.stringify(body) })).status
    }, viewer)
    if (status !== 201) throw new Error(`the platform answered ${status} to the log-in`)

    const scripts = await scriptBytes(page, `${url}/hosts/${host}`)
    const drawn = await until(`${charts} charts`, 30_000, async () => {
      // Only the first groups are open on a new device.
      const folded = page.locator('section h2 > button[aria-expanded="false"]')
      while ((await folded.count()) > 0) await folded.first().click()
      const height = await page.evaluate(() => document.documentElement.scrollHeight)
      if (height > (page.viewportSize()?.height ?? 0)) await page.setViewportSize({ width: 1440, height })
      const count = await page.locator('.uplot').count()
      return count >= charts ? count : undefined
    })

    // What the page does once, when it opens, is no part of what it costs by the second.
    await delay(5_000)
    const tree = await descendants(browser.mark)
    const before = await processorSeconds(tree)
    const began = performance.now()
    await delay(seconds * 1000)
    const spent = (await processorSeconds(await descendants(browser.mark))) - before
    const elapsed = (performance.now() - began) / 1000
    return {
      cpu_percent: round((100 * spent) / elapsed),
      script_kb: round(scripts / 1000),
      charts: drawn,
      seconds: round(elapsed),
      processes: tree.length,
    }
  } finally {
    await browser.close()
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** Opens the page with an empty cache and adds up its scripts as they crossed the wire. */
async function scriptBytes(page: Page, address: string): Promise<number> {
  const debug = await page.context().newCDPSession(page)
  await debug.send('Network.enable')
  await debug.send('Network.setCacheDisabled', { cacheDisabled: true })
  const scripts = new Set<string>()
  let bytes = 0
  debug.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  debug.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  await page.goto(address)
  await page.waitForLoadState('load')
  // Parts of the page that come when they are needed.
  await delay(3_000)
  await debug.send('Network.setCacheDisabled', { cacheDisabled: false })
  await debug.detach()
  return bytes
}

/** The process that bears the mark in its command line, and all below it. */
async function descendants(mark: string): Promise<number[]> {
  const parents = new Map<number, number>()
  const marked = new Set<number>()
  for (const pid of (await readdir('/proc')).map(Number).filter(Number.isInteger)) {
    const stat = await statOf(pid)
    if (!stat) continue
    parents.set(pid, Number(stat[1]))
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (pid !== process.pid && command.includes(mark)) marked.add(pid)
  }
  const below = (pid: number | undefined): boolean => pid !== undefined && (marked.has(pid) || below(parents.get(pid)))
  return [...parents.keys()].filter(below)
}

/** Fields of /proc/PID/stat from the state on: what stands before may hold anything. */
async function statOf(pid: number): Promise<string[] | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** User and system time of these processes and of their children that have ended. */
async function processorSeconds(pids: number[]): Promise<number> {
  const ticks = await Promise.all(
    pids.map(async (pid) => {
      const stat = await statOf(pid)
      return stat ? [11, 12, 13, 14].reduce((sum, field) => sum + Number(stat[field]), 0) : 0
    }),
  )
  return ticks.reduce((a, b) => a + b, 0) / ticksPerSecond()
}

function ticksPerSecond(): number {
  return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
}
