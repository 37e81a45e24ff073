import { describe, expect, it } from 'vitest'
import contract from '../../../../contract/fixtures/metrics.json'
import { aRule } from '../../testing/alerts.ts'
import type { Delivery, Rule } from './api.ts'
import { choicesOf, MEASURED, measuredOf, subjectOf, whichOf } from './measured.ts'
import {
  alarmOf,
  chartTime,
  conditionWords,
  covers,
  deliveryWords,
  incidentWords,
  limitWords,
  ruleWords,
  scopeWords,
} from './words.ts'

const CPU = 'system.cpu.utilization.total'
const DISK = 'system.filesystem.utilization'
const NETWORK = 'system.network.io.rate'

const rule = aRule()
const down: Rule = {
  id: 'r2',
  name: 'Host down',
  kind: 'host_down',
  unit: 's',
  for_seconds: 30,
  cooldown_seconds: 300,
  repeat_seconds: 0,
  severity: 'critical',
  scope: { all: true },
  paused: false,
  created: 1,
}

describe('what can be measured', () => {
  it('is what the contract has, in its units', () => {
    expect(MEASURED.map(({ metric }) => metric).sort()).toEqual(contract.metrics.map(({ name }) => name).sort())
    for (const { name, unit } of contract.metrics) expect(measuredOf(name)?.unit, name).toBe(unit)
  })

  it('is called by its device first', () => {
    expect(subjectOf(CPU)).toBe('CPU used')
    expect(subjectOf(`${DISK}{system.filesystem.mountpoint=/srv}`)).toBe('Disk used /srv')
    expect(subjectOf('system.memory.utilization{system.memory.state=used}')).toBe('Memory used')
    expect(whichOf(`${NETWORK}{network.interface.name=eth0,network.io.direction=receive}`)).toBe('eth0 received')
    expect(whichOf('system.disk.io.rate{disk.io.direction=write,system.device=sda}')).toBe('sda written')
    expect(subjectOf('something.new')).toBe('something.new')
  })

  it('leaves a choice where a host has several series of it', () => {
    const names = [
      CPU,
      `${DISK}{system.filesystem.mountpoint=/srv}`,
      `${DISK}{system.filesystem.mountpoint=/}`,
      'system.memory.utilization{system.memory.state=used}',
    ]
    expect(choicesOf(DISK, names)).toEqual([
      `${DISK}{system.filesystem.mountpoint=/}`,
      `${DISK}{system.filesystem.mountpoint=/srv}`,
    ])
    expect(choicesOf(CPU, names)).toEqual([])
    expect(choicesOf('system.memory.utilization', names)).toEqual([])
  })
})

describe('rules in words', () => {
  it('have limits as a person writes them', () => {
    expect(limitWords(0.9, '1')).toBe('90%')
    expect(limitWords(0.005, '1')).toBe('0.5%')
    expect(limitWords(0.9999, '1')).toBe('99.99%')
    expect(limitWords(1024 ** 3, 'By')).toBe('1 GiB')
    expect(limitWords(1536, 'By/s')).toBe('1.5 KiB/s')
    expect(limitWords(50, 'Cel')).toBe('50 °C')
    expect(limitWords(12.5, '{operation}/s')).toBe('12.5/s')
    expect(limitWords(3, '{error}/s')).toBe('3/s')
    expect(limitWords(null, '1')).toBe('–')
  })

  it('say when they fire and when that is over', () => {
    expect(ruleWords(rule)).toBe('CPU used above 90% for 1 min, over at 80%')
    expect(ruleWords({ ...rule, clear: 0.9, for_seconds: 0 })).toBe('CPU used above 90%')
    expect(conditionWords({ ...rule, direction: 'below', metric: NETWORK, unit: 'By/s', threshold: 1024 })).toBe(
      'below 1 KiB/s for 1 min',
    )
    expect(ruleWords(down)).toBe('no sample for 30 s')
  })

  it('say of which hosts', () => {
    const hosts = [{ id: 'h1', name: 'web-1' }]
    expect(scopeWords({ all: true }, hosts)).toBe('all hosts')
    expect(scopeWords({ tag: 'db' }, hosts)).toBe('tag db')
    expect(scopeWords({ host: 'h1' }, hosts)).toBe('web-1')
    expect(scopeWords({ host: 'h2' }, hosts)).toBe('a host that is gone')
    const host = { id: 'h1', tags: ['web'] }
    expect([{ all: true }, { host: 'h1' }, { tag: 'web' }].map((scope) => covers(scope, host))).toEqual([
      true,
      true,
      true,
    ])
    expect([{ host: 'h2' }, { tag: 'db' }].map((scope) => covers(scope, host))).toEqual([false, false])
  })
})

describe('incidents in words', () => {
  it('say what and how bad', () => {
    expect(incidentWords({ rule, series: CPU })).toBe('CPU used above 90% for 1 min')
    expect(incidentWords({ rule: down })).toBe('No sample for 30 s')
    expect(alarmOf({ rule, severity: 'warning' })).toEqual({ state: 'warning', word: 'Warning' })
    expect(alarmOf({ rule: down, severity: 'critical' })).toEqual({ state: 'down', word: 'Down' })
  })

  it('say what became of a message', () => {
    const sent: Delivery = {
      channel: 'c1',
      kind: 'telegram',
      name: 'Night watch',
      message: 'firing',
      state: 'sent',
      attempts: 1,
      time: 10_640,
    }
    expect(deliveryWords(sent, 10_000)).toBe('Telegram Night watch after 0.6 s')
    expect(deliveryWords({ ...sent, state: 'pending', attempts: 0 }, 10_000)).toBe('Telegram Night watch: on its way')
    expect(deliveryWords({ ...sent, state: 'pending', attempts: 2 }, 10_000)).toBe(
      'Telegram Night watch: tried 2 times, goes on',
    )
    expect(deliveryWords({ ...sent, state: 'failed', error: 'The bot was blocked.' }, 10_000)).toBe(
      'Telegram Night watch failed: The bot was blocked.',
    )
  })

  it('point at the charts of their time', () => {
    const now = 1_000_000_000_000
    const minutes = (count: number) => count * 60_000
    expect(chartTime({ since: now - minutes(3) }, now)).toEqual({})
    expect(chartTime({ since: now - minutes(10) }, now)).toEqual({ range: '15m' })
    expect(chartTime({ since: now - minutes(300) }, now)).toEqual({ range: '6h' })
    expect(chartTime({ since: now - minutes(60 * 24 * 20) }, now)).toEqual({ range: '30d' })
    const since = now - minutes(600)
    expect(chartTime({ since, resolved: since + minutes(10) }, now)).toEqual({
      from: since - minutes(5),
      to: since + minutes(15),
    })
    expect(chartTime({ since: now - minutes(1), resolved: now - 1_000 }, now).to).toBe(now)
  })
})
