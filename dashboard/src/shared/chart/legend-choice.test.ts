import { describe, expect, it } from 'vitest'
import { isolated, toggled } from './chart-card.tsx'

const KEYS = ['user', 'system', 'iowait']

describe('a legend', () => {
  it('hides an entry and shows it again', () => {
    const hidden = toggled(new Set(), 'user')
    expect([...hidden]).toEqual(['user'])
    expect([...toggled(hidden, 'user')]).toEqual([])
  })

  it('isolates an entry, and a second time shows all', () => {
    const alone = isolated(KEYS, new Set(), 'system')
    expect([...alone].sort()).toEqual(['iowait', 'user'])
    expect([...isolated(KEYS, alone, 'system')]).toEqual([])
    expect([...isolated(KEYS, alone, 'user')].sort()).toEqual(['iowait', 'system'])
  })
})
