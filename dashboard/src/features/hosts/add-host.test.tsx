import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import { AddHost } from './add-host.tsx'
import type { Host } from './api.ts'

const host: Host = { id: 'h9', name: 'runner-11', tags: [], state: 'active', created: 1, enrolled: 2, resource: {} }

const enrolment = (id: string, more = {}) => ({
  id,
  code: `CODE-${id}`,
  expires: Date.now() + 54 * 60_000 - 1_000,
  platform_url: 'https://status.example',
  commands: { linux: `sh ${id}`, macos: `zsh ${id}`, windows: `ps ${id}` },
  ...more,
})

let platform: TestPlatform

beforeEach(() => {
  platform = new TestPlatform()
  platform.on('GET /api/v1/hosts', { body: { hosts: [] } })
  platform.on('POST /api/v1/enrolments', { status: 201, body: enrolment('e1') })
  platform.on('GET /api/v1/enrolments/e1', { body: { state: 'waiting' } })
})
afterEach(() => vi.unstubAllGlobals())

const status = () => screen.getByRole('status')

describe('adding a host', () => {
  it('gives a command for each system', async () => {
    renderPage(<AddHost />)
    expect(await screen.findByText('sh e1')).toBeTruthy()
    await userEvent.click(screen.getByRole('tab', { name: 'Windows' }))
    expect(await screen.findByText('ps e1')).toBeTruthy()
    expect(screen.queryByText('sh e1')).toBeNull()
    expect(screen.getByText('54 min')).toBeTruthy()
    expect(screen.getByText('status.example on port 443')).toBeTruthy()
    expect(screen.queryByText('Good on this machine only')).toBeNull()
  })

  it('says so where the address is good on this machine only, and what to do', async () => {
    platform.on('POST /api/v1/enrolments', {
      status: 201,
      body: enrolment('e1', { platform_url: 'http://127.0.0.1:8080', local_only: true }),
    })
    renderPage(<AddHost />)
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('Good on this machine only')
    expect(alert.textContent).toContain('--public-url')
  })

  it('watches the machine come: the code used, then the first sample', async () => {
    const { lines } = renderPage(<AddHost onClose={() => {}} />)
    await screen.findByText('sh e1')
    expect(status().textContent).toContain('Waiting for the host')
    expect(screen.getByText(/You may close this/)).toBeTruthy()

    platform.on('GET /api/v1/hosts', { body: { hosts: [host] } })
    platform.on('GET /api/v1/enrolments/e1', { body: { state: 'enrolled', host_id: 'h9' } })
    await waitFor(() => expect(status().textContent).toContain('Host enrolled'))
    await waitFor(() => expect(status().textContent).toContain('runner-11 is enrolled'))
    expect(screen.getByRole('link', { name: 'Open host' }).getAttribute('href')).toBe('/hosts/h9')

    act(() => {
      lines.last.hello()
      const old = [Date.now() - 60_000, 0.9, 0.4, 0.9, '/', 1, 1, 1, 1]
      lines.last.say({ type: 'overview', snapshot: true, more: false, hosts: [{ host: 'h9', points: [old] }] })
    })
    // What it sent before it was enrolled again is no first sample.
    expect(status().textContent).not.toContain('CPU')
    act(() => {
      const point = [Date.now() + 2_000, 0.524, 0.4, 0.9, '/srv', 1, 1, 1, 1]
      lines.last.say({ type: 'overview', hosts: [{ host: 'h9', points: [point] }] })
    })
    await waitFor(() => expect(status().textContent).toContain('52.4%'))
    expect(status().textContent).toContain('2 samples so far')
  })

  it('makes another code when wanted, and when one was not used', async () => {
    renderPage(<AddHost />)
    await screen.findByText('sh e1')
    platform.on('GET /api/v1/enrolments/e1', { body: { state: 'expired' } })
    expect(await screen.findByText(/was not used within its hour/)).toBeTruthy()
    platform.on('POST /api/v1/enrolments', { status: 201, body: enrolment('e2') })
    platform.on('GET /api/v1/enrolments/e2', { body: { state: 'waiting' } })
    await userEvent.click(screen.getByRole('button', { name: 'New code' }))
    expect(await screen.findByText('sh e2')).toBeTruthy()
  })

  it('gives a host that is there a new key', async () => {
    platform.on('POST /api/v1/hosts/h9/enrolments', { status: 201, body: enrolment('e1') })
    renderPage(<AddHost again={host} />)
    expect(await screen.findByText(/It comes back here by itself/)).toBeTruthy()
    expect(platform.asked.map(({ method, path }) => `${method} ${path}`)).toContain('POST /api/v1/hosts/h9/enrolments')
  })

  it('says when no code was made', async () => {
    platform.on('POST /api/v1/enrolments', { status: 503, body: { detail: 'The database is away.' } })
    renderPage(<AddHost />)
    expect((await screen.findByRole('alert')).textContent).toContain('The database is away.')
  })
})
