import { describe, expect, it } from 'vitest'
import { isolated } from './plot.ts'

describe('isolated', () => {
  it('finds the values that no line goes through', () => {
    expect(isolated([null, 1, null, 2, 3, null, 4])).toEqual([1, 6])
    expect(isolated([5])).toEqual([0])
  })

  it('finds nothing where lines go', () => {
    expect(isolated([1, 2, null, 3, 4])).toBeNull()
    expect(isolated([null, null])).toBeNull()
  })
})
