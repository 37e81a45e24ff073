import { describe, expect, it } from 'vitest'
import { niceScale, niceStep, steady, ticks } from './scale.ts'

const MIB = 1024 * 1024

describe('scales', () => {
  it('have steps that people count in', () => {
    expect(niceStep(0.7, 'tens')).toBe(1)
    expect(niceStep(2.1, 'tens')).toBe(2.5)
    expect(niceStep(30, 'tens')).toBe(50)
    expect(niceStep(3 * MIB, 'twos')).toBe(4 * MIB)
    expect(niceStep(4 * MIB, 'twos')).toBe(4 * MIB)
    expect(niceStep(70, 'time')).toBe(120)
    expect(niceStep(5_000, 'time')).toBe(7_200)
    expect(niceStep(3 * 86_400, 'time')).toBe(5 * 86_400)
    expect(niceStep(0, 'tens')).toBe(1)
  })

  it('hold the values between zero and a whole step', () => {
    expect(niceScale(0, 38.4, 1, 'tens')).toEqual({ min: 0, max: 40, step: 10 })
    expect(ticks(niceScale(0, 38.4, 1, 'tens'))).toEqual([0, 10, 20, 30, 40])
  })

  it('do not make noise around zero look like work', () => {
    expect(niceScale(0, 0, 4, 'tens')).toEqual({ min: 0, max: 4, step: 1 })
    expect(niceScale(0, 10, 4096, 'twos').max).toBe(4096)
  })

  it('keep both sides of a mirrored chart, also an idle one', () => {
    const scale = niceScale(-30 * MIB, Number.MIN_VALUE, 4096, 'twos')
    expect(scale).toEqual({ min: -32 * MIB, max: 8 * MIB, step: 8 * MIB })
    expect(ticks(scale)).toEqual([-32, -24, -16, -8, 0, 8].map((mib) => mib * MIB))
  })

  it('stand still while values stay within', () => {
    const first = niceScale(0, 38, 1, 'tens')
    expect(steady(first, niceScale(0, 30, 1, 'tens'))).toBe(first)
    expect(steady(first, niceScale(0, 41, 1, 'tens'))).not.toBe(first)
    expect(steady(first, niceScale(0, 12, 1, 'tens')).max).toBeLessThan(20)
    expect(steady(null, first)).toBe(first)
  })
})
