import { setTimeout as delay } from 'node:timers/promises'
import type { Session } from './api'
import { SimulatedAgent } from './simulated-agent'

const METRIC = 'system.cpu.utilization.total'
const BATCH = 100
/** What one history request may give. */
const POINTS = 2000

/** What a sample of this second says: different from its neighbours', and known without asking. */
function valueAt(timestamp: number): number {
  return ((timestamp / 1000) % 997) / 1000
}

/**
 * Hosts that post as fast as they are let, batch after batch, each second once, and remember what was acknowledged.
 * A batch without an answer is sent again, as an agent does: it may have arrived.
 */
export class Load {
  readonly acknowledged: number[] = []
  private running = true
  private readonly loops: Promise<void>[]

  private constructor(readonly agents: SimulatedAgent[]) {
    this.loops = agents.map((agent, index) => this.send(agent, index))
  }

  static async start(session: Session, hosts: number): Promise<Load> {
    const agents: SimulatedAgent[] = []
    for (let i = 0; i < hosts; i++) {
      const name = `load-${Date.now()}-${i}`
      agents.push(await SimulatedAgent.enrol(session.url, await session.enrolmentCode(name), name))
    }
    return new Load(agents)
  }

  get total(): number {
    return this.acknowledged.reduce((sum, count) => sum + count, 0)
  }

  /** Sends no new batch; what has no answer yet is tried until it has one. */
  async stop(): Promise<void> {
    this.running = false
    await Promise.all(this.loops)
  }

  /** From here forwards, one second a sample, from a whole hour on. Some 20 hours back: all of it is still in the tier raw. */
  private readonly began = Math.ceil(Date.now() / 3_600_000 - 20) * 3_600_000

  private async send(agent: SimulatedAgent, index: number): Promise<void> {
    this.acknowledged[index] = 0
    let next = this.began
    while (this.running) {
      const batch = Array.from({ length: BATCH }, (_, i) => next + i * 1000).map((timestamp) => ({
        schema: 1 as const,
        timestamp,
        metrics: { [METRIC]: valueAt(timestamp) },
      }))
      for (let refusals = 0; ; refusals++) {
        // What was never acknowledged is owed to nobody.
        if (!this.running && refusals > 50) return
        const response = await agent.post(batch).catch(() => undefined)
        const answer = response && (await response.text().catch(() => undefined))
        if (response?.status === 202 && answer !== undefined) {
          const { accepted } = JSON.parse(answer) as { accepted: number }
          if (accepted !== BATCH) throw new Error(`${accepted} of ${BATCH} accepted: ${answer}`)
          break
        }
        if (response && ![429, 503].includes(response.status)) throw new Error(`${response.status} ${answer}`)
        await delay(Math.min(2, Number(response?.headers.get('retry-after') ?? 0.5)) * 1000)
      }
      next += BATCH * 1000
      this.acknowledged[index] += BATCH
    }
  }

  /** How many acknowledged samples the history lacks, has with another value, or has more than once. */
  async faults(session: Session): Promise<{ missing: number; wrong: number; repeated: number }> {
    const faults = { missing: 0, wrong: 0, repeated: 0 }
    for (const [index, agent] of this.agents.entries()) {
      const stop = this.began + (this.acknowledged[index] ?? 0) * 1000
      for (let start = this.began; start < stop; start += POINTS * 1000) {
        const end = Math.min(stop, start + POINTS * 1000)
        const seconds = (end - start) / 1000
        const single = await session.history(agent.host, { metric: METRIC, start, stop: end, points: POINTS })
        if (single.tier !== 'raw' || single.step !== 1) throw new Error(`${single.tier}, step ${single.step}`)
        const values = new Map(single.times.map((time, i) => [time, single.series[0]?.mean[i]]))
        for (let time = start; time < end; time += 1000) {
          const value = values.get(time)
          if (value === undefined || value === null) faults.missing++
          else if (Math.abs(value - valueAt(time)) > 1e-9) faults.wrong++
        }
        // A sample that is there twice pulls the mean of its ten seconds towards itself.
        const tens = await session.history(agent.host, { metric: METRIC, start, stop: end, points: seconds / 10 })
        for (const [i, time] of tens.times.entries()) {
          const mean = tens.series[0]?.mean[i]
          if (mean === undefined || mean === null || time < start || time + tens.step * 1000 > end) continue
          const expected = Array.from({ length: tens.step }, (_, s) => valueAt(time + s * 1000))
          const sum = expected.reduce((a, b) => a + b, 0)
          if (Math.abs(mean - sum / tens.step) > 1e-9) faults.repeated++
        }
      }
    }
    return faults
  }

  /**
   * How many windows of a coarser tier are not made of all of the acknowledged samples in them. Windows at the ends,
   * which are not whole, are left out.
   */
  async windowFaults(session: Session, tier: '1m' | '1h'): Promise<{ windows: number; wrong: number }> {
    const length = tier === '1m' ? 60_000 : 3_600_000
    const faults = { windows: 0, wrong: 0 }
    for (const [index, agent] of this.agents.entries()) {
      const start = Math.ceil(this.began / length) * length
      const end = this.began + (this.acknowledged[index] ?? 0) * 1000
      const stop = Math.floor(end / length) * length
      if (stop <= start) continue
      const points = (stop - start) / length
      const answer = await session.history(agent.host, { metric: METRIC, start, stop, points })
      if (answer.tier !== tier || answer.step * 1000 !== length) throw new Error(`${answer.tier}, step ${answer.step}`)
      const means = new Map(answer.times.map((time, i) => [time, answer.series[0]?.mean[i]]))
      for (let window = start; window < stop; window += length) {
        faults.windows++
        let sum = 0
        for (let time = window; time < window + length; time += 1000) sum += valueAt(time)
        const mean = means.get(window)
        // Answers have single precision.
        if (mean === undefined || mean === null || Math.abs(mean - (sum * 1000) / length) > 1e-6) faults.wrong++
      }
    }
    return faults
  }
}
