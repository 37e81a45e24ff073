/** What stands where a value is not known; never 0. */
export const UNKNOWN = '–'

export type Format = (value: number | null | undefined) => string

const known = (value: number | null | undefined): value is number => typeof value === 'number' && Number.isFinite(value)

/** A share of 0 to 1 as a percentage: 0.341 → "34.1%". */
export const formatShare: Format = (value) => (known(value) ? `${(value * 100).toFixed(1)}%` : UNKNOWN)

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** Bytes in powers of 1024, one decimal, at most four digits before the unit: 1536 → "1.5 KiB". */
export const formatBytes: Format = (value) => {
  if (!known(value)) return UNKNOWN
  let rest = Math.abs(value)
  let unit = 0
  // 1,000 and not 1,024: "1.0 MiB" reads better than "1001.2 KiB", and the text never gets wider.
  while (rest >= 999.95 && unit < BYTE_UNITS.length - 1) {
    rest /= 1024
    unit++
  }
  return `${value < 0 ? '−' : ''}${unit === 0 ? Math.round(rest) : rest.toFixed(1)} ${BYTE_UNITS[unit]}`
}

export const formatByteRate: Format = (value) => (known(value) ? `${formatBytes(value)}/s` : UNKNOWN)

/** One decimal, thousands apart: 1234.56 → "1,234.6". */
export const formatNumber: Format = (value) => {
  if (!known(value)) return UNKNOWN
  const text = Math.abs(value).toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return value < 0 ? `−${text}` : text
}

/** A whole number, thousands apart. A mean of counts keeps its decimal. */
export const formatCount: Format = (value) => {
  if (!known(value)) return UNKNOWN
  return Number.isInteger(value) ? value.toLocaleString('en-GB') : formatNumber(value)
}

export const formatPerSecond: Format = (value) => (known(value) ? `${formatNumber(value)}/s` : UNKNOWN)

export const formatTemperature: Format = (value) => (known(value) ? `${formatNumber(value)} °C` : UNKNOWN)

/** Seconds as they are when few, else as a span of time. */
export const formatSeconds: Format = (value) => {
  if (!known(value)) return UNKNOWN
  const size = Math.abs(value)
  const sign = value < 0 ? '−' : ''
  if (size < 1) return `${sign}${(size * 1000).toFixed(1)} ms`
  if (size < 60) return `${sign}${size.toFixed(1)} s`
  return sign + formatSpan(size)
}

/** A span of time in its two largest units: 3,720 s → "1 h 2 min". */
export function formatSpan(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const days = Math.floor(whole / 86_400)
  const hours = Math.floor((whole % 86_400) / 3_600)
  const minutes = Math.floor((whole % 3_600) / 60)
  const rest = whole % 60
  if (days > 0) return hours > 0 && days < 100 ? `${days} d ${hours} h` : `${days} d`
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`
  if (minutes > 0) return rest > 0 && minutes < 10 ? `${minutes} min ${rest} s` : `${minutes} min`
  return `${rest} s`
}

/** Uptime without seconds, which nobody needs and which would shake. */
export const formatUptime: Format = (value) => {
  if (!known(value)) return UNKNOWN
  return value < 60 ? formatSpan(value) : formatSpan(Math.floor(value / 60) * 60)
}

/** The format for a UCUM unit as the metrics' catalogue names it. */
export function formatFor(unit: string): Format {
  switch (unit) {
    case '1':
      return formatShare
    case 'By':
      return formatBytes
    case 'By/s':
      return formatByteRate
    case 's':
      return formatSeconds
    case 'Cel':
      return formatTemperature
    case '{thread}':
    case '{process}':
    case '{sample}':
    case '{cpu}':
      return formatCount
    default:
      return unit.endsWith('/s') ? formatPerSecond : formatNumber
  }
}
