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

/** A range as short as it can be told: "14:27:00 – 14:32:00", "22 Nov 14:32 – 23 Nov 14:32". */
export function formatRange(start: number, stop: number): string {
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
