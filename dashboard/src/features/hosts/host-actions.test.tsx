import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TestPlatform } from '../../testing/platform.ts'
import { renderPage } from '../../testing/render.tsx'
import type { Host } from './api.ts'
import { HostActions } from './host-actions.tsx'
import { readTags } from './host-actions-menu.tsx'

const host: Host = { id: 'h1', name: 'web-01', tags: ['web'], state: 'active', created: 1, resource: {} }
const onDeleted = vi.fn()
let platform: TestPlatform

beforeEach(() => {
  platform = new TestPlatform()
  onDeleted.mockClear()
})
afterEach(() => vi.unstubAllGlobals())

async function choose(action: string) {
  renderPage(<HostActions host={host} onDeleted={onDeleted} />)
  await userEvent.click(await screen.findByRole('button', { name: 'More' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: action }))
}

describe('what can be done with a host', () => {
  it('is to give it another name and other tags', async () => {
    platform.on('PATCH /api/v1/hosts/h1', (body) => ({ body: { ...host, ...(body as object) } }))
    await choose('Name and tags')
    const name = await screen.findByLabelText('Name')
    await userEvent.clear(name)
    await userEvent.type(name, 'web-one')
    await userEvent.type(screen.getByLabelText('Tags'), ' production, edge')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByLabelText('Name')).toBeNull())
    expect(platform.asked).toContainEqual({
      method: 'PATCH',
      path: '/api/v1/hosts/h1',
      body: { name: 'web-one', tags: ['web', 'production', 'edge'] },
    })
  })

  it('is to delete it, when one means it', async () => {
    platform.on('DELETE /api/v1/hosts/h1', { status: 204 })
    await choose('Delete host')
    expect(await screen.findByText(/cannot be undone/)).toBeTruthy()
    expect(platform.asked).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Delete host' }))
    await waitFor(() => expect(onDeleted).toHaveBeenCalledOnce())
  })

  it('is to revoke it, when one means it', async () => {
    platform.on('POST /api/v1/hosts/h1/revoke', { body: { ...host, state: 'revoked' } })
    await choose('Revoke')
    expect(await screen.findByText(/refused within a second/)).toBeTruthy()
    expect(platform.asked).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Revoke host' }))
    await waitFor(() => expect(screen.queryByText(/refused within a second/)).toBeNull())
    expect(platform.asked).toContainEqual({ method: 'POST', path: '/api/v1/hosts/h1/revoke', body: undefined })
  })

  it('says when nothing was changed', async () => {
    platform.on('PATCH /api/v1/hosts/h1', { status: 422, body: { detail: 'A name has 1 to 100 characters.' } })
    await choose('Name and tags')
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }))
    expect((await screen.findByRole('alert')).textContent).toContain('A name has 1 to 100 characters.')
  })
})

describe('readTags', () => {
  it('takes words apart by spaces and commas, each once', () => {
    expect(readTags(' web, production  web\tedge ')).toEqual(['web', 'production', 'edge'])
    expect(readTags('')).toEqual([])
  })
})
