import { describe, expect, it } from 'vitest'
import { pointsFor, readHostSearch } from './ranges.ts'

describe('the address of a host page', () => {
  it('names a range, and nothing for the usual one', () => {
    expect(readHostSearch({ range: '6h' })).toEqual({ range: '6h' })
    expect(readHostSearch({ range: '5m' })).toEqual({})
    expect(readHostSearch({})).toEqual({})
  })

  it('names a piece of the past beside the range that it was taken from', () => {
    expect(readHostSearch({ range: '1h', from: 1_763_912_000_000, to: 1_763_912_100_000 })).toEqual({
      range: '1h',
      from: 1_763_912_000_000,
      to: 1_763_912_100_000,
    })
  })

  it('is not led astray by what makes no sense', () => {
    expect(readHostSearch({ range: '7y', from: 'x', to: 5 })).toEqual({})
    expect(readHostSearch({ from: 2_000_000, to: 1_000_000 })).toEqual({})
    expect(readHostSearch({ from: 1_000_000, to: 1_001_000 })).toEqual({})
    expect(readHostSearch({ from: 1_000_000 })).toEqual({})
  })
})

describe('pointsFor', () => {
  it('asks for single samples while they fit', () => {
    expect(pointsFor(60_000)).toBe(60)
    expect(pointsFor(900_000)).toBe(900)
    expect(pointsFor(86_400_000)).toBe(720)
  })
})
