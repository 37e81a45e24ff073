import { screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import { StoragePage } from './storage-page.tsx'

const GIB = 1024 ** 3
const tier = (name: string, bytes: number, perDay: number) => ({
  tier: name,
  bytes,
  values: 1_000_000,
  bytes_per_day: perDay,
})

let platform: TestPlatform

beforeEach(() => {
  platform = new TestPlatform()
})
afterEach(() => vi.unstubAllGlobals())

function serve(daysLeft: number | null) {
  platform.on('GET /api/v1/history/storage', {
    body: {
      store: 'questdb',
      free_bytes: 48 * GIB,
      tiers: [tier('raw', 2 * GIB, 0), tier('1m', GIB, GIB / 1024), tier('1h', GIB, GIB / 512)],
      days_left: daysLeft,
    },
  })
}

describe('the storage page', () => {
  it('says what each tier holds, how fast it grows, and for how long there is room', async () => {
    serve(412)
    renderPage(<StoragePage />)
    const row = (await screen.findByRole('rowheader', { name: '1 minute' })).closest('tr')
    expect(row?.textContent).toBe('1 minute7 days1.0 GiB1,000,0001.0 MiB a day')
    expect(screen.getByText('4.0 GiB')).toBeTruthy()
    expect(screen.getByText('3.0 MiB a day')).toBeTruthy()
    expect(screen.getByText('48.0 GiB')).toBeTruthy()
    expect(screen.getByText('412 days')).toBeTruthy()
    // As much goes as comes.
    expect(screen.getByRole('rowheader', { name: 'Every second' }).closest('tr')?.textContent).toContain('no more')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('warns in time', async () => {
    serve(3.7)
    renderPage(<StoragePage />)
    expect((await screen.findByRole('alert')).textContent).toContain('full in 3 days')
  })

  it('says when there is room for all of it', async () => {
    serve(null)
    renderPage(<StoragePage />)
    expect(await screen.findByText('all that will be kept')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })
})
