import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, Suspense } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { theme } from '../../app/theme.ts'
import { TestPlatform } from '../../testing/platform.ts'
import { AuditPage } from './audit-page.tsx'
import { actorWords, deedWords } from './audit-words.ts'
import { TokensPage } from './tokens-page.tsx'

let platform: TestPlatform

beforeEach(() => {
  platform = new TestPlatform()
})
afterEach(() => vi.unstubAllGlobals())

function show(page: ReactNode) {
  render(
    <MantineProvider env="test" theme={theme}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Suspense>{page}</Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

const sent = (method: string) => platform.asked.filter((request) => request.method === method)

describe('API tokens', () => {
  it('are made for what is ticked, and shown once', async () => {
    platform.on('GET /api/v1/tokens', { body: { tokens: [] } })
    platform.on('POST /api/v1/tokens', {
      status: 201,
      body: { id: 't1', name: 'backup', scopes: ['history:read'], created: 1, expires: null, token: 'smp_secret' },
    })
    show(<TokensPage />)
    await screen.findByText('There is none yet.')
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'backup')
    await userEvent.click(screen.getByRole('checkbox', { name: /hosts:read/ }))
    await userEvent.selectOptions(screen.getByLabelText('Good for'), 'for ever')
    await userEvent.click(screen.getByRole('button', { name: 'Create token' }))
    expect(await screen.findByText('smp_secret')).toBeTruthy()
    expect(sent('POST')[0]?.body).toEqual({ name: 'backup', scopes: ['history:read'] })
    expect((screen.getByRole('textbox', { name: 'Name' }) as HTMLInputElement).value).toBe('')
  })

  it('are not made for nothing', async () => {
    platform.on('GET /api/v1/tokens', { body: { tokens: [] } })
    show(<TokensPage />)
    await userEvent.click(screen.getByRole('checkbox', { name: /hosts:read/ }))
    await userEvent.click(screen.getByRole('checkbox', { name: /history:read/ }))
    expect((screen.getByRole('button', { name: 'Create token' }) as HTMLButtonElement).disabled).toBe(true)
  })

  it('are revoked after asking', async () => {
    const token = { id: 't1', name: 'backup', scopes: ['history:read'], created: 1, expires: 5, last_used: null }
    platform.on('GET /api/v1/tokens', { body: { tokens: [token] } })
    platform.on('DELETE /api/v1/tokens/t1', () => {
      platform.on('GET /api/v1/tokens', { body: { tokens: [] } })
      return { status: 204 }
    })
    show(<TokensPage />)
    const row = (await screen.findByRole('rowheader', { name: /backup/ })).closest('tr') as HTMLElement
    expect(row.textContent).toContain('never')
    expect(row.textContent).toContain('expired')
    await userEvent.click(screen.getByRole('button', { name: 'Revoke' }))
    expect(sent('DELETE')).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Revoke it' }))
    expect(await screen.findByText('There is none yet.')).toBeTruthy()
  })
})

describe('the audit log', () => {
  const event = (id: number) => ({
    id: `e${id}`,
    time: id,
    type: 'host.revoked',
    actor: 'token t1',
    detail: `web-${id}`,
  })

  it('says what happened in words, and goes back page by page', async () => {
    platform.on('GET /api/v1/tokens', {
      body: { tokens: [{ id: 't1', name: 'backup', scopes: [], created: 1, expires: null, last_used: null }] },
    })
    platform.on('GET /api/v1/audit', () => {
      const before = platform.queries.at(-1)?.query.get('before')
      const ids = before === 'e50' ? [100] : Array.from({ length: 50 }, (_, i) => i + 1)
      return { body: { events: ids.map(event) } }
    })
    show(<AuditPage />)
    const cell = await screen.findByText('web-1')
    const row = cell.closest('tr') as HTMLElement
    await waitFor(() => expect(row.textContent).toContain('token backup'))
    expect(row.textContent).toContain('Host revoked')
    await userEvent.click(screen.getByRole('button', { name: 'Show older' }))
    expect(await screen.findByText('web-100')).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull())
  })

  it('has words for who did it, and shows what it does not know as it is', () => {
    expect(actorWords('session', [])).toBe('you, in the browser')
    expect(actorWords('token t9', [])).toBe('a token that is gone')
    expect(actorWords('something new', [])).toBe('something new')
    expect(deedWords('something.new')).toBe('something.new')
  })
})
