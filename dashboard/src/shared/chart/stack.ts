export type Values = (number | null)[]

/**
 * Puts rows of values on each other in place: each becomes the sum of itself and the shown ones below. A value that is
 * missing stays missing and adds nothing; a hidden row keeps its place with nothing of its own.
 */
export function stack(rows: readonly Values[], hidden: readonly boolean[], length: number): void {
  for (let i = 0; i < length; i++) {
    let total = 0
    for (let row = 0; row < rows.length; row++) {
      const values = rows[row] as Values
      const value = values[i]
      if (value === null || value === undefined) continue
      if (!hidden[row]) total += value
      values[i] = total
    }
  }
}
