import { describe, expect, it } from 'vitest'
import { aRule } from '../../testing/alerts.ts'
import {
  asHostDown,
  bodyOf,
  type Draft,
  draftOf,
  faultsOf,
  fieldOf,
  NEW_RULE,
  suggestedName,
  unitWords,
  withMetric,
} from './rule-draft.ts'

const NETWORK = 'system.network.io.rate'
const draft = (fields: Partial<Draft> = {}): Draft => ({ ...NEW_RULE, ...fields })

describe('a draft', () => {
  it('says percentages as they are typed, without dust', () => {
    expect(bodyOf(draft({ threshold: '57', clear: '29' }))).toMatchObject({ threshold: 0.57, clear: 0.29 })
    expect(bodyOf(draft({ threshold: ' 99,5 ', clear: '' }))).toMatchObject({ threshold: 0.995, clear: 0.995 })
  })

  it('says bytes in a unit that people read', () => {
    const rule = aRule({ metric: NETWORK, unit: 'By/s', threshold: 1.5 * 1024 ** 3, clear: 1024 ** 3 })
    const found = draftOf(rule)
    expect(found).toMatchObject({ threshold: '1.5', clear: '1', size: 3 })
    expect(unitWords(found)).toBe('GiB/s')
    expect(bodyOf(found)).toMatchObject({ metric: NETWORK, threshold: 1.5 * 1024 ** 3, clear: 1024 ** 3 })
  })

  it('of a rule gives the same rule back', () => {
    const rules = [
      aRule(),
      aRule({ clear: 0.9, direction: 'below', scope: { tag: 'web' }, repeat_seconds: 900, severity: 'info' }),
      aRule({
        metric: `${NETWORK}{network.interface.name=eth0,network.io.direction=receive}`,
        threshold: 4096,
        clear: 512,
      }),
      aRule({ metric: 'hw.temperature', threshold: -5, clear: -8, scope: { host: 'h1' } }),
    ]
    for (const rule of rules) {
      const { id, unit, created, paused, ...written } = rule
      expect(bodyOf(draftOf(rule))).toEqual(written)
      expect(faultsOf(draftOf(rule))).toEqual({})
    }
  })

  it('of a host that is down has no limits', () => {
    const down = asHostDown(draft({ forSeconds: 5 }))
    expect(down).toMatchObject({ forSeconds: 30, severity: 'critical' })
    expect(bodyOf(down)).toEqual({
      name: 'Host down',
      kind: 'host_down',
      for_seconds: 30,
      cooldown_seconds: 300,
      repeat_seconds: 0,
      severity: 'critical',
      scope: { all: true },
    })
  })

  it('is called by what it does unless it has a name', () => {
    expect(suggestedName(draft())).toBe('CPU used above 90%')
    expect(bodyOf(draft({ name: '  Mine ' })).name).toBe('Mine')
  })

  it('loses its limits with another kind of number, and keeps them with the same', () => {
    expect(withMetric(draft({ threshold: '70' }), 'system.memory.utilization').threshold).toBe('70')
    const rate = withMetric(draft({ threshold: '70' }), NETWORK)
    expect(rate).toMatchObject({ threshold: '', clear: '', size: 2, series: '' })
    expect(unitWords(rate)).toBe('MiB/s')
  })
})

describe('what makes no sense', () => {
  it('stands beside the field that is at fault', () => {
    expect(faultsOf(draft())).toEqual({})
    expect(faultsOf(draft({ threshold: 'NaN' }))).toEqual({ threshold: expect.stringContaining('A number') })
    expect(faultsOf(draft({ threshold: 'Infinity', clear: '' })).threshold).toBeDefined()
    expect(faultsOf(draft({ threshold: '' })).threshold).toBeDefined()
    expect(faultsOf(draft({ threshold: '101' })).threshold).toContain('100%')
    expect(faultsOf(draft({ clear: '95' }))).toEqual({ clear: expect.stringContaining('Not above 90%') })
    expect(faultsOf(draft({ direction: 'below', clear: '80' })).clear).toContain('Not below 90%')
    expect(faultsOf(draft({ clear: 'x' })).clear).toContain('A number')
    expect(faultsOf(withMetric(draft(), 'system.network.io.rate')).threshold).toBeDefined()
    expect(faultsOf(draft({ metric: 'hw.temperature', threshold: '-5', clear: '' }))).toEqual({})
    expect(faultsOf(draft({ metric: 'system.process.count', threshold: '-5', clear: '' })).threshold).toBeDefined()
    expect(faultsOf(draft({ scope: 'tag' })).scope).toBeDefined()
    expect(faultsOf(draft({ scope: 'host' })).scope).toBeDefined()
    expect(faultsOf(draft({ name: 'x'.repeat(101) })).name).toBeDefined()
    expect(faultsOf(asHostDown(draft({ threshold: 'x' })))).toEqual({})
  })

  it('is found in what the platform refuses', () => {
    expect(fieldOf('clear must not be above threshold: a rule that …')).toBe('clear')
    expect(fieldOf('for_seconds must be from 0 to 3600.')).toBe('for')
    expect(fieldOf('There can be 200 rules at most; delete one first.')).toBeNull()
  })
})
