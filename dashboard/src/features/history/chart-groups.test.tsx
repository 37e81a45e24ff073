import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import type { LoadHistory } from './api.ts'
import { ChartGroups } from './chart-groups.tsx'
import { useHostFeed, useHostView } from './use-host-view.ts'

const SERIES = [
  'system.cpu.utilization.total',
  'system.cpu.utilization{cpu.mode=user}',
  'hw.temperature{hw.id=package}',
  'hw.temperature{hw.id=nvme}',
]

let asked: string[][]
let failing: boolean

const load: LoadHistory = async ({ host, metrics, start, stop }) => {
  asked.push([...metrics])
  if (failing) throw new Error('The store is busy.')
  return { host, start, stop, tier: 'raw', step: 1, times: [], series: [] }
}

function Page() {
  const { feed, asked: known } = useHostFeed('h1')
  const { view, groups } = useHostView(feed, known, {}, { zoom: () => {}, zoomBack: () => {} }, load)
  return <ChartGroups name="web-01" groups={groups} view={view} feed={feed} />
}

async function show() {
  const page = renderPage(<Page />)
  await waitFor(() => expect(page.lines.all).toHaveLength(1))
  act(() => {
    page.lines.last.hello()
    page.lines.last.say({ type: 'series', host: 'h1', series: SERIES })
    page.lines.last.say({ type: 'sample', host: 'h1', timestamp: Date.now(), values: [0.4, 0.3, 51.25, 78.5] })
  })
  await screen.findByRole('heading', { name: /Overview/ })
  return page
}

beforeEach(() => {
  localStorage.clear()
  asked = []
  failing = false
})

describe('chart groups', () => {
  it('are those that the host has something for, and subscribe to it', async () => {
    const { lines } = await show()
    expect(lines.last.subscriptions).toContainEqual({ type: 'subscribe', channel: 'host', host: 'h1' })
    const titles = screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)
    expect(titles).toEqual(['Overview1 chart', expect.stringMatching(/^Temperatures2/)])
    expect(screen.getByRole('region', { name: 'CPU' })).toBeTruthy()
  })

  it('load their history with one request, and only when they are open', async () => {
    await show()
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('system.cpu.utilization')
    await userEvent.click(screen.getByRole('button', { name: /Temperatures/ }))
    expect(asked).toHaveLength(2)
    expect(asked[1]).toEqual(['hw.temperature'])
  })

  it('say their headline while they are folded', async () => {
    await show()
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /Temperatures/ }).textContent).toContain('hottest nvme 78.5 °C'),
    )
  })

  it('give their values as a file', async () => {
    const platform = new TestPlatform().on('GET /api/v1/hosts/h1/metrics', { text: 'time,name,mean\r\n' })
    const saved: { name: string; content: Blob }[] = []
    const kept: Blob[] = []
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: (blob: Blob) => `blob:${kept.push(blob)}`, revokeObjectURL: () => {} }),
    )
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push({ name: this.download, content: kept.at(-1) as Blob })
    })
    await show()
    await userEvent.click(screen.getByRole('button', { name: 'Overview as CSV' }))
    await waitFor(() => expect(saved).toHaveLength(1))
    expect(saved[0]?.name).toMatch(/^web-01-overview-2\d{3}-\d\d-\d\dT\d\d-\d\d-\d\d-2[\dT-]+\.csv$/)
    expect(await saved[0]?.content.text()).toBe('time,name,mean\r\n')
    expect(platform.queries.at(-1)?.accept).toContain('text/csv')
    vi.unstubAllGlobals()
  })

  it('say when there is no file', async () => {
    new TestPlatform().on('GET /api/v1/hosts/h1/metrics', { status: 503, body: { detail: 'The store is slow.' } })
    await show()
    await userEvent.click(screen.getByRole('button', { name: 'Overview as CSV' }))
    expect((await screen.findByRole('alert')).textContent).toBe('Not exported: The store is slow.')
    vi.unstubAllGlobals()
  })

  it('stay as they were folded', async () => {
    const { unmount } = await show()
    await userEvent.click(screen.getByRole('button', { name: /^Overview ?1/ }))
    expect(screen.queryByRole('region', { name: 'CPU' })).toBeNull()
    unmount()
    await show()
    expect(screen.getByRole('button', { name: /^Overview ?1/ }).getAttribute('aria-expanded')).toBe('false')
  })

  it('say in place what could not be read, and try again', async () => {
    failing = true
    await show()
    expect((await screen.findByRole('alert')).textContent).toContain('The store is busy.')
    expect(screen.getByRole('region', { name: 'CPU' })).toBeTruthy()
    failing = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })
})
