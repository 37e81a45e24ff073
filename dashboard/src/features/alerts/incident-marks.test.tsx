import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { anIncident } from '../../testing/alerts.ts'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import { HostView } from '../history/host-view.ts'
import type { Incident } from './api.ts'
import { IncidentMarks } from './incident-marks.tsx'

afterEach(() => vi.unstubAllGlobals())

const HOUR = 3_600_000

function view(from: number, to: number) {
  return new HostView('h1', { from, to }, { load: () => new Promise(() => {}), now: Date.now, connected: () => true })
}

describe('the incidents of a time', () => {
  it('stand above the charts and on them, and can be looked at', async () => {
    const now = Date.now()
    const platform = new TestPlatform()
    const incidents: Incident[] = [
      anIncident({ id: 'i3', since: now - 600_000 }),
      anIncident({ id: 'i2', since: now - 2 * HOUR, resolved: now - 1.5 * HOUR }),
      anIncident({ id: 'i1', since: now - 9 * HOUR, opened: now - 9 * HOUR, resolved: now - 8 * HOUR }),
    ]
    platform.on('GET /api/v1/alerts/incidents', { body: { incidents, open: 1, more: false } })
    const shown = view(now - 4 * HOUR, now)
    const zooms: [number, number][] = []
    shown.onZoom = (start, stop) => zooms.push([start, stop])
    const { unmount } = renderPage(<IncidentMarks hosts={['h1']} view={shown} />)
    const list = await screen.findByRole('list', { name: 'Incidents of this time' })
    expect(list.textContent).toContain('Warning CPU used above 90% for 1 min')
    expect(list.querySelectorAll('li')).toHaveLength(3)
    expect(platform.queries.find(({ path }) => path.endsWith('incidents'))?.query.get('host')).toBe('h1')
    expect(shown.overlay).toBeTypeOf('function')

    await userEvent.click(screen.getAllByTitle('Show this time')[1] as HTMLElement)
    const [zoom] = zooms as [[number, number]]
    expect(zoom[0]).toBeLessThan(now - 2 * HOUR)
    expect(zoom[1]).toBeGreaterThan(now - 1.5 * HOUR)
    act(() => unmount())
    expect(shown.overlay).toBeNull()
  })

  it('are asked for page by page, no further back than is shown', async () => {
    const now = Date.now()
    const platform = new TestPlatform()
    const page = (first: number) =>
      Array.from({ length: 200 }, (_, index) => {
        const since = now - (first + index) * 0.2 * HOUR
        return anIncident({ id: `i${first + index}`, since, opened: since, resolved: since + 60_000 })
      })
    platform.on('GET /api/v1/alerts/incidents', () => {
      const before = platform.queries.at(-1)?.query.get('before')
      return { body: { incidents: page(before ? Number(before.slice(1)) + 1 : 0), open: 0, more: true } }
    })
    renderPage(<IncidentMarks hosts={['h1']} view={view(now - 50 * HOUR, now)} />)
    await screen.findByText('and 247 more')
    await waitFor(() => expect(platform.queries.filter(({ path }) => path.endsWith('incidents'))).toHaveLength(2))
  })

  it('are nothing where there was none', async () => {
    const platform = new TestPlatform()
    platform.on('GET /api/v1/alerts/incidents', { body: { incidents: [], open: 0, more: false } })
    const shown = view(Date.now() - HOUR, Date.now())
    renderPage(<IncidentMarks hosts={['h1']} view={shown} />)
    await waitFor(() => expect(shown.overlay).not.toBeNull())
    expect(screen.queryByRole('list')).toBeNull()
  })
})
