import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { account } from './api'

const screenshots = resolve(import.meta.dirname, '../target/screenshots')
const axeScript = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Nothing that reaches for the network by itself, and no sandbox, which root and containers do not have. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A Chromium with a fresh profile, closed and deleted at the end. */
export class Browser {
  private constructor(
    readonly context: BrowserContext,
    private readonly profile: string,
  ) {}

  static async open(): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'statusmonitor-chromium-'))
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.STATUSMONITOR_CHROMIUM ?? '/usr/bin/chromium',
      headless: true,
      args: flags,
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
    })
    return new Browser(context, profile)
  }

  /** The process-wide mark of this browser: each of its processes names it. */
  get mark(): string {
    return this.profile
  }

  async close(): Promise<void> {
    await this.context.close()
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

export const looks = [
  { name: 'light', scheme: 'light', width: 1440, height: 900 },
  { name: 'dark', scheme: 'dark', width: 1440, height: 900 },
  { name: 'phone-light', scheme: 'light', width: 390, height: 844 },
  { name: 'phone-dark', scheme: 'dark', width: 390, height: 844 },
] as const

export type Look = (typeof looks)[number]

export async function show(page: Page, look: Look): Promise<void> {
  await page.setViewportSize({ width: look.width, height: look.height })
  await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' })
}

/** Keeps a picture for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`) })
}

/** What axe finds on the page by the rules of WCAG 2.2 A and AA, a line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Evaluated through the debugger, so that the page's Content-Security-Policy need not let it in.
  if (!(await page.evaluate(() => 'axe' in window))) {
    const { readFile } = await import('node:fs/promises')
    await page.evaluate(await readFile(axeScript, 'utf8'))
  }
  return page.evaluate(async () => {
    type Axe = {
      run: (options: object) => Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }>
    }
    const { axe } = window as unknown as { axe: Axe }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await axe.run({ runOnly: { type: 'tag', values: tags } })
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    )
  })
}

/** Logs in by the page, as the first account; there is a host on its list. */
export async function logIn(page: Page, url: string, password = account.password): Promise<void> {
  await page.goto(`${url}/login`)
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.locator('tr[data-state]').first().waitFor()
}

/** The page as it is now, in light and dark, on a desk and a phone: a picture of each, and the faults that were found. */
export async function inspect(page: Page, name: string): Promise<string[]> {
  const faults: string[] = []
  for (const look of looks) {
    await show(page, look)
    await page.waitForTimeout(300)
    await picture(page, `${name}-${look.name}`)
    for (const fault of await accessibilityFaults(page)) faults.push(`${look.name}: ${fault}`)
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (sideways > 0) faults.push(`${look.name}: scrolls sideways by ${sideways} px`)
  }
  await show(page, looks[0])
  return faults
}
