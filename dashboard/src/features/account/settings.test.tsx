import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, Suspense } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { theme } from '../../app/theme.ts'
import { TestPlatform } from '../../testing/platform.ts'
import { AccountPage } from './account-page.tsx'
import { AuditPage } from './audit-page.tsx'
import { actorWords, deedWords, detailWords } from './audit-words.ts'
import { InvitationsPage } from './invitations-page.tsx'
import { RegisterPage } from './register-page.tsx'
import { ResetPage } from './reset-page.tsx'
import { TokensPage } from './tokens-page.tsx'
import { deviceOf } from './user-agent.ts'

const account = { id: 'a1', email: 'anna@keller.example', name: 'Anna', created: 1 }
let platform: TestPlatform

beforeEach(() => {
  platform = new TestPlatform()
  platform.on('GET /api/v1/account', { body: account })
  platform.on('GET /api/v1/sessions', { body: { sessions: [] } })
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

const panel = async (name: string) => within(await screen.findByRole('region', { name }))
const sent = (method: string) => platform.asked.filter((request) => request.method === method)

describe('the account page', () => {
  it('changes the name without a password, and the e-mail only with it', async () => {
    platform.on('PATCH /api/v1/account', (body) => ({ body: { ...account, ...(body as object) } }))
    show(<AccountPage onLoggedOut={() => {}} />)
    const you = await panel('You')
    await userEvent.clear(you.getByLabelText('Name'))
    await userEvent.type(you.getByLabelText('Name'), 'Anna Keller')
    expect(you.queryByLabelText('Current password')).toBeNull()
    await userEvent.click(you.getByRole('button', { name: 'Save' }))
    await you.findByText('Saved')
    expect(sent('PATCH').at(-1)?.body).toEqual({ name: 'Anna Keller' })

    await userEvent.clear(you.getByLabelText('E-mail'))
    await userEvent.type(you.getByLabelText('E-mail'), 'ak@keller.example')
    await userEvent.type(you.getByLabelText('Current password'), 'correct horse')
    await userEvent.click(you.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(sent('PATCH')).toHaveLength(2))
    expect(sent('PATCH').at(-1)?.body).toEqual({
      name: 'Anna Keller',
      email: 'ak@keller.example',
      current_password: 'correct horse',
    })
    await waitFor(() => expect(you.queryByLabelText('Current password')).toBeNull())
  })

  it('changes the password, and says when it does not', async () => {
    platform.on('PUT /api/v1/account/password', { status: 403, body: { detail: 'The current password is wrong.' } })
    show(<AccountPage onLoggedOut={() => {}} />)
    const password = await panel('Password')
    await userEvent.type(password.getByLabelText('Current password'), 'wrong')
    await userEvent.type(password.getByLabelText('New password'), 'battery staple')
    await userEvent.click(password.getByRole('button', { name: 'Change password' }))
    expect((await password.findByRole('alert')).textContent).toContain('The current password is wrong.')
    platform.on('PUT /api/v1/account/password', { status: 204 })
    await userEvent.click(password.getByRole('button', { name: 'Change password' }))
    await password.findByText('Changed')
    expect(sent('PUT').at(-1)?.body).toEqual({ current_password: 'wrong', new_password: 'battery staple' })
    expect((password.getByLabelText('New password') as HTMLInputElement).value).toBe('')
  })

  it('shows where one is logged in, and logs out everywhere after asking', async () => {
    const onLoggedOut = vi.fn()
    platform.on('GET /api/v1/sessions', {
      body: {
        sessions: [
          { id: 's1', created: 1, last_used: 2, current: true, user_agent: 'Mozilla/5.0 (X11; Linux) Firefox/140.0' },
          { id: 's2', created: 1, last_used: 2, current: false, user_agent: null },
        ],
      },
    })
    platform.on('DELETE /api/v1/sessions', { status: 204 })
    show(<AccountPage onLoggedOut={onLoggedOut} />)
    const sessions = await panel('Sessions')
    expect((await sessions.findByRole('rowheader', { name: /Firefox on Linux/ })).textContent).toContain('this one')
    expect(sessions.getByRole('rowheader', { name: 'Unknown' })).toBeTruthy()
    await userEvent.click(sessions.getByRole('button', { name: 'Log out everywhere' }))
    expect(sent('DELETE')).toEqual([])
    await userEvent.click(sessions.getByRole('button', { name: 'Log out everywhere' }))
    await waitFor(() => expect(onLoggedOut).toHaveBeenCalledOnce())
  })

  it('deletes the account by its password alone', async () => {
    const onLoggedOut = vi.fn()
    platform.on('DELETE /api/v1/account', { status: 204 })
    show(<AccountPage onLoggedOut={onLoggedOut} />)
    const remove = await panel('Delete account')
    await userEvent.click(remove.getByRole('button', { name: 'Delete account' }))
    await userEvent.type(remove.getByLabelText('Current password'), 'correct horse')
    await userEvent.click(remove.getByRole('button', { name: 'Delete account' }))
    await waitFor(() => expect(onLoggedOut).toHaveBeenCalledOnce())
    expect(sent('DELETE')[0]?.body).toEqual({ current_password: 'correct horse' })
  })
})

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

describe('invitations', () => {
  it('give a link once, and can be withdrawn', async () => {
    const open = [{ id: 'i1', email: 'ben@keller.example', created: 1, expires: 2 }]
    platform.on('GET /api/v1/invitations', { body: { invitations: [] } })
    platform.on('POST /api/v1/invitations', () => {
      platform.on('GET /api/v1/invitations', { body: { invitations: open } })
      return {
        status: 201,
        body: { id: 'i1', token: 'x', link: 'https://status.example/register#token=x', created: 1, expires: 2 },
      }
    })
    platform.on('DELETE /api/v1/invitations/i1', () => {
      platform.on('GET /api/v1/invitations', { body: { invitations: [] } })
      return { status: 204 }
    })
    show(<InvitationsPage />)
    await screen.findByText('There is none.')
    await userEvent.type(screen.getByLabelText('E-mail'), 'ben@keller.example')
    await userEvent.click(screen.getByRole('button', { name: 'Make a link' }))
    expect(await screen.findByText('https://status.example/register#token=x')).toBeTruthy()
    expect(sent('POST')[0]?.body).toEqual({ email: 'ben@keller.example' })
    await screen.findByRole('rowheader', { name: 'ben@keller.example' })
    await userEvent.click(screen.getByRole('button', { name: 'Withdraw' }))
    await userEvent.click(screen.getByRole('button', { name: 'Withdraw it' }))
    expect(await screen.findByText('There is none.')).toBeTruthy()
  })

  it('say that they went out by e-mail', async () => {
    platform.on('GET /api/v1/invitations', { body: { invitations: [] } })
    const link = 'https://status.example/register#token=x'
    platform.on('POST /api/v1/invitations', {
      status: 201,
      body: { id: 'i1', token: 'x', link, created: 1, expires: 2, mailed: true },
    })
    show(<InvitationsPage />)
    await userEvent.type(await screen.findByLabelText('E-mail'), 'ben@keller.example')
    await userEvent.click(screen.getByRole('button', { name: 'Make a link' }))
    expect(await screen.findByText(/on its way to ben@keller.example/)).toBeTruthy()
    expect(screen.getByText(link)).toBeTruthy()
  })

  it('make an account by the token behind the #', async () => {
    const onRegistered = vi.fn()
    platform.on('POST /api/v1/accounts', { status: 201 })
    show(<RegisterPage token="x" open={false} login={null} onRegistered={onRegistered} />)
    await userEvent.type(screen.getByLabelText('Your name'), 'Ben')
    await userEvent.type(screen.getByLabelText('E-mail'), 'ben@keller.example')
    await userEvent.type(screen.getByLabelText('Password'), 'correct horse battery')
    await userEvent.click(screen.getByRole('button', { name: 'Create account' }))
    await waitFor(() => expect(onRegistered).toHaveBeenCalledOnce())
    expect(platform.asked[0]?.body).toEqual({
      invitation: 'x',
      name: 'Ben',
      email: 'ben@keller.example',
      password: 'correct horse battery',
    })
  })

  it('are needed unless the platform is open', () => {
    show(<RegisterPage token={null} open={false} login={null} onRegistered={() => {}} />)
    expect(screen.getByRole('heading', { name: 'By invitation' })).toBeTruthy()
    expect(screen.queryByLabelText('Password')).toBeNull()
  })
})

describe('a forgotten password', () => {
  it('is replaced by a link', async () => {
    platform.on('POST /api/v1/password-resets', { status: 403, body: { detail: 'The link was used already.' } })
    show(<ResetPage token="r1" login="to the log-in" />)
    await userEvent.type(screen.getByLabelText('New password'), 'battery staple')
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }))
    expect((await screen.findByRole('alert')).textContent).toContain('The link was used already.')
    platform.on('POST /api/v1/password-resets', { status: 204 })
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }))
    await screen.findByRole('heading', { name: 'The password is changed' })
    expect(platform.asked.at(-1)?.body).toEqual({ token: 'r1', new_password: 'battery staple' })
  })

  it('is told how to get one', () => {
    show(<ResetPage token={null} login={null} />)
    expect(screen.getByText(/admin reset-link/)).toBeTruthy()
  })
})

describe('a forgotten password where the platform sends e-mail', () => {
  it('is asked for by the address, and the answer tells nobody whether it has an account', async () => {
    platform.on('POST /api/v1/password-resets/requests', { status: 429, body: { detail: 'Too many were asked for.' } })
    show(<ResetPage token={null} mail login={null} />)
    await userEvent.type(screen.getByLabelText('E-mail'), ' anna@keller.example')
    await userEvent.click(screen.getByRole('button', { name: 'Send a link' }))
    expect((await screen.findByRole('alert')).textContent).toContain('Too many were asked for.')
    platform.on('POST /api/v1/password-resets/requests', { status: 202, body: {} })
    await userEvent.click(screen.getByRole('button', { name: 'Send a link' }))
    await screen.findByRole('heading', { name: 'Look into your mail' })
    expect(screen.getByText(/If anna@keller.example has an account here/)).toBeTruthy()
    expect(platform.asked.at(-1)?.body).toEqual({ email: 'anna@keller.example' })
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
    expect(detailWords('session.started', 'Mozilla/5.0 (X11; Linux) Firefox/140.0')).toBe('Firefox on Linux')
    expect(detailWords('session.all_ended', '3')).toBe('3 sessions')
    expect(detailWords('host.revoked', 'web-01')).toBe('web-01')
  })
})

describe('deviceOf', () => {
  it('tells browsers and systems', () => {
    const of = (text: string) => deviceOf(`Mozilla/5.0 ${text}`)
    expect(of('(Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0')).toBe(
      'Edge on Windows',
    )
    expect(of('(Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18.0 Safari/605')).toBe('Safari on macOS')
    expect(of('(iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Safari/604')).toBe('Chrome on iOS')
    expect(deviceOf('curl/8.5.0')).toBe('curl')
    expect(deviceOf('')).toBe('Unknown')
  })
})
