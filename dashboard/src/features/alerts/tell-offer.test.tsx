import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import { TellOffer } from './tell-offer.tsx'

let platform: TestPlatform
let channels: object[]

beforeEach(() => {
  localStorage.clear()
  platform = new TestPlatform()
  channels = []
  platform.on('GET /api/v1/alerts/channels', () => ({ body: { channels, kinds: ['telegram', 'webhook'] } }))
})
afterEach(() => vi.unstubAllGlobals())

const asked = () => platform.asked.filter(({ path }) => path === '/api/v1/alerts/channels').length

describe('the offer to be told', () => {
  it('links Telegram in place, and goes when that is done', async () => {
    platform.on('POST /api/v1/alerts/telegram/link', {
      status: 201,
      body: { bot: 'b', code: 'abc', link: 'https://t.me/b', group_link: 'https://t.me/b', expires: Date.now() + 9e5 },
    })
    renderPage(<TellOffer />)
    await userEvent.click(await screen.findByRole('button', { name: 'Link Telegram' }))
    const dialog = within(await screen.findByRole('dialog'))
    await dialog.findByText('/start abc')
    channels = [{ id: 'c1', kind: 'telegram', name: 'Ada', min_severity: 'info', paused: false, created: 1 }]
    // The dialog stays, to say so.
    await dialog.findByText('Linked: Ada')
    expect(screen.queryByRole('region', { name: 'Be told' })).toBeNull()
  })

  it('is not made where somebody is told', async () => {
    channels = [{ id: 'c1', kind: 'webhook', name: 'desk', min_severity: 'info', paused: false, created: 1 }]
    renderPage(<TellOffer />)
    await waitFor(() => expect(asked()).toBe(1))
    expect(screen.queryByText('Be told when something breaks.')).toBeNull()
  })

  it('is not made again after a later', async () => {
    const { unmount } = renderPage(<TellOffer />)
    await userEvent.click(await screen.findByRole('button', { name: 'Later' }))
    expect(screen.queryByText('Be told when something breaks.')).toBeNull()
    unmount()
    const before = asked()
    renderPage(<TellOffer />)
    await waitFor(() => expect(asked()).toBeGreaterThan(before))
    expect(screen.queryByText('Be told when something breaks.')).toBeNull()
  })
})
