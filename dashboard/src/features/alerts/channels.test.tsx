import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aRule } from '../../testing/alerts.ts'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import type { Channel, Silence } from './api.ts'
import { ChannelsSection } from './channels-section.tsx'
import { windowFault } from './maintenance-dialog.tsx'
import { SilencesSection } from './silences-section.tsx'

let platform: TestPlatform
let channels: Channel[]
let kinds: string[]

const HOUR = 3_600_000
const hook: Channel = {
  id: 'c1',
  kind: 'webhook',
  name: 'incident desk',
  url: 'https://hooks.example.org/x',
  min_severity: 'info',
  paused: false,
  created: 1,
}
const chat: Channel = { ...hook, id: 'c2', kind: 'telegram', name: 'Night watch', url: null }

beforeEach(() => {
  platform = new TestPlatform()
  channels = [hook]
  kinds = ['telegram', 'webhook', 'email']
  platform.on('GET /api/v1/alerts/channels', () => ({ body: { channels, kinds } }))
  platform.on('GET /api/v1/hosts', {
    body: { hosts: [{ id: 'h1', name: 'web-1', tags: ['web'], state: 'active', created: 1, resource: {} }] },
  })
  platform.on('GET /api/v1/alerts/rules', { body: { rules: [aRule()] } })
})
afterEach(() => vi.unstubAllGlobals())

const bodies = (method: string, path: string) =>
  platform.asked.filter((asked) => asked.method === method && asked.path === path).map(({ body }) => body)
const dialog = async () => within(await screen.findByRole('dialog'))

describe('the channels', () => {
  it('say that nobody is told while there is none', async () => {
    channels = []
    renderPage(<ChannelsSection />)
    await screen.findByText(/Nobody is told yet/)
  })

  it('send a test and say what became of it', async () => {
    renderPage(<ChannelsSection />)
    platform.on('POST /api/v1/alerts/channels/c1/test', { body: { sent: true } })
    await userEvent.click(await screen.findByRole('button', { name: 'Send a test to incident desk' }))
    await screen.findByText(/The test arrived after/)
    platform.on('POST /api/v1/alerts/channels/c1/test', () => {
      channels = [{ ...hook, problem: 'It answers 410.' }]
      return { body: { sent: false, error: 'It answers 410.' } }
    })
    await userEvent.click(screen.getByRole('button', { name: 'Send a test to incident desk' }))
    await screen.findByText('The test did not arrive: It answers 410.')
    // Said once, not twice.
    expect(screen.getAllByText(/It answers 410\./)).toHaveLength(1)
  })

  it('that do not work say why', async () => {
    channels = [{ ...chat, problem: 'The bot was blocked.' }]
    renderPage(<ChannelsSection />)
    await screen.findByText(/The bot was blocked\./)
  })

  it('that are web hooks get a secret, which is shown once, and refusals stand beside the address', async () => {
    renderPage(<ChannelsSection />)
    await screen.findByText('incident desk')
    await userEvent.click(screen.getByRole('button', { name: 'Add channel' }))
    platform.on('POST /api/v1/alerts/telegram/link', { status: 503, body: { detail: 'Telegram does not answer.' } })
    const box = await dialog()
    await userEvent.click(box.getByRole('tab', { name: 'Web hook' }))
    const address = await box.findByLabelText('Address')
    await userEvent.type(address, 'http://10.0.0.1/x')
    platform.on('POST /api/v1/alerts/channels', { status: 422, body: { detail: 'url leads to a private address.' } })
    await userEvent.click(box.getByRole('button', { name: 'Add web hook' }))
    await box.findByText('url leads to a private address.')
    expect(address.getAttribute('aria-invalid')).toBe('true')

    const added = { ...hook, id: 'c3', name: 'new', url: 'https://hooks.example.org/y' }
    platform.on('POST /api/v1/alerts/channels', () => {
      channels = [hook, added]
      return { status: 201, body: { ...added, secret: 's3cret' } }
    })
    await userEvent.clear(address)
    await userEvent.type(address, 'https://hooks.example.org/y')
    await userEvent.click(box.getByRole('button', { name: 'Add web hook' }))
    await box.findByText('s3cret')
    expect(bodies('POST', '/api/v1/alerts/channels').at(-1)).toEqual({
      kind: 'webhook',
      url: 'https://hooks.example.org/y',
    })
    await userEvent.click(box.getByRole('button', { name: 'Done' }))
    expect(screen.queryByText('s3cret')).toBeNull()
    await screen.findByRole('button', { name: 'Web hook new, change' })
  })

  it('that are chats link themselves while one looks', async () => {
    platform.on('POST /api/v1/alerts/telegram/link', {
      status: 201,
      body: {
        bot: 'watch_bot',
        code: 'abc',
        link: 'https://t.me/watch_bot?start=abc',
        group_link: 'https://t.me/watch_bot?startgroup=abc',
        expires: Date.now() + 900_000,
      },
    })
    renderPage(<ChannelsSection />)
    await screen.findByText('incident desk')
    await userEvent.click(screen.getByRole('button', { name: 'Add channel' }))
    const box = await dialog()
    const link = await box.findByRole('link', { name: 'Open Telegram' })
    expect(link.getAttribute('href')).toBe('https://t.me/watch_bot?start=abc')
    expect(box.getByText('/start abc')).toBeTruthy()
    expect(box.getByText(/for another 15 min/)).toBeTruthy()
    channels = [hook, chat]
    await box.findByText('Linked: Night watch')
    platform.on('POST /api/v1/alerts/channels/c2/test', { body: { sent: true } })
    await userEvent.click(box.getByRole('button', { name: 'Send a test to Night watch' }))
    await box.findByText(/The test arrived/)
  })

  it('that the platform is not set up for say how it is', async () => {
    kinds = ['webhook']
    renderPage(<ChannelsSection />)
    await screen.findByText('incident desk')
    await userEvent.click(screen.getByRole('button', { name: 'Add channel' }))
    const box = await dialog()
    await userEvent.click(box.getByRole('tab', { name: 'Telegram' }))
    await box.findByText(/STATUSMONITOR_ALERTS_NOTIFY_TELEGRAM_TOKEN=/)
    expect(bodies('POST', '/api/v1/alerts/telegram/link')).toEqual([])
  })

  it('are changed, and unlinked', async () => {
    channels = [chat]
    platform.on('PATCH /api/v1/alerts/channels/c2', (body) => {
      channels = [{ ...chat, ...(body as Partial<Channel>) }]
      return { body: channels[0] }
    })
    renderPage(<ChannelsSection />)
    await userEvent.click(await screen.findByRole('button', { name: 'Telegram Night watch, change' }))
    let box = await dialog()
    await userEvent.selectOptions(box.getByLabelText('Tells of'), 'critical only')
    await userEvent.click(box.getByRole('button', { name: 'Save' }))
    await screen.findByText('critical only')
    expect(bodies('PATCH', '/api/v1/alerts/channels/c2')).toEqual([
      { name: 'Night watch', min_severity: 'critical', paused: false },
    ])
    platform.on('DELETE /api/v1/alerts/channels/c2', () => {
      channels = []
      return { status: 204 }
    })
    await userEvent.click(screen.getByRole('button', { name: 'Telegram Night watch, change' }))
    box = await dialog()
    await userEvent.click(box.getByRole('button', { name: 'Unlink' }))
    await userEvent.click(box.getByRole('button', { name: 'Unlink it' }))
    await screen.findByText(/Nobody is told yet/)
  })
})

describe('maintenance and mutes', () => {
  let windows: Silence[]
  let mutes: Silence[]
  beforeEach(() => {
    windows = []
    mutes = []
    platform.on('GET /api/v1/alerts/maintenance', () => ({ body: { maintenance: windows } }))
    platform.on('GET /api/v1/alerts/mutes', () => ({ body: { mutes } }))
  })

  it('are planned for a tag and a rule', async () => {
    platform.on('POST /api/v1/alerts/maintenance', (body) => {
      windows = [{ id: 'w1', ...(body as Omit<Silence, 'id'>) }]
      return { status: 201, body: windows[0] }
    })
    renderPage(<SilencesSection />)
    await screen.findByText(/None planned/)
    await userEvent.click(screen.getByRole('button', { name: 'Plan' }))
    const box = await dialog()
    await userEvent.click(box.getByRole('button', { name: 'Plan it' }))
    await box.findByText('What is done, in a word or two.')
    await userEvent.type(box.getByLabelText('What for'), 'Updates')
    await userEvent.selectOptions(box.getByLabelText('On'), 'hosts with a tag')
    await userEvent.type(box.getByLabelText('Tag'), 'web')
    await userEvent.selectOptions(box.getByLabelText('Silences'), 'Processor busy alone')
    await userEvent.click(box.getByRole('button', { name: 'Plan it' }))
    await screen.findByText('Updates')
    const [sent] = bodies('POST', '/api/v1/alerts/maintenance') as { start: number; stop: number }[]
    expect(sent).toMatchObject({ name: 'Updates', scope: { tag: 'web' }, rule: 'r1' })
    expect((sent?.stop ?? 0) - (sent?.start ?? 0)).toBe(2 * HOUR)
    expect(screen.getByText(/Processor busy alone · recorded, nobody is told/)).toBeTruthy()
  })

  it('come back each week by the clocks of here, and say when next', async () => {
    platform.on('POST /api/v1/alerts/maintenance', (body) => {
      const sent = body as Silence
      const next = { start: Date.now() - 1_000, stop: Date.now() + HOUR }
      windows = [{ ...sent, id: 'w1', start: 1, stop: 2, next }]
      return { status: 201, body: windows[0] }
    })
    renderPage(<SilencesSection />)
    await screen.findByText(/None planned/)
    await userEvent.click(screen.getByRole('button', { name: 'Plan' }))
    const box = await dialog()
    await userEvent.type(box.getByLabelText('What for'), 'Backup')
    await userEvent.selectOptions(box.getByLabelText('Repeat'), 'each week')
    await userEvent.click(box.getByRole('button', { name: 'Plan it' }))
    await screen.findByText(/^until .*, each week/)
    expect(bodies('POST', '/api/v1/alerts/maintenance')[0]).toMatchObject({
      repeat: 'weekly',
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    })
    expect(screen.getByRole('button', { name: /^Delete Backup/ })).toBeTruthy()
  })

  it('are ended', async () => {
    mutes = [{ id: 'm1', name: 'Processor busy', rule: 'r1', scope: { host: 'h1' }, start: 1, stop: Date.now() + HOUR }]
    windows = [{ id: 'w1', name: 'Move', scope: { all: true }, start: Date.now() + HOUR, stop: Date.now() + 2 * HOUR }]
    platform.on('DELETE /api/v1/alerts/mutes/m1', () => {
      mutes = []
      return { status: 204 }
    })
    platform.on('DELETE /api/v1/alerts/maintenance/w1', () => {
      windows = []
      return { status: 204 }
    })
    renderPage(<SilencesSection />)
    await screen.findByText('muted: Processor busy')
    await userEvent.click(screen.getByRole('button', { name: /^Unmute/ }))
    await waitFor(() => expect(screen.queryByText('muted: Processor busy')).toBeNull())
    await userEvent.click(screen.getByRole('button', { name: /^Cancel Move, all hosts/ }))
    await screen.findByText(/None planned/)
  })

  it('have an end that comes after their beginning', () => {
    const now = 1_000_000
    expect(windowFault(now, now + HOUR, now)).toBeNull()
    expect(windowFault(Number.NaN, now + HOUR, now)).not.toBeNull()
    expect(windowFault(now + HOUR, now, now)).not.toBeNull()
    expect(windowFault(now - 2 * HOUR, now - HOUR, now)).toContain('over')
    expect(windowFault(now - 2 * HOUR, now - HOUR, now, true)).toBeNull()
    expect(windowFault(now, now + 8 * 86_400_000, now, true)).toContain('A week at most')
    expect(windowFault(now, now + 366 * 86_400_000, now)).toContain('year')
  })
})
