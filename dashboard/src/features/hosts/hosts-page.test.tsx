import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import type { Host } from './api.ts'
import { HostsPage } from './hosts-page.tsx'
import type { HostsSearch } from './hosts-search.ts'

const host = (id: string, name: string, tags: string[] = []): Host => ({
  id,
  name,
  tags,
  state: 'active',
  created: 1,
  resource: {},
})

let platform: TestPlatform

beforeEach(() => {
  platform = new TestPlatform()
})
afterEach(() => vi.unstubAllGlobals())

function Page() {
  const [search, setSearch] = useState<HostsSearch>({})
  return <HostsPage search={search} onSearch={setSearch} />
}

function serve(...hosts: Host[]) {
  platform.on('GET /api/v1/hosts', { body: { hosts } })
}

/** A little ahead, so that it does not grow old while a busy machine takes its time. */
const point = (cpu: number | null) => [Date.now() + 60_000, cpu, 0.4, 0.9, '/srv', 2048, 1024, null, 90_000]

async function live(points: Record<string, unknown[]>) {
  const page = renderPage(<Page />)
  await screen.findByRole('table')
  await waitFor(() => expect(page.lines.all).toHaveLength(1))
  act(() => {
    page.lines.last.hello()
    const hosts = Object.entries(points).map(([id, point]) => ({ host: id, points: [point] }))
    page.lines.last.say({ type: 'overview', snapshot: true, more: false, hosts })
  })
  return page
}

const rowOf = (name: string) => screen.getByRole('link', { name }).closest('tr') as HTMLElement

describe('the list of hosts', () => {
  it('shows the newest values, and what is not known as a dash', async () => {
    serve(host('h1', 'web-01'))
    await live({ h1: point(0.432) })
    await waitFor(() => expect(rowOf('web-01').textContent).toContain('43.2%'))
    const row = rowOf('web-01')
    expect(row.dataset.state).toBe('fine')
    expect(row.textContent).toContain('40.0%')
    expect(row.textContent).toContain('/srv')
    expect(row.textContent).toContain('2.0 KiB/s')
    expect(row.querySelector('[data-cell=load]')?.textContent).toBe('–')
    expect(row.querySelector('[data-cell=uptime]')?.textContent).toBe('1 d 1 h')
    expect(screen.getByRole('heading', { name: 'Your host is fine' })).toBeTruthy()
  })

  it('says of a host that several machines send as it', async () => {
    serve({ ...host('h1', 'web-01', ['web']), shared: 1_763_912_176_000 }, host('h2', 'db', ['db']))
    await live({ h1: point(0.1), h2: point(0.1) })
    expect(rowOf('web-01').textContent).toContain('several machines send as this host')
    expect(rowOf('db').textContent).not.toContain('several machines')
  })

  it('tells since when a host is down, and puts it on top', async () => {
    serve(host('h1', 'a-web'), host('h2', 'b-edge'))
    const silentSince = Date.now() - 401_000
    platform.on('GET /api/v1/hosts/h2/latest', { body: { host: 'h2', timestamp: silentSince, metrics: {} } })
    await live({ h1: point(0.1) })
    expect(await screen.findByRole('heading', { name: '1 of 2 needs a look' })).toBeTruthy()
    expect(rowOf('b-edge').dataset.state).toBe('down')
    expect(rowOf('b-edge').querySelector('[data-cell=cpu]')?.textContent).toBe('–')
    const names = screen.getAllByRole('row').map((row) => within(row).queryByRole('link')?.textContent)
    expect(names.filter(Boolean)).toEqual(['b-edge', 'a-web'])
    expect(await screen.findByText(/^No sample since /)).toBeTruthy()
  })

  it('puts a host with an open incident on top, with its word, its reason and how many there are', async () => {
    serve(host('h1', 'a-web'), host('h2', 'b-db'))
    const incident = { host: 'h2', since: Date.now() - 90_000, rule: { name: 'Disk full' } }
    platform.on('GET /api/v1/alerts/incidents', {
      body: {
        incidents: [
          { ...incident, severity: 'critical' },
          { ...incident, severity: 'warning' },
        ],
        open: 2,
      },
    })
    await live({ h1: point(0.1), h2: point(0.1) })
    expect(await screen.findByRole('heading', { name: '1 of 2 needs a look' })).toBeTruthy()
    expect(rowOf('b-db').dataset.state).toBe('critical')
    expect(rowOf('b-db').textContent).toContain('Critical')
    expect(rowOf('b-db').lastElementChild?.textContent).toBe('2')
    expect(rowOf('b-db').dataset.old).toBeUndefined()
    expect(rowOf('a-web').lastElementChild?.textContent).toBe('0')
    expect(await screen.findByText('Disk full and 1 more')).toBeTruthy()
    const names = screen.getAllByRole('row').map((row) => within(row).queryByRole('link')?.textContent)
    expect(names.filter(Boolean)).toEqual(['b-db', 'a-web'])
  })

  it('keeps to what is typed and to a tag', async () => {
    serve(host('h1', 'web-01', ['web']), host('h2', 'db-01', ['db']), host('h3', 'web-02', ['web', 'edge']))
    await live({ h1: point(0.1), h2: point(0.1), h3: point(0.1) })
    await userEvent.keyboard('/')
    const filter = screen.getByRole('searchbox')
    expect(document.activeElement).toBe(filter)
    await userEvent.keyboard('web')
    expect(screen.queryByRole('link', { name: 'db-01' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: /^edge/ }))
    expect(screen.queryByRole('link', { name: 'web-01' })).toBeNull()
    expect(rowOf('web-02')).toBeTruthy()
    await userEvent.type(filter, 'xyz')
    await userEvent.click(screen.getByRole('button', { name: 'Show all 3' }))
    expect(rowOf('db-01')).toBeTruthy()
  })

  it('sorts by a column, and the other way by a second click', async () => {
    serve(host('h1', 'a'), host('h2', 'b'))
    await live({ h1: point(0.1), h2: point(0.9) })
    const names = () => screen.getAllByRole('row').flatMap((row) => within(row).queryByRole('link')?.textContent ?? [])
    await userEvent.click(screen.getByRole('button', { name: 'CPU' }))
    expect(names()).toEqual(['b', 'a'])
    expect(screen.getByRole('columnheader', { name: 'CPU' }).getAttribute('aria-sort')).toBe('descending')
    await userEvent.click(screen.getByRole('button', { name: 'CPU' }))
    expect(names()).toEqual(['a', 'b'])
  })

  it('reads the list again when the platform says that it changed', async () => {
    serve(host('h1', 'web-01'))
    const { lines } = await live({ h1: point(0.1) })
    serve(host('h1', 'web-01'), host('h2', 'new-one'))
    act(() => lines.last.say({ type: 'hosts' }))
    expect(await screen.findByRole('link', { name: 'new-one' })).toBeTruthy()
  })

  it('says why no values come, where the platform says so', async () => {
    serve(host('h1', 'web-01'))
    const { lines } = await live({ h1: point(0.1) })
    act(() => lines.last.say({ type: 'error', channel: 'overview', problem: { detail: 'Ownership is not certain.' } }))
    expect(await screen.findByText('Ownership is not certain.')).toBeTruthy()
  })

  it('tells the first step when there is no host', async () => {
    serve()
    platform.on('POST /api/v1/enrolments', {
      status: 201,
      body: {
        id: 'e1',
        code: 'K7QF-2M9X',
        expires: Date.now() + 3_600_000,
        platform_url: 'https://status.example',
        commands: { linux: 'sh K7QF-2M9X', macos: 'zsh K7QF-2M9X', windows: 'ps K7QF-2M9X' },
      },
    })
    platform.on('GET /api/v1/enrolments/e1', { body: { state: 'waiting' } })
    renderPage(<Page />)
    expect(await screen.findByRole('heading', { name: 'No host yet' })).toBeTruthy()
    expect(await screen.findByText('sh K7QF-2M9X')).toBeTruthy()
  })

  it('says what failed and tries again', async () => {
    platform.on('GET /api/v1/hosts', { status: 403, body: { detail: 'Not yours.' } })
    renderPage(<Page />)
    expect((await screen.findByRole('alert')).textContent).toContain('Not yours.')
    serve(host('h1', 'web-01'))
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: 'web-01' })).toBeTruthy()
  })
})
