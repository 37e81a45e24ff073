import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { theme } from '../../app/theme.ts'
import { TestPlatform } from '../../testing/platform.ts'
import { initials } from './account-menu.tsx'
import { linkToken } from './link-token.ts'
import { LoginPage } from './login-page.tsx'
import { SetupPage } from './setup-page.tsx'

let platform: TestPlatform

beforeEach(() => {
  platform = new TestPlatform()
})
afterEach(() => vi.unstubAllGlobals())

function show(page: ReactNode) {
  render(
    <MantineProvider env="test" theme={theme}>
      <QueryClientProvider client={new QueryClient()}>{page}</QueryClientProvider>
    </MantineProvider>,
  )
}

describe('the log-in page', () => {
  const logIn = async (email: string, password: string) => {
    await userEvent.type(screen.getByLabelText('E-mail'), email)
    await userEvent.type(screen.getByLabelText('Password'), password)
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }))
  }

  it('lets in who knows the password', async () => {
    const onLoggedIn = vi.fn()
    platform.on('POST /api/v1/session', { status: 201 })
    show(<LoginPage onLoggedIn={onLoggedIn} />)
    await logIn(' anna@keller.example', 'correct horse')
    await vi.waitFor(() => expect(onLoggedIn).toHaveBeenCalledOnce())
    expect(platform.asked).toEqual([
      {
        method: 'POST',
        path: '/api/v1/session',
        body: { email: 'anna@keller.example', password: 'correct horse' },
      },
    ])
  })

  it('says why it does not, in place', async () => {
    const onLoggedIn = vi.fn()
    platform.on('POST /api/v1/session', { status: 401, body: { detail: 'E-mail or password is wrong.' } })
    show(<LoginPage onLoggedIn={onLoggedIn} />)
    await logIn('anna@keller.example', 'wrong')
    expect((await screen.findByRole('alert')).textContent).toContain('E-mail or password is wrong.')
    expect(onLoggedIn).not.toHaveBeenCalled()
  })
})

describe('the set-up page', () => {
  it('tells where the link is to be found, to those who come without', () => {
    show(<SetupPage token={null} onCreated={() => {}} />)
    expect(screen.getByText(/printed where StatusMonitor was started/)).toBeTruthy()
    expect(screen.queryByLabelText('Password')).toBeNull()
  })

  it('makes the first account by the token of the link', async () => {
    const onCreated = vi.fn()
    platform.on('POST /api/v1/setup', { status: 201 })
    show(<SetupPage token="v3Jq" onCreated={onCreated} />)
    await userEvent.type(screen.getByLabelText('Your name'), 'Anna Keller')
    await userEvent.type(screen.getByLabelText('E-mail'), 'anna@keller.example')
    await userEvent.type(screen.getByLabelText('Password'), 'correct horse battery')
    await userEvent.click(screen.getByRole('button', { name: 'Create account' }))
    await vi.waitFor(() => expect(onCreated).toHaveBeenCalledOnce())
    expect(platform.asked[0]?.body).toEqual({
      token: 'v3Jq',
      name: 'Anna Keller',
      email: 'anna@keller.example',
      password: 'correct horse battery',
    })
  })

  it('reads the token behind the #, where no server sees it', () => {
    expect(linkToken('#token=v3Jq-81Xp')).toBe('v3Jq-81Xp')
    expect(linkToken('token=v3Jq')).toBe('v3Jq')
    expect(linkToken('#v3Jq-81Xp_9kQ2vBnM7')).toBe('v3Jq-81Xp_9kQ2vBnM7')
    expect(linkToken('#charts')).toBeNull()
    expect(linkToken('#other=1')).toBeNull()
    expect(linkToken('')).toBeNull()
  })
})

describe('initials', () => {
  it('are of the first and the last name', () => {
    expect(initials('Anna Keller')).toBe('AK')
    expect(initials('Anna Maria von Keller')).toBe('AK')
    expect(initials('anna@keller.example')).toBe('A')
    expect(initials('anna.keller@example.org')).toBe('AK')
    expect(initials('')).toBe('?')
  })
})
