import { describe, expect, it } from 'vitest'
import contract from '../../../contract/fixtures/metrics.json'
import {
  formatByteRate,
  formatBytes,
  formatCount,
  formatFor,
  formatNumber,
  formatSeconds,
  formatShare,
  formatSpan,
  formatTemperature,
  formatUptime,
  UNKNOWN,
} from './units.ts'

const GIB = 1024 ** 3

describe('units', () => {
  it('shows shares as percentages with one decimal', () => {
    expect(formatShare(0.341)).toBe('34.1%')
    expect(formatShare(0)).toBe('0.0%')
    expect(formatShare(1)).toBe('100.0%')
  })

  it('shows what is not known as a dash, never as zero', () => {
    for (const format of [formatShare, formatBytes, formatByteRate, formatNumber, formatCount, formatUptime]) {
      expect(format(null)).toBe(UNKNOWN)
      expect(format(undefined)).toBe(UNKNOWN)
      expect(format(Number.NaN)).toBe(UNKNOWN)
    }
  })

  it('counts bytes in powers of 1024 with at most four digits', () => {
    expect(formatBytes(0)).toBe('0 B')
    expect(formatBytes(999)).toBe('999 B')
    expect(formatBytes(1000)).toBe('1.0 KiB')
    expect(formatBytes(1536)).toBe('1.5 KiB')
    expect(formatBytes(64 * GIB)).toBe('64.0 GiB')
    expect(formatBytes(999.96 * GIB)).toBe('1.0 TiB')
    expect(formatBytes(2 ** 62)).toBe('4.0 EiB')
    expect(formatByteRate(7.2 * 1024 * 1024)).toBe('7.2 MiB/s')
  })

  it('keeps thousands apart and a sign in front', () => {
    expect(formatNumber(1234.56)).toBe('1,234.6')
    expect(formatNumber(-0.5)).toBe('−0.5')
    expect(formatCount(1234)).toBe('1,234')
    expect(formatCount(1234.5)).toBe('1,234.5')
    expect(formatTemperature(78.45)).toMatch(/^78\.[45] °C$/)
  })

  it('tells spans in their two largest units', () => {
    expect(formatSpan(59)).toBe('59 s')
    expect(formatSpan(401)).toBe('6 min 41 s')
    expect(formatSpan(660)).toBe('11 min')
    expect(formatSpan(3_720)).toBe('1 h 2 min')
    expect(formatSpan(41 * 86_400 + 3 * 3_600)).toBe('41 d 3 h')
    expect(formatSpan(400 * 86_400 + 3_600)).toBe('400 d')
    expect(formatSpan(-3)).toBe('0 s')
    expect(formatUptime(401)).toBe('6 min')
    expect(formatSeconds(0.0031)).toBe('3.1 ms')
    expect(formatSeconds(-90)).toBe('−1 min 30 s')
  })

  it('knows a format for each unit of the catalogue', () => {
    expect(formatFor('1')(0.5)).toBe('50.0%')
    expect(formatFor('By')(2048)).toBe('2.0 KiB')
    expect(formatFor('By/s')(2048)).toBe('2.0 KiB/s')
    expect(formatFor('Cel')(40)).toBe('40.0 °C')
    expect(formatFor('{operation}/s')(3)).toBe('3.0/s')
    expect(formatFor('{process}')(214)).toBe('214')
    for (const { name, unit } of contract.metrics) expect(formatFor(unit)(0), name).toMatch(/^0/)
  })
})
