/**
 * One beat a second for everything that moves, so that a page is drawn once a second and not once for each part of it.
 * A sample that arrives gives the beat; where none does, the clock gives it a little later, so that a silent page shows
 * time going on. A page that nobody sees does not beat.
 */
export class Beat {
  readonly #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #frame: number | null = null
  #last = 0

  constructor() {
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.#rest()
      else if (this.#listeners.size > 0) this.#request()
    })
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    if (this.#timer === null && this.#frame === null && !document.hidden) this.#wait()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#rest()
    }
  }

  /** Something arrived that is worth drawing. */
  pulse(): void {
    if (document.hidden || this.#listeners.size === 0) return
    if (performance.now() - this.#last >= MIN_MS) this.#request()
  }

  #request(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null
      this.#last = performance.now()
      for (const listener of [...this.#listeners]) listener()
      if (this.#listeners.size > 0) this.#wait()
    })
  }

  #wait(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#request()
    }, MAX_MS)
  }

  #rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
    this.#timer = null
    this.#frame = null
  }
}

/** Samples come each second, a little early or late. */
const MIN_MS = 900
const MAX_MS = 1_150

/** The page's own. */
export const beat = new Beat()
