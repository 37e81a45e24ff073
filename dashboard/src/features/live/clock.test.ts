import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PlatformClock } from './clock.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('PlatformClock', () => {
  it('is this device’s until it has learnt another', () => {
    expect(new PlatformClock().now()).toBe(1_000_000)
  })

  it('counts half of the way there and back', () => {
    const clock = new PlatformClock()
    clock.learn(1_060_000, 40)
    expect(clock.offset).toBe(60_020)
    vi.advanceTimersByTime(500)
    expect(clock.now()).toBe(1_060_520)
  })

  it('believes the quicker answer, until a line is new', () => {
    const clock = new PlatformClock()
    clock.learn(1_060_000, 10)
    clock.learn(1_090_000, 900)
    expect(clock.offset).toBe(60_005)
    clock.forget()
    clock.learn(1_090_000, 900)
    expect(clock.offset).toBe(90_450)
  })
})
