/** One series: a metric and the attributes that tell its series apart. */
export type Series = {
  /** The canonical text, `metric{key=value,…}` or the bare metric. */
  readonly name: string
  readonly metric: string
  readonly attributes: Readonly<Record<string, string>>
}

const parsed = new Map<string, Series>()

/** Reads the text form of a series name; `\ , = { }` in values are escaped by a backslash. */
export function parseSeries(name: string): Series {
  const known = parsed.get(name)
  if (known) return known
  const brace = name.indexOf('{')
  const series: Series = brace < 0 ? { name, metric: name, attributes: {} } : parseBraces(name, brace)
  // Bounded: names come from the platform, which bounds devices a host, but hosts come and go.
  if (parsed.size > 20_000) parsed.clear()
  parsed.set(name, series)
  return series
}

function parseBraces(name: string, brace: number): Series {
  const attributes: Record<string, string> = {}
  const end = name.length - 1
  let at = brace + 1
  while (at < end) {
    const equals = name.indexOf('=', at)
    if (equals < 0) break
    const key = name.slice(at, equals)
    let value = ''
    at = equals + 1
    while (at < end && name[at] !== ',') {
      if (name[at] === '\\') at++
      value += name[at]
      at++
    }
    attributes[key] = value
    at++
  }
  return { name, metric: name.slice(0, brace), attributes }
}

/** The canonical text of a metric with attributes: keys in order, values escaped. */
export function seriesName(metric: string, attributes: Record<string, string> = {}): string {
  const pairs = Object.keys(attributes)
    .sort()
    .map((key) => `${key}=${(attributes[key] ?? '').replace(/[\\,={}]/g, '\\$&')}`)
  return pairs.length === 0 ? metric : `${metric}{${pairs.join(',')}}`
}

const natural = new Intl.Collator('en', { numeric: true })

/** The order in which people list devices: sda2 before sda10. */
export const byName = (a: string, b: string): number => natural.compare(a, b)
