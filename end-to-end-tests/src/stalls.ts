/** Notices when this machine has no time for its processes: what was due then nobody could do in time. */
export class Stalls {
  private readonly found: { from: number; to: number }[] = []
  private last = Date.now()
  private readonly timer = setInterval(() => {
    const now = Date.now()
    if (now - this.last > 500) this.found.push({ from: this.last, to: now })
    this.last = now
  }, 100)

  /** Whether it stood still at a whole second, or just behind it. */
  coverSecond(time: number): boolean {
    return this.found.some(({ from, to }) => time > from - 1000 && time < to)
  }

  end(): void {
    clearInterval(this.timer)
  }
}
