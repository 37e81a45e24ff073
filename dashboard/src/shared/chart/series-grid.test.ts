import { describe, expect, it } from 'vitest'
import { SeriesGrid } from './series-grid.ts'

describe('SeriesGrid', () => {
  it('keeps the newest slots and forgets the others', () => {
    const grid = new SeriesGrid(1_000, 3)
    for (let second = 1; second <= 5; second++) grid.write(second * 1_000, 'a', second)
    expect([2, 3, 4, 5, 6].map((slot) => grid.mean('a', slot))).toEqual([Number.NaN, 3, 4, 5, Number.NaN])
    expect(grid.newest).toBe(5)
  })

  it('leaves a gap where nothing was written, also where the ring has been round', () => {
    const grid = new SeriesGrid(1_000, 4)
    for (let second = 1; second <= 4; second++) grid.write(second * 1_000, 'a', second)
    grid.write(7_000, 'a', 7)
    expect([4, 5, 6, 7].map((slot) => grid.mean('a', slot))).toEqual([4, Number.NaN, Number.NaN, 7])
    grid.write(1_000_000, 'a', 1)
    expect([997, 998, 999, 1_000].map((slot) => grid.mean('a', slot))).toEqual([Number.NaN, Number.NaN, Number.NaN, 1])
  })

  it('joins live samples and history in any order', () => {
    const grid = new SeriesGrid(1_000, 10)
    grid.write(5_042, 'a', 5)
    grid.write(6_040, 'a', 6)
    for (const second of [2, 3, 4, 5]) grid.write(second * 1_000, 'a', second)
    expect([2, 3, 4, 5, 6].map((slot) => grid.mean('a', slot))).toEqual([2, 3, 4, 5, 6])
  })

  it('ignores what has left the ring and what is no number', () => {
    const grid = new SeriesGrid(1_000, 3)
    grid.write(10_000, 'a', 10)
    grid.write(7_000, 'a', 7)
    grid.write(10_000, 'a', Number.NaN)
    expect(grid.mean('a', 7)).toBeNaN()
    expect(grid.mean('a', 10)).toBe(10)
  })

  it('has least and most for buckets, and the value itself for single samples', () => {
    const grid = new SeriesGrid(1_000, 5)
    grid.write(1_000, 'a', 1)
    grid.write(2_000, 'a', 2, 1.5, 2.5)
    grid.write(3_000, 'a', 3)
    expect([1, 2, 3].map((slot) => [grid.min('a', slot), grid.max('a', slot)])).toEqual([
      [1, 1],
      [1.5, 2.5],
      [3, 3],
    ])
  })

  it('counts new names, so that what hangs on them is worked out only then', () => {
    const grid = new SeriesGrid(1_000, 5)
    grid.write(1_000, 'a', 1)
    const version = grid.namesVersion
    grid.write(2_000, 'a', 2)
    expect(grid.namesVersion).toBe(version)
    grid.declare('b')
    expect(grid.namesVersion).toBe(version + 1)
    expect([...grid.names()]).toEqual(['a', 'b'])
  })

  it('takes over what another of the same step knows', () => {
    const short = new SeriesGrid(1_000, 3)
    for (const second of [5, 6, 8]) short.write(second * 1_000, 'a', second)
    const long = new SeriesGrid(1_000, 10)
    long.copy(short)
    expect([5, 6, 7, 8].map((slot) => long.mean('a', slot))).toEqual([Number.NaN, 6, Number.NaN, 8])
    const coarse = new SeriesGrid(5_000, 10)
    coarse.copy(short)
    expect([...coarse.names()]).toEqual([])
  })

  it('finds the newest slot with a value', () => {
    const grid = new SeriesGrid(1_000, 10)
    grid.write(3_000, 'a', 1)
    grid.write(8_000, 'b', 1)
    expect(grid.lastKnown(['a'], 0, 8)).toBe(3)
    expect(grid.lastKnown(['a', 'b'], 0, 100)).toBe(8)
    expect(grid.lastKnown(['a'], 5, 8)).toBeNull()
  })
})
