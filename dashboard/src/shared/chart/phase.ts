/**
 * Puts samples that come about once a step into slots of one step, one each. A host whose samples fall close to the
 * border of two slots would otherwise, by a few milliseconds, now have two in a slot and now none, and a chart gaps
 * where nothing is missing. So the distance from the sample before counts, as long as the slot stays within a quarter
 * of a step of the sample. The platform's history does the same.
 */
export class Phase {
  readonly #step: number
  #lastTime = Number.NEGATIVE_INFINITY
  #lastSlot = 0

  constructor(step: number) {
    this.#step = step
  }

  /** The slot of a sample; samples come in the order of their times. */
  slot(time: number): number {
    const step = this.#step
    let slot = Math.floor(time / step)
    if (time <= this.#lastTime) return slot
    const guess = this.#lastSlot + Math.round((time - this.#lastTime) / step)
    const slack = step / 4
    if (time >= guess * step - slack && time < (guess + 1) * step + slack) slot = guess
    this.#lastTime = time
    this.#lastSlot = slot
    return slot
  }
}
