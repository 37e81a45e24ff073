import { describe, expect, it } from 'vitest'
import {
  formatAge,
  formatClock,
  formatMoment,
  formatMonth,
  formatPast,
  formatRange,
  formatZone,
  toLocalInput,
  ZONE,
} from './time.ts'

const NOON = Date.parse('2026-11-23T13:32:05Z')

describe('time', () => {
  it('is told in the zone of the viewer on a 24-hour clock', () => {
    const expected = new Date(NOON).toLocaleTimeString('en-GB', { timeZone: ZONE, hour12: false })
    expect(formatClock(NOON)).toBe(expected)
    expect(formatZone(NOON)).toMatch(/UTC/)
  })

  it('names the day only where it is another', () => {
    expect(formatMoment(NOON, NOON + 1_000)).toBe(formatClock(NOON))
    expect(formatMoment(NOON - 2 * 86_400_000, NOON)).toMatch(/^21 Nov /)
    expect(formatRange(NOON - 300_000, NOON)).toBe(`${formatClock(NOON - 300_000)} – ${formatClock(NOON)}`)
    expect(formatRange(NOON - 86_400_000, NOON)).toMatch(/^22 Nov .* – 23 Nov /)
  })

  it('names the year where there are two, and no minute where there are months', () => {
    expect(formatRange(NOON - 365 * 86_400_000, NOON)).toBe('23 Nov 2025 – 23 Nov 2026')
    expect(formatPast(NOON - 86_400_000, NOON)).toMatch(/^22 Nov \d\d:32$/)
    expect(formatPast(NOON - 365 * 86_400_000, NOON)).toMatch(/^23 Nov 2025 \d\d:32$/)
    expect([formatMonth(Date.parse('2026-01-15T12:00Z')), formatMonth(NOON)]).toEqual(['Jan 2026', 'Nov'])
  })

  it('becomes what a field for days and times takes, and comes back the same', () => {
    expect(toLocalInput(NOON)).toMatch(/^2026-11-2\dT\d\d:\d\d:05$/)
    expect(new Date(toLocalInput(NOON)).getTime()).toBe(NOON)
  })

  it('tells ages with one decimal while they are young, and never as negative', () => {
    expect(formatAge(400)).toBe('0.4 s')
    expect(formatAge(-300)).toBe('0.0 s')
    expect(formatAge(9_949)).toBe('9.9 s')
    expect(formatAge(12_400)).toBe('12 s')
    expect(formatAge(401_000)).toBe('6 min')
    expect(formatAge(7_380_000)).toBe('2 h 3 min')
    expect(formatAge(null)).toBe('–')
  })
})
