import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { toLocalInput } from '../../shared/time.ts'
import { renderPage } from '../../testing/render.tsx'
import { HostView } from './host-view.ts'
import { RangeBar } from './range-bar.tsx'
import { rangeOf, type TimeSearch } from './ranges.ts'

const NOW = 1_763_912_176_000
const onRange = vi.fn()
const onZoom = vi.fn()

afterEach(() => {
  onRange.mockClear()
  onZoom.mockClear()
})

function show(search: TimeSearch) {
  const { from, to } = search
  const view = new HostView(
    'h1',
    from !== undefined && to !== undefined ? { from, to } : { range: rangeOf(search.range) },
    { load: () => new Promise(() => {}), now: () => NOW, connected: () => true },
  )
  view.onZoom = onZoom
  renderPage(<RangeBar view={view} search={search} onRange={onRange} />)
}

async function custom(from: number, to: number) {
  await userEvent.click(await screen.findByRole('button', { name: 'Custom…' }))
  for (const [label, time] of [
    ['From', from],
    ['To', to],
  ] as const) {
    const field = await screen.findByLabelText(label)
    await userEvent.clear(field)
    await userEvent.type(field, toLocalInput(time))
  }
  await userEvent.click(screen.getByRole('button', { name: 'Show' }))
}

describe('the range bar', () => {
  it('offers all ranges, and says which is shown', async () => {
    show({ range: '12mo' })
    const ranges = await screen.findAllByRole('radio')
    expect(ranges.map((range) => range.closest('div')?.textContent)).toEqual([
      '5 m',
      '15 m',
      '1 h',
      '6 h',
      '24 h',
      '7 d',
      '30 d',
      '12 mo',
    ])
    expect((screen.getByRole('radio', { name: '12 mo' }) as HTMLInputElement).checked).toBe(true)
    await userEvent.click(screen.getByRole('radio', { name: '30 d' }))
    expect(onRange).toHaveBeenCalledWith('30d')
  })

  it('takes any other range by its ends, which stand at what is shown', async () => {
    show({ from: NOW - 7_200_000, to: NOW - 3_600_000 })
    await userEvent.click(await screen.findByRole('button', { name: 'Custom…' }))
    expect(((await screen.findByLabelText('From')) as HTMLInputElement).value.slice(0, 19)).toBe(
      toLocalInput(NOW - 7_200_000),
    )
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByLabelText('From')).toBeNull())
    await custom(NOW - 86_400_000, NOW - 3_600_000)
    await waitFor(() => expect(onZoom).toHaveBeenCalledWith(NOW - 86_400_000, NOW - 3_600_000))
    expect(screen.queryByLabelText('From')).toBeNull()
  })

  it('says what is wrong with a range, and stays open', async () => {
    show({})
    await custom(NOW - 3_600_000, NOW - 7_200_000)
    expect((await screen.findByRole('alert')).textContent).toContain('after the beginning')
    expect(onZoom).not.toHaveBeenCalled()
  })
})
