import { describe, expect, it } from 'vitest'
import { pointsFor, RANGES, readTimeSearch, wrongWith } from './ranges.ts'

describe('the ranges', () => {
  it('ask for buckets that are whole multiples of what is stored', () => {
    const stored = (length: number) => (length <= 86_400_000 ? 1_000 : length <= 7 * 86_400_000 ? 60_000 : 3_600_000)
    expect(RANGES.map(({ length, points }) => length / points / stored(length))).toEqual([1, 1, 5, 30, 120, 15, 1, 12])
  })
})

describe('the address of a page with charts', () => {
  it('names a range, and nothing for the usual one', () => {
    expect(readTimeSearch({ range: '6h' })).toEqual({ range: '6h' })
    expect(readTimeSearch({ range: '5m' })).toEqual({})
    expect(readTimeSearch({})).toEqual({})
  })

  it('names a piece of the past beside the range that it was taken from', () => {
    expect(readTimeSearch({ range: '1h', from: 1_763_912_000_000, to: 1_763_912_100_000 })).toEqual({
      range: '1h',
      from: 1_763_912_000_000,
      to: 1_763_912_100_000,
    })
  })

  it('is not led astray by what makes no sense', () => {
    expect(readTimeSearch({ range: '7y', from: 'x', to: 5 })).toEqual({})
    expect(readTimeSearch({ from: 2_000_000, to: 1_000_000 })).toEqual({})
    expect(readTimeSearch({ from: 1_000_000, to: 1_001_000 })).toEqual({})
    expect(readTimeSearch({ from: 1_000_000 })).toEqual({})
    expect(readTimeSearch({ from: 1, to: 400 * 86_400_000 })).toEqual({})
  })
})

describe('pointsFor', () => {
  it('asks for single samples while they fit', () => {
    expect(pointsFor(60_000)).toBe(60)
    expect(pointsFor(900_000)).toBe(900)
    expect(pointsFor(86_400_000)).toBe(720)
  })
})

describe('a range that a person typed', () => {
  const now = 1_763_912_176_000
  const day = 86_400_000
  it('is taken when it can be shown', () => {
    expect(wrongWith(now - day, now, now)).toBeNull()
    expect(wrongWith(now - 365 * day, now, now)).toBeNull()
    expect(wrongWith(now - day, now + day, now)).toBeNull()
  })

  it('is refused with the reason', () => {
    expect(wrongWith(Number.NaN, now, now)).toContain('both')
    expect(wrongWith(now, now - 1, now)).toContain('after the beginning')
    expect(wrongWith(now + 1, now + day, now)).toContain('not happened')
    expect(wrongWith(now - 9_000, now, now)).toContain('Ten seconds')
    expect(wrongWith(now - 366 * day, now, now)).toContain('365 days')
  })
})
