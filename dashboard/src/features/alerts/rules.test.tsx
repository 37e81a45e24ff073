import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { anIncident, aRule } from '../../testing/alerts.ts'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import type { Rule } from './api.ts'
import { RulesSection } from './rules-section.tsx'

let platform: TestPlatform
let rules: Rule[]

const DOWN = aRule({ id: 'r2', name: 'Host down', kind: 'host_down', for_seconds: 30, severity: 'critical' })
const NOTHING = { start: 1, stop: Date.now(), told: 0, incidents: [], looked: 1, hosts: 1 }

beforeEach(() => {
  platform = new TestPlatform()
  rules = [aRule(), DOWN]
  platform.on('GET /api/v1/hosts', {
    body: { hosts: [{ id: 'h1', name: 'web-1', tags: ['web'], state: 'active', created: 1, resource: {} }] },
  })
  platform.on('GET /api/v1/hosts/h1/latest', {
    body: {
      host: 'h1',
      timestamp: 1,
      metrics: {
        'system.filesystem.utilization{system.filesystem.mountpoint=/}': 0.4,
        'system.filesystem.utilization{system.filesystem.mountpoint=/srv}': 0.5,
      },
    },
  })
  platform.on('GET /api/v1/alerts/rules', () => ({ body: { rules } }))
  platform.on('GET /api/v1/alerts/incidents', { body: { incidents: [anIncident()], open: 1, more: false } })
  platform.on('POST /api/v1/alerts/rules/test', { body: NOTHING })
  platform.on('PATCH /api/v1/alerts/rules/r1', (body) => {
    rules = [aRule(body as Partial<Rule>), DOWN]
    return { body: rules[0] }
  })
})
afterEach(() => vi.unstubAllGlobals())

const bodies = (method: string, path: string) =>
  platform.asked.filter((asked) => asked.method === method && asked.path === path).map(({ body }) => body)

async function open(name: string) {
  renderPage(<RulesSection />)
  await userEvent.click(await screen.findByRole('button', { name }))
  return within(await screen.findByRole('dialog'))
}

describe('the rules', () => {
  it('say when they fire, on what, and where they do now', async () => {
    renderPage(<RulesSection />)
    const row = (await screen.findByRole('rowheader', { name: /Processor busy/ })).closest('tr') as HTMLElement
    expect(row.textContent).toContain('CPU used above 90% for 1 min, over at 80%')
    expect(row.textContent).toContain('all hosts')
    await waitFor(() => expect(row.textContent).toContain('open on 1 host'))
    const down = screen.getByRole('rowheader', { name: /Host down/ }).closest('tr') as HTMLElement
    expect(down.textContent).toContain('no sample for 30 s')
    expect(down.textContent).toContain('quiet')
  })

  it('are paused and resumed', async () => {
    renderPage(<RulesSection />)
    const on = await screen.findByRole('switch', { name: 'Processor busy' })
    expect(on.getAttribute('aria-checked')).toBe('true')
    await userEvent.click(on)
    await screen.findByText('paused')
    expect(bodies('PATCH', '/api/v1/alerts/rules/r1')).toEqual([{ paused: true }])
    await userEvent.click(screen.getByRole('switch', { name: 'Processor busy' }))
    await waitFor(() => expect(screen.queryByText('paused')).toBeNull())
    expect(bodies('PATCH', '/api/v1/alerts/rules/r1')).toEqual([{ paused: true }, { paused: false }])
  })

  it('are made: of a device, a tag, with what they would have done', async () => {
    platform.on('POST /api/v1/alerts/rules/test', {
      body: {
        ...NOTHING,
        told: 3,
        looked: 20,
        hosts: 35,
        incidents: Array.from({ length: 5 }, (_, index) => ({
          host: 'h1',
          host_name: 'web-1',
          series: 'system.filesystem.utilization{system.filesystem.mountpoint=/srv}',
          since: Date.now() - (5 - index) * 3_600_000,
          resolved: Date.now() - (5 - index) * 3_600_000 + 120_000,
          peak: 0.97,
          told: index < 3,
        })),
      },
    })
    platform.on('POST /api/v1/alerts/rules', (body) => {
      rules = [...rules, aRule({ id: 'r3', ...(body as Partial<Rule>) })]
      return { status: 201, body: rules.at(-1) }
    })
    const dialog = await open('Add rule')
    await userEvent.selectOptions(dialog.getByLabelText('Watch'), 'Disk used')
    await userEvent.selectOptions(await dialog.findByLabelText('Of'), '/srv')
    await userEvent.clear(dialog.getByLabelText('Threshold'))
    await userEvent.type(dialog.getByLabelText('Threshold'), '85')
    await userEvent.selectOptions(dialog.getByLabelText('On'), 'hosts with a tag')
    await userEvent.type(dialog.getByLabelText('Tag'), 'web')
    await dialog.findByText('Would have fired 3 times last week')
    const outcome = dialog.getByRole('status')
    expect(outcome.textContent).toContain('2 times more within its cooldown')
    expect(outcome.textContent).toContain('Looked at 20 of 35 hosts')
    expect(outcome.textContent).toContain('web-1 /srv for 2 min, worst 97.0%')
    expect(outcome.textContent).toContain('and 2 before')
    await userEvent.click(dialog.getByRole('button', { name: 'Add rule' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(bodies('POST', '/api/v1/alerts/rules')).toEqual([
      {
        name: 'Disk used /srv above 85%',
        kind: 'metric',
        metric: 'system.filesystem.utilization{system.filesystem.mountpoint=/srv}',
        direction: 'above',
        threshold: 0.85,
        clear: 0.8,
        for_seconds: 60,
        cooldown_seconds: 300,
        repeat_seconds: 0,
        severity: 'warning',
        scope: { tag: 'web' },
      },
    ])
    await screen.findByRole('rowheader', { name: /Disk used \/srv above 85%/ })
  })

  it('are not sent while they make no sense, and say so beside the field', async () => {
    const dialog = await open('Add rule')
    const threshold = dialog.getByLabelText('Threshold')
    await userEvent.clear(threshold)
    await userEvent.type(threshold, 'NaN')
    await userEvent.click(dialog.getByRole('button', { name: 'Add rule' }))
    expect(threshold.getAttribute('aria-invalid')).toBe('true')
    expect(await dialog.findByText('A number, such as 90 or 0.5.')).toBeTruthy()
    await userEvent.clear(threshold)
    await userEvent.type(threshold, '70')
    expect(await dialog.findByText(/Not above 70%/)).toBeTruthy()
    expect(dialog.getByLabelText('Over at').getAttribute('aria-invalid')).toBe('true')
    expect(bodies('POST', '/api/v1/alerts/rules')).toEqual([])
  })

  it('show what the platform refuses beside the field that it names', async () => {
    platform.on('PATCH /api/v1/alerts/rules/r1', {
      status: 422,
      body: { detail: 'cooldown_seconds must be from 0 to 604800.' },
    })
    const dialog = await open('Processor busy, change')
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }))
    await dialog.findByText('cooldown_seconds must be from 0 to 604800.')
    expect(dialog.getByLabelText('Cooldown').getAttribute('aria-invalid')).toBe('true')
    expect(dialog.queryByRole('alert')).toBeNull()
  })

  it('are changed and deleted', async () => {
    let dialog = await open('Processor busy, change')
    await userEvent.selectOptions(dialog.getByLabelText('On'), 'one host')
    await userEvent.selectOptions(dialog.getByLabelText('Host'), 'web-1')
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(bodies('PATCH', '/api/v1/alerts/rules/r1')[0]).toMatchObject({ scope: { host: 'h1' }, threshold: 0.9 })

    platform.on('DELETE /api/v1/alerts/rules/r1', () => {
      rules = [DOWN]
      return { status: 204 }
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Processor busy, change' }))
    dialog = within(await screen.findByRole('dialog'))
    await userEvent.click(dialog.getByRole('button', { name: 'Delete' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Delete it' }))
    await waitFor(() => expect(screen.queryByRole('rowheader', { name: /Processor busy/ })).toBeNull())
  })

  it('of a host that is down have only a time', async () => {
    const dialog = await open('Host down, change')
    expect(dialog.queryByLabelText('Threshold')).toBeNull()
    expect((dialog.getByLabelText('When nothing came for') as HTMLSelectElement).value).toBe('30')
    expect((dialog.getByLabelText('Watch') as HTMLSelectElement).disabled).toBe(true)
    await dialog.findByText('Would not have fired last week.')
  })
})
