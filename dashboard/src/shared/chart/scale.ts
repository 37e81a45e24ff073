/** What people count in: tens, twos (bytes), or minutes, hours and days (seconds). */
export type Counting = 'tens' | 'twos' | 'time'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
]

/** The least step that is not below a rough one and that people count in. */
export function niceStep(rough: number, counting: Counting): number {
  if (!(rough > 0) || !Number.isFinite(rough)) return 1
  if (counting === 'twos') return 2 ** Math.ceil(Math.log2(rough) - 1e-9)
  if (counting === 'time' && rough > DAY / 2) return DAY * niceStep(rough / DAY, 'tens')
  if (counting === 'time' && rough > 30) return TIME_STEPS.find((step) => step >= rough) ?? DAY
  const power = 10 ** Math.floor(Math.log10(rough))
  const lead = rough / power
  for (const nice of [1, 2, 2.5, 5, 10]) {
    if (lead <= nice + 1e-9) return nice * power
  }
  return 10 * power
}

export type Scale = { readonly min: number; readonly max: number; readonly step: number }

/**
 * A scale from zero (or on both sides of it) that holds the values and is divided into about four even steps.
 *
 * @param low the most negative value drawn, 0 or less
 * @param high the largest value drawn
 * @param least the least that the scale spans, so that noise around zero does not fill a chart
 */
export function niceScale(low: number, high: number, least: number, counting: Counting): Scale {
  const down = Math.max(0, -low) * 1.04
  const up = Math.max(0, high) * 1.04
  const span = Math.max(down + up, least)
  const step = niceStep(span / 4, counting)
  const ceiling = (value: number) => Math.ceil(value / step - 1e-9) * step
  const max = down === 0 ? ceiling(span) : Math.max(up === 0 ? 0 : step, ceiling(up))
  const min = down === 0 ? 0 : -Math.max(step, ceiling(down))
  return { min, max, step }
}

/**
 * Keeps a moving chart's scale at rest: it grows at once when values leave it, and shrinks only when they would fit
 * into less than half of it.
 */
export function steady(previous: Scale | null, wanted: Scale): Scale {
  if (!previous) return wanted
  const outside = wanted.max > previous.max || wanted.min < previous.min
  const small = wanted.max - wanted.min < (previous.max - previous.min) * 0.5
  const sides = previous.min < 0 !== wanted.min < 0
  return outside || small || sides ? wanted : previous
}

/** The ticks of a scale. */
export function ticks(scale: Scale): number[] {
  const found: number[] = []
  for (let i = Math.ceil(scale.min / scale.step - 1e-9); i <= Math.floor(scale.max / scale.step + 1e-9); i++) {
    // Plus zero, so that there is no negative one.
    found.push(i * scale.step + 0)
  }
  return found
}
