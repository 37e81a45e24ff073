import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { renderPage } from '../../testing/render.tsx'
import { ConnectionBadge } from './connection-badge.tsx'

const word = () => screen.getByRole('status').textContent

async function connect() {
  const page = renderPage(<ConnectionBadge />)
  await screen.findByRole('status')
  await waitFor(() => expect(page.lines.all).toHaveLength(1))
  return page
}

describe('the connection’s state', () => {
  it('is in sight from the beginning', async () => {
    const { lines } = await connect()
    expect(word()).toBe('Connecting')
    act(() => lines.last.hello())
    expect(word()).toBe('Live')
  })

  it('tells when the line is down, how old the values are, and offers to try at once', async () => {
    const { lines } = await connect()
    act(() => lines.last.hello())
    lines.ticket = () => Promise.reject(new Error('down'))
    act(() => lines.last.breaks())
    // A hiccup is not worth a word.
    expect(word()).toBe('Live')
    await waitFor(() => expect(word()).toBe('Reconnecting'), { timeout: 4_000 })
    expect(document.documentElement.dataset.connection).toBe('reconnecting')
    expect(screen.getByText(/^values \d+\.\d s old$/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: /Reconnecting/ }))
    lines.ticket = () => Promise.resolve('ticket')
    await userEvent.click(await screen.findByRole('button', { name: 'Try now' }))
    await waitFor(() => expect(lines.all.length).toBeGreaterThan(1))
    act(() => lines.last.hello())
    await waitFor(() => expect(word()).toBe('Live'))
  })

  it('ends with the session', async () => {
    const { lines, sessionOver } = await connect()
    act(() => lines.last.hello())
    lines.ticket = () => Promise.resolve(null)
    act(() => lines.last.breaks(4401))
    await waitFor(() => expect(sessionOver).toEqual(['over']))
  })
})
