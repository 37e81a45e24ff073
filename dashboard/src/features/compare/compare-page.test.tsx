import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import type { Host } from '../hosts/api.ts'
import { ComparePage } from './compare-page.tsx'
import type { CompareSearch } from './compare-search.ts'

const host = (id: string, name: string): Host => ({
  id,
  name,
  tags: ['web'],
  state: 'active',
  created: 1,
  resource: {},
})

let platform: TestPlatform
let search: CompareSearch

beforeEach(() => {
  platform = new TestPlatform()
  platform.on('GET /api/v1/hosts', { body: { hosts: [host('h1', 'alpha'), host('h2', 'beta'), host('h3', 'gamma')] } })
  platform.on('GET /api/v1/history', () => ({ body: history(platform.queries.at(-1)?.query as URLSearchParams) }))
})
afterEach(() => vi.unstubAllGlobals())

function history(query: URLSearchParams) {
  const start = Number(query.get('start'))
  const metric = query.get('metric') as string
  const names =
    metric === 'system.filesystem.utilization' ? ['/', '/srv'].map((m) => [m, `${metric}{m=${m}}`]) : [['', metric]]
  return {
    start,
    stop: Number(query.get('stop')),
    tier: '1m',
    step: 120,
    times: [start],
    hosts: query.getAll('host').map((id) => ({
      host: id,
      series: names.map(([mountpoint, name]) => ({
        name: name?.replace('{m=', '{system.filesystem.mountpoint='),
        metric,
        attributes: mountpoint ? { 'system.filesystem.mountpoint': mountpoint } : {},
        unit: '1',
        mean: [0.5],
        min: [0.4],
        max: [0.6],
      })),
    })),
  }
}

function Page({ from }: { from: CompareSearch }) {
  const [shown, setShown] = useState(from)
  search = shown
  return (
    <ComparePage
      search={shown}
      onSearch={setShown}
      onRange={(range) => setShown({ ...shown, range })}
      onZoom={() => {}}
      onZoomBack={() => {}}
    />
  )
}

const asked = () => platform.queries.filter(({ path }) => path === '/api/v1/history').map(({ query }) => query)
const legend = async () => within(await screen.findByRole('group', { name: 'Series' }))

describe('comparing hosts', () => {
  it('asks for all of them at once and draws a line for each', async () => {
    renderPage(<Page from={{ hosts: 'h1,h2', range: '24h' }} />)
    await screen.findByRole('region', { name: 'CPU used' })
    await waitFor(() => expect(asked()).toHaveLength(1))
    expect(asked()[0]?.getAll('host')).toEqual(['h1', 'h2'])
    expect(asked()[0]?.get('metric')).toBe('system.cpu.utilization.total')
    const lines = (await legend()).getAllByRole('button')
    expect(lines.map((line) => line.textContent)).toEqual([
      expect.stringMatching(/^alpha/),
      expect.stringMatching(/^beta/),
    ])
    expect(await screen.findByText(/1 min tier, 2 min buckets/)).toBeTruthy()
  })

  it('takes hosts in and lets them go, and remembers them in the address', async () => {
    renderPage(<Page from={{ range: '24h' }} />)
    await userEvent.click(await screen.findByRole('button', { name: 'Choose hosts' }))
    await userEvent.type(await screen.findByRole('searchbox'), 'alp')
    expect(screen.queryByRole('checkbox', { name: /beta/ })).toBeNull()
    await userEvent.click(screen.getByRole('checkbox', { name: /alpha/ }))
    await userEvent.clear(screen.getByRole('searchbox'))
    await userEvent.click(screen.getByRole('checkbox', { name: /gamma/ }))
    expect(search.hosts).toBe('h1,h3')
    await userEvent.click(screen.getByRole('button', { name: 'Without alpha' }))
    expect(search.hosts).toBe('h3')
  })

  it('takes all where they are few', async () => {
    renderPage(<Page from={{}} />)
    await userEvent.click(await screen.findByRole('button', { name: 'Take all 3' }))
    expect(search.hosts).toBe('h1,h2,h3')
  })

  it('lets one choose the device where there are several', async () => {
    renderPage(<Page from={{ hosts: 'h1,h2', range: '24h' }} />)
    await userEvent.selectOptions(await screen.findByLabelText('Metric'), 'Disk used')
    expect(search.metric).toBe('disk-used')
    await screen.findByRole('heading', { name: 'Disk used: /' })
    await userEvent.selectOptions(screen.getByLabelText('Of'), '/srv')
    expect(search.of).toBe('/srv')
    expect(await screen.findByRole('heading', { name: 'Disk used: /srv' })).toBeTruthy()
  })

  it('takes live samples of each where the range is short', async () => {
    const { lines } = renderPage(<Page from={{ hosts: 'h1,h2' }} />)
    await screen.findByRole('region', { name: 'CPU used' })
    act(() => lines.last.hello())
    await waitFor(() =>
      expect(lines.last.subscriptions).toEqual(
        expect.arrayContaining([
          { type: 'subscribe', channel: 'host', host: 'h1' },
          { type: 'subscribe', channel: 'host', host: 'h2' },
        ]),
      ),
    )
  })

  it('says what of a link is not there any more', async () => {
    renderPage(<Page from={{ hosts: 'h1,gone' }} />)
    expect(await screen.findByText(/One host of this link is not yours/)).toBeTruthy()
    expect((await legend()).getAllByRole('button')).toHaveLength(1)
  })

  it('says what failed, and tries again', async () => {
    platform.on('GET /api/v1/history', { status: 400, body: { detail: 'Too many values.' } })
    renderPage(<Page from={{ hosts: 'h1', range: '24h' }} />)
    expect((await screen.findByRole('alert')).textContent).toContain('Too many values.')
    platform.on('GET /api/v1/history', () => ({ body: history(platform.queries.at(-1)?.query as URLSearchParams) }))
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })
})
