import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { anIncident, aRule } from '../../testing/alerts.ts'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import { AlertsPage } from './alerts-page.tsx'
import type { AlertsSearch } from './alerts-search.ts'
import type { Incident } from './api.ts'

let platform: TestPlatform
/** What the platform has, the newest first. */
let incidents: Incident[]

beforeEach(() => {
  platform = new TestPlatform()
  incidents = []
  platform.on('GET /api/v1/hosts', {
    body: {
      hosts: [{ id: 'h1', name: 'web-1', tags: ['web'], state: 'active', created: 1, resource: {} }],
    },
  })
  platform.on('GET /api/v1/alerts/rules', { body: { rules: [aRule()] } })
  platform.on('GET /api/v1/alerts/mutes', { body: { mutes: [] } })
  platform.on('GET /api/v1/alerts/maintenance', { body: { maintenance: [] } })
  platform.on('GET /api/v1/alerts/channels', { body: { channels: [], kinds: ['webhook'] } })
  platform.on('GET /api/v1/alerts/incidents/i1/deliveries', { body: { deliveries: [] } })
  platform.on('GET /api/v1/alerts/incidents', () => {
    const query = platform.queries.at(-1)?.query as URLSearchParams
    const open = incidents.filter(({ state }) => state === 'firing')
    const of = query.get('host')
    const found = (query.get('state') === 'all' ? incidents : open).filter(({ host }) => of === null || host === of)
    const before = query.get('before')
    const start = before === null ? 0 : found.findIndex(({ id }) => id === before) + 1
    const limit = Number(query.get('limit'))
    const page = found.slice(start, start + limit)
    return { body: { incidents: page, open: open.length, more: start + limit < found.length } }
  })
})
afterEach(() => vi.unstubAllGlobals())

function Page() {
  const [search, setSearch] = useState<AlertsSearch>({})
  return <AlertsPage search={search} onSearch={setSearch} />
}

const show = () => renderPage(<Page />)
const section = async (name: string) => within(await screen.findByRole('region', { name }))
const over = (id: string, fields: Partial<Incident> = {}): Incident =>
  anIncident({
    id,
    state: 'resolved',
    since: Date.now() - 700_000,
    opened: Date.now() - 640_000,
    resolved: Date.now() - 100_000,
    last_value: 0.5,
    reason: 'recovered',
    ...fields,
  })

describe('open incidents', () => {
  it('say that nothing is wrong, and by how many rules that is known', async () => {
    show()
    const open = await section('Open')
    await open.findByText(/Nothing is wrong/)
    await open.findByText('One rule watches.')
  })

  it('come and go as the gateway says so, with their value, limit and messages', async () => {
    const firing = anIncident()
    platform.on('GET /api/v1/alerts/incidents/i1/deliveries', {
      body: {
        deliveries: [
          {
            channel: 'c1',
            kind: 'telegram',
            name: 'Night watch',
            message: 'firing',
            state: 'sent',
            attempts: 1,
            time: firing.opened + 640,
          },
        ],
      },
    })
    const { lines } = show()
    const open = await section('Open')
    await open.findByText(/Nothing is wrong/)
    await waitFor(() => expect(lines.all).toHaveLength(1))
    incidents = [firing]
    act(() => {
      lines.last.hello()
      lines.last.say({ type: 'incidents' })
    })
    const row = (await open.findByRole('listitem')) as HTMLElement
    expect(row.textContent).toContain('web-1 Warning')
    expect(row.textContent).toContain('CPU used 93.0%, above 90% for 1 min')
    await waitFor(() => expect(row.textContent).toContain('Telegram Night watch after 0.6 s'))
    expect(within(row).getByRole('link', { name: 'web-1' }).getAttribute('href')).toBe('/hosts/h1')

    incidents = [over('i1')]
    act(() => lines.last.say({ type: 'incidents' }))
    await open.findByText(/Nothing is wrong/)
    const history = await section('History')
    expect((await history.findByRole('rowheader')).textContent).toBe('web-1')
  })

  it('stand the worst first', async () => {
    const rule = aRule({ id: 'r2', kind: 'host_down', for_seconds: 30, severity: 'critical' })
    incidents = [
      anIncident({ id: 'i2', severity: 'info' }),
      anIncident({ id: 'i1', rule, host_name: 'edge', severity: 'critical', unit: 's', series: null, value: 31 }),
    ]
    show()
    const rows = await (await section('Open')).findAllByRole('listitem')
    expect(rows.map((row) => row.textContent?.slice(0, 9))).toEqual(['edge Down', 'web-1 Inf'])
    expect(rows[0]?.textContent).toContain('No sample for 30 s')
  })

  it('are acknowledged', async () => {
    incidents = [anIncident()]
    platform.on('POST /api/v1/alerts/incidents/i1/acknowledge', () => {
      incidents = [anIncident({ acknowledged: Date.now(), acknowledged_by: 'dashboard' })]
      return { body: incidents[0] }
    })
    show()
    const open = await section('Open')
    await userEvent.click(await open.findByRole('button', { name: 'Acknowledge Processor busy on web-1' }))
    await open.findByText('Acknowledged')
    await open.findByText(/acknowledged here at/)
  })

  it('are muted for an hour, this rule on this host alone, and unmuted', async () => {
    incidents = [anIncident({ messages: 0, last_message: null })]
    let mutes: object[] = []
    platform.on('GET /api/v1/alerts/mutes', () => ({ body: { mutes } }))
    platform.on('POST /api/v1/alerts/mutes', (body) => {
      const mute = { id: 'm1', start: Date.now() - 1_000, ...(body as object) }
      mutes = [mute]
      return { status: 201, body: mute }
    })
    platform.on('DELETE /api/v1/alerts/mutes/m1', () => {
      mutes = []
      return { status: 204 }
    })
    show()
    const open = await section('Open')
    await open.findByText(/nobody was told/)
    await userEvent.click(await open.findByRole('button', { name: 'Mute 1 h Processor busy on web-1' }))
    await open.findByText(/muted until/)
    const sent = platform.asked.find(({ method }) => method === 'POST')?.body as { stop: number }
    expect(sent).toEqual({ name: 'Processor busy', rule: 'r1', scope: { host: 'h1' }, stop: expect.any(Number) })
    expect(Math.abs(sent.stop - Date.now() - 3_600_000)).toBeLessThan(60_000)
    await userEvent.click(open.getByRole('button', { name: 'Unmute Processor busy on web-1' }))
    await open.findByRole('button', { name: /^Mute 1 h/ })
  })

  it('say what failed, and the rest of the page goes on', async () => {
    platform.on('GET /api/v1/alerts/incidents', { status: 503, body: { detail: 'The alerts cannot be reached.' } })
    show()
    const open = await section('Open')
    expect((await open.findByRole('alert')).textContent).toContain('The alerts cannot be reached.')
    await section('History')
  })
})

describe('the history', () => {
  it('goes back page by page, and can be of one host', async () => {
    incidents = [
      ...Array.from({ length: 12 }, (_, index) => over(`i${100 - index}`)),
      over('i1', { host: 'h9', host_name: 'gone' }),
    ]
    show()
    const history = await section('History')
    await waitFor(() => expect(history.getAllByRole('rowheader')).toHaveLength(10))
    await userEvent.click(history.getByRole('button', { name: 'Show older' }))
    await waitFor(() => expect(history.getAllByRole('rowheader')).toHaveLength(13))
    expect(history.queryByRole('button', { name: 'Show older' })).toBeNull()

    await userEvent.selectOptions(history.getByLabelText('History of'), 'web-1')
    await waitFor(() => expect(history.queryByText('gone')).toBeNull())
    expect(platform.queries.at(-1)?.query.get('host')).toBe('h1')
  })

  it('tells on demand how it went, who was told, who knew and what was busy', async () => {
    incidents = [
      over('i1', {
        reason: 'no_data',
        acknowledged: Date.now() - 300_000,
        acknowledged_by: '@ada',
        processes: { cpu: [{ name: 'postgres', pid: 7, cpu: 0.93 }], memory: [] },
      }),
    ]
    platform.on('GET /api/v1/alerts/incidents/i1/deliveries', {
      body: {
        deliveries: [
          {
            channel: 'c1',
            kind: 'webhook',
            name: 'desk',
            message: 'firing',
            state: 'failed',
            attempts: 9,
            time: Date.now(),
            error: 'It answered 410.',
          },
        ],
      },
    })
    show()
    const history = await section('History')
    const row = (await history.findByRole('rowheader')).closest('tr') as HTMLElement
    expect(row.textContent).toContain('97.0%')
    expect(row.textContent).toContain('10 min')
    expect(platform.asked.some(({ path }) => path.endsWith('/deliveries'))).toBe(false)
    await userEvent.click(history.getByRole('button', { name: /once/ }))
    await history.findByText(/firing: Web hook desk failed: It answered 410\./)
    expect(history.getByText(/over .* at 50\.0%: it is not measured any more/)).toBeTruthy()
    expect(history.getByText(/acknowledged by @ada/)).toBeTruthy()
    expect(history.getByText('CPU: postgres 93.0%')).toBeTruthy()
  })
})
