import { describe, expect, it } from 'vitest'
import { idsOf, readCompareSearch } from './compare-search.ts'

describe('the address of a comparison', () => {
  it('says the hosts, what of them, and when', () => {
    const search = { hosts: 'h1,h2', metric: 'disk-used', of: '/srv', range: '24h' }
    expect(readCompareSearch(search)).toEqual(search)
  })

  it('is not led astray by what makes no sense', () => {
    expect(readCompareSearch({ hosts: ['h1'], metric: '"); drop', of: '/', range: '9y' })).toEqual({})
    expect(readCompareSearch({ hosts: ',,', metric: 'memory' })).toEqual({ metric: 'memory' })
  })

  it('names each host once, and no more than can be told apart', () => {
    expect(idsOf('h1,h2,h1')).toEqual(['h1', 'h2'])
    expect(idsOf('1,2,3,4,5,6,7,8,9,10')).toHaveLength(8)
    expect(idsOf(undefined)).toEqual([])
  })
})
