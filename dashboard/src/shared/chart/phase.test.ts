import { describe, expect, it } from 'vitest'
import { Phase } from './phase.ts'

describe('Phase', () => {
  it('gives each of a jittering second its own slot', () => {
    const phase = new Phase(1_000)
    const times = [10_998, 12_003, 12_999, 13_997, 15_002]
    expect(times.map((time) => phase.slot(time))).toEqual([10, 11, 12, 13, 14])
  })

  it('leaves a lost second empty', () => {
    const phase = new Phase(1_000)
    expect([10_500, 11_500, 13_500].map((time) => phase.slot(time))).toEqual([10, 11, 13])
  })

  it('lets go when samples move away from their slot', () => {
    const phase = new Phase(1_000)
    const slots = []
    for (let i = 0; i < 20; i++) slots.push(phase.slot(10_900 + i * 1_050) - i)
    expect(slots[0]).toBe(10)
    expect(slots.at(-1)).toBe(11)
  })
})
