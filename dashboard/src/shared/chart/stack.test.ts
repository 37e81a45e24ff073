import { describe, expect, it } from 'vitest'
import { stack } from './stack.ts'

describe('stack', () => {
  it('puts each row on those below', () => {
    const rows = [
      [1, 2],
      [10, 20],
      [100, 200],
    ]
    stack(rows, [false, false, false], 2)
    expect(rows).toEqual([
      [1, 2],
      [11, 22],
      [111, 222],
    ])
  })

  it('leaves a gap where nothing was measured', () => {
    const rows = [
      [1, null, 3],
      [10, null, null],
    ]
    stack(rows, [false, false], 3)
    expect(rows).toEqual([
      [1, null, 3],
      [11, null, null],
    ])
  })

  it('lets what is hidden add nothing', () => {
    const rows = [[1], [10], [100]]
    stack(rows, [false, true, false], 1)
    expect(rows).toEqual([[1], [1], [101]])
  })
})
