import { describe, expect, it } from 'vitest'
import { HostFeed } from './host-feed.ts'

describe('HostFeed', () => {
  it('names the values of a sample by the series before it', () => {
    const feed = new HostFeed('h1')
    expect(feed.take({ type: 'series', host: 'h1', series: ['a', 'b'] })).toBe('series')
    expect(feed.take({ type: 'sample', host: 'h1', timestamp: 7, values: [1, null] })).toBe('sample')
    expect([feed.value('a'), feed.value('b'), feed.value('c')]).toEqual([1, Number.NaN, Number.NaN])
    expect(feed.time).toBe(7)
    feed.take({ type: 'series', host: 'h1', series: ['b', 'a'] })
    feed.take({ type: 'sample', host: 'h1', timestamp: 8, values: [5, 6] })
    expect([feed.value('a'), feed.value('b')]).toEqual([6, 5])
  })

  it('hears of its own host alone', () => {
    const feed = new HostFeed('h1')
    expect(feed.take({ type: 'sample', host: 'h2', timestamp: 7, values: [1] })).toBeNull()
    expect(feed.time).toBeNull()
  })

  it('starts from what is stored, until something comes', () => {
    const feed = new HostFeed('h1')
    feed.seed(5, { a: 1 })
    expect([feed.time, feed.value('a'), [...feed.series]]).toEqual([5, 1, ['a']])
    feed.take({ type: 'series', host: 'h1', series: ['b'] })
    feed.take({ type: 'sample', host: 'h1', timestamp: 9, values: [2] })
    feed.seed(5, { a: 1 })
    expect([feed.time, feed.value('a'), feed.value('b')]).toEqual([9, Number.NaN, 2])
  })

  it('keeps why nothing comes until something comes', () => {
    const feed = new HostFeed('h1')
    feed.take({ type: 'error', channel: 'host', host: 'h1', problem: { detail: 'Not now.' } })
    expect(feed.problem).toBe('Not now.')
    feed.take({ type: 'sample', host: 'h1', timestamp: 7, values: [] })
    expect(feed.problem).toBeNull()
  })
})
