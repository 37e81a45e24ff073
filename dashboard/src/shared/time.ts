import { formatSpan, UNKNOWN } from './units.ts'

/** Times are shown in the viewer's zone, on a 24-hour clock. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone

const formats = new Map<string, Intl.DateTimeFormat>()

function format(time: number, options: Intl.DateTimeFormatOptions): string {
  const key = Object.entries(options).join()
  let found = formats.get(key)
  if (!found) {
    // A formatter costs a thousand times what formatting does.
    found = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, ...options })
    formats.set(key, found)
  }
  return found.format(time)
}

/** "14:25:19" */
export const formatClock = (time: number): string =>
  format(time, { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** "14:25" */
export const formatMinute = (time: number): string => format(time, { hour: '2-digit', minute: '2-digit' })

/** "23 Nov" */
export const formatDay = (time: number): string => format(time, { day: 'numeric', month: 'short' })

/** "23 Nov 2026, 14:25" */
export const formatDate = (time: number): string =>
  format(time, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })

/** "14:25:19" where it was today, else with the day. */
export function formatMoment(time: number, now: number): string {
  return formatDay(time) === formatDay(now) ? formatClock(time) : `${formatDay(time)} ${formatMinute(time)}`
}

/** "23 Nov 2026" */
export const formatFullDay = (time: number): string => format(time, { day: 'numeric', month: 'short', year: 'numeric' })

/** "Feb", and of January the year too: "Jan 2026". */
export function formatMonth(time: number): string {
  const month = format(time, { month: 'short' })
  return month === 'Jan' ? format(time, { month: 'short', year: 'numeric' }) : month
}

/** The day where it was this year, else with the year; and the minute: "23 Nov 14:25", "23 Nov 2025 14:25". */
export function formatPast(time: number, now: number): string {
  const day = format(time, { year: 'numeric' }) === format(now, { year: 'numeric' }) ? formatDay : formatFullDay
  return `${day(time)} ${formatMinute(time)}`
}

/** What `<input type="datetime-local">` understands: "2026-11-23T14:25:00", in the viewer's zone. */
export function toLocalInput(time: number): string {
  const date = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** The year is of interest where a range has two of them, and the minute no more where it has months. */
const MONTHS_MS = 60 * 86_400_000

/**
 * A range as short as it can be told: "14:27:00 – 14:32:00", "22 Nov 14:32 – 23 Nov 14:32",
 * "24 Nov 2025 – 24 Nov 2026".
 */
export function formatRange(start: number, stop: number): string {
  if (stop - start >= MONTHS_MS) return `${formatFullDay(start)} – ${formatFullDay(stop)}`
  if (formatDay(start) !== formatDay(stop)) {
    return `${formatDay(start)} ${formatMinute(start)} – ${formatDay(stop)} ${formatMinute(stop)}`
  }
  return `${formatClock(start)} – ${formatClock(stop)}`
}

/** "Europe/Berlin, UTC+1" at that time of the year. */
export function formatZone(time: number): string {
  const name = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, timeZoneName: 'shortOffset' })
    .formatToParts(time)
    .find((part) => part.type === 'timeZoneName')?.value
  const offset = (name ?? 'UTC').replace('GMT', 'UTC')
  return ZONE === 'UTC' || ZONE === 'Etc/UTC' ? 'UTC' : `${ZONE}, ${offset}`
}

/** How old something is: "0.4 s", "12 s", "6 min". A clock that is a little behind gives 0.0 s, never a negative age. */
export function formatAge(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) return UNKNOWN
  const seconds = Math.max(0, milliseconds / 1000)
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.floor(seconds)} s`
  return formatSpan(seconds < 3_600 ? Math.floor(seconds / 60) * 60 : seconds)
}
