import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { History, HistoryQuestion } from './api.ts'
import { HostView, type Shown } from './host-view.ts'
import { rangeOf } from './ranges.ts'

const NOW = 1_763_912_176_000
const CPU = 'system.cpu.utilization.total'
const FIVE_MINUTES: Shown = { range: rangeOf('5m') }

/** A store that has a value for each second up to some moment, unless it is told to lack some. */
class Store {
  readonly asked: HistoryQuestion[] = []
  storedUntil = NOW
  missing: (time: number) => boolean = () => false
  step: number | null = null
  tier = 'raw'
  failing: Error | null = null

  readonly load = async (question: HistoryQuestion): Promise<History> => {
    this.asked.push(question)
    if (this.failing) throw this.failing
    const { start, stop, points } = question
    const step = this.step ?? Math.max(1, Math.ceil((stop - start) / 1000 / points))
    const times: number[] = []
    for (let time = Math.floor(start / (step * 1000)) * step * 1000; time < stop; time += step * 1000) times.push(time)
    const mean = times.map((time) => (time > this.storedUntil || this.missing(time) ? null : valueAt(time)))
    const extremes = step > 1 ? { min: mean.map((v) => v && v - 1), max: mean.map((v) => v && v + 1) } : {}
    return {
      host: 'h1',
      start,
      stop,
      tier: this.tier,
      step,
      times,
      series: [{ name: CPU, metric: CPU, attributes: {}, unit: '1', mean, ...extremes }],
    }
  }
}

const valueAt = (time: number) => (time / 1000) % 1000

let store: Store
let view: HostView

function look(shown: Shown) {
  view = new HostView('h1', shown, { load: store.load, now: () => Date.now(), connected: () => true })
  return view
}

const settle = () => vi.advanceTimersByTimeAsync(0)
const shownValues = () => {
  const { start, stop } = view.window()
  const { grid } = view
  const values: number[] = []
  for (let slot = grid.slot(start) + 1; slot <= grid.slot(stop); slot++) values.push(grid.mean(CPU, slot))
  return values
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  store = new Store()
})
afterEach(() => {
  view.dispose()
  vi.useRealTimers()
})

/** Lets a second pass with a sample in it. */
async function second() {
  await vi.advanceTimersByTimeAsync(1_000)
  view.take(Date.now(), [CPU], [valueAt(Date.now())])
  view.beat()
}

describe('a live view', () => {
  it('opens from history with one request a group', async () => {
    look(FIVE_MINUTES).open('overview', [CPU, 'system.memory.usage'])
    expect(view.groupState('overview').status).toBe('loading')
    await settle()
    expect(view.groupState('overview').status).toBe('ready')
    expect(store.asked).toMatchObject([
      { host: 'h1', metrics: [CPU, 'system.memory.usage'], start: NOW - 299_000, stop: NOW + 1_000, points: 300 },
    ])
    expect(view.names()).toEqual([CPU])
    expect(view.resolution).toBe('raw, one value a second')
  })

  it('goes on with live samples and no seam', async () => {
    store.storedUntil = NOW - 2_000
    look(FIVE_MINUTES).open('overview', [CPU])
    await settle()
    for (let i = 0; i < 3; i++) await second()
    // What was on its way to the store when it was asked is there by now.
    store.storedUntil = NOW + 60_000
    for (let i = 0; i < 5; i++) await second()
    expect(store.asked.length).toBeGreaterThan(1)
    const values = shownValues()
    expect(values).toHaveLength(300)
    expect(values.filter(Number.isNaN)).toEqual([])
    expect(values.at(-1)).toBe(valueAt(Date.now()))
  })

  it('asks no more when nothing is missing', async () => {
    look(FIVE_MINUTES).open('overview', [CPU])
    await settle()
    for (let i = 0; i < 30; i++) await second()
    expect(store.asked).toHaveLength(1)
  })

  it('moves by a second a second, and never back', async () => {
    look(FIVE_MINUTES)
    const stops: number[] = []
    for (let i = 0; i < 3; i++) {
      await second()
      stops.push(view.window().stop)
    }
    expect(stops).toEqual([NOW + 1_000, NOW + 2_000, NOW + 3_000])
    expect(view.window().stop - view.window().start).toBe(300_000)
    for (let i = 0; i < 5; i++) {
      await vi.advanceTimersByTimeAsync(1_000)
      const { stop } = view.window()
      expect(stop).toBeGreaterThanOrEqual(stops.at(-1) as number)
      stops.push(stop)
    }
    // Nothing comes: time goes on, a little behind the clock.
    expect(stops.at(-1)).toBe(NOW + 5_000)
  })

  it('leaves a gap where nothing was measured', async () => {
    store.missing = (time) => time >= NOW - 60_000 && time < NOW - 50_000
    look(FIVE_MINUTES).open('overview', [CPU])
    await settle()
    expect(shownValues().filter(Number.isNaN)).toHaveLength(10)
  })

  it('fills from history what it missed while the line was down', async () => {
    look(FIVE_MINUTES).open('overview', [CPU])
    await settle()
    for (let i = 0; i < 5; i++) await second()
    await vi.advanceTimersByTimeAsync(20_000)
    store.storedUntil = Date.now()
    view.reconnected()
    await settle()
    for (let i = 0; i < 5; i++) {
      await second()
      store.storedUntil = Date.now()
    }
    expect(shownValues().filter(Number.isNaN)).toEqual([])
    const refill = store.asked[1]
    expect(refill?.start).toBeGreaterThanOrEqual(NOW - 10_000)
  })

  it('says what failed and tries again when asked', async () => {
    store.failing = new Error('The store is busy.')
    look(FIVE_MINUTES).open('overview', [CPU])
    await settle()
    expect(view.groupState('overview')).toEqual({ status: 'error', error: 'The store is busy.' })
    store.failing = null
    view.retry('overview')
    await settle()
    expect(view.groupState('overview').status).toBe('ready')
  })

  it('forgets a request when its group is folded', async () => {
    look(FIVE_MINUTES).open('overview', [CPU])
    view.close('overview')
    await settle()
    expect(store.asked[0]?.signal?.aborted).toBe(true)
    expect(view.names()).toEqual([])
  })

  it('begins with what the view before it knows', async () => {
    const before = look(FIVE_MINUTES)
    before.open('overview', [CPU])
    await settle()
    look({ range: rangeOf('15m') }).inherit(before)
    expect(view.names()).toEqual([CPU])
    expect(shownValues().filter((value) => !Number.isNaN(value)).length).toBeGreaterThan(290)
    const zoomed = look({ from: NOW - 7_200_000, to: NOW - 7_100_000 })
    zoomed.inherit(before)
    expect(zoomed.names()).toEqual([CPU])
    expect(shownValues().every(Number.isNaN)).toBe(true)
  })

  it('learns which series there are, before they have values', () => {
    look(FIVE_MINUTES).learn(['b', 'a'])
    expect(view.names()).toEqual(['a', 'b'])
    const names = view.names()
    view.learn(['a'])
    expect(view.names()).toBe(names)
  })
})

describe('a coarser view', () => {
  it('has buckets with their extremes', async () => {
    look({ range: rangeOf('1h') }).open('overview', [CPU])
    await settle()
    expect(view.bands).toBe(true)
    expect(view.grid.step).toBe(5_000)
    expect(view.resolution).toBe('raw, 5 s buckets')
    const slot = view.grid.slot(NOW - 60_000)
    expect(view.grid.max(CPU, slot) - view.grid.min(CPU, slot)).toBe(2)
  })

  it('lets its newest bucket grow with each sample, from the first bucket that it saw begin', async () => {
    look({ range: rangeOf('1h') }).open('overview', [CPU])
    await settle()
    const begun = view.grid.slot(NOW + 1_000)
    const before = view.grid.mean(CPU, begun)
    view.take(NOW + 1_000, [CPU], [1])
    // Of this bucket history knows more than the one sample that came.
    expect(view.grid.mean(CPU, begun)).toBe(before)
    const next = (begun + 1) * 5_000
    view.take(next + 500, [CPU], [2])
    view.take(next + 1_500, [CPU], [6])
    const { grid } = view
    expect([grid.mean(CPU, begun + 1), grid.min(CPU, begun + 1), grid.max(CPU, begun + 1)]).toEqual([4, 2, 6])
    // What was missed while the line was down is for history to tell.
    view.reconnected()
    view.take(next + 2_500, [CPU], [100])
    expect(grid.max(CPU, begun + 1)).toBe(6)
  })

  it('takes no samples where they would change nothing that one sees', () => {
    expect(look({ range: rangeOf('6h') }).takesSamples).toBe(true)
    expect(look({ range: rangeOf('24h') }).takesSamples).toBe(false)
    expect(look({ from: NOW - 60_000, to: NOW }).takesSamples).toBe(false)
  })

  it('is brought up to date by asking for its end alone', async () => {
    look({ range: rangeOf('1h') }).open('overview', [CPU])
    await settle()
    store.storedUntil = NOW + 60_000
    for (let i = 0; i < 12; i++) {
      await vi.advanceTimersByTimeAsync(1_000)
      view.beat()
    }
    await settle()
    expect(store.asked).toHaveLength(2)
    const { start, stop } = store.asked[1] as HistoryQuestion
    expect(stop - start).toBeLessThan(60_000)
    expect(view.grid.mean(CPU, view.grid.slot(NOW + 5_000))).not.toBeNaN()
  })

  it('takes the step that the platform chooses', async () => {
    store.step = 10
    look({ range: rangeOf('1h') }).open('overview', [CPU])
    await settle()
    expect(view.grid.step).toBe(10_000)
    expect(shownValues().filter(Number.isNaN).length).toBeLessThanOrEqual(1)
  })
})

describe('a view of months', () => {
  it('is drawn from buckets, of a tier that it names', async () => {
    store.tier = '1h'
    look({ range: rangeOf('12mo') }).open('overview', [CPU])
    await settle()
    expect(store.asked[0]).toMatchObject({ points: 730 })
    expect(view.grid.step).toBe(12 * 3_600_000)
    expect(view.resolution).toBe('1 h tier, 12 h buckets')
    expect(view.bands).toBe(true)
    expect(shownValues().filter(Number.isNaN).length).toBeLessThanOrEqual(1)
    const { start, stop } = view.window()
    expect(stop - start).toBe(365 * 86_400_000)
    expect(stop).toBeGreaterThanOrEqual(NOW)
  })

  it('asks for what it shows, to be kept elsewhere', async () => {
    look({ range: rangeOf('7d') }).open('overview', [CPU])
    await settle()
    const { start, stop } = view.window()
    expect(view.question([CPU])).toEqual({ host: 'h1', metrics: [CPU], start, stop, points: 672 })
  })
})

describe('a piece of the past', () => {
  it('stands still and is read once', async () => {
    const shown = { from: NOW - 7_200_000, to: NOW - 7_100_000 }
    look(shown).open('overview', [CPU])
    await settle()
    for (let i = 0; i < 70; i++) await second()
    expect(view.window()).toEqual({ start: shown.from, stop: shown.to })
    expect(view.live).toBe(false)
    expect(store.asked).toHaveLength(1)
    expect(store.asked[0]).toMatchObject({ start: shown.from, stop: shown.to, points: 100 })
  })
})
