import { setTimeout as delay } from 'node:timers/promises'
import type { Session } from './api'
import { SimulatedAgent } from './simulated-agent'

const METRIC = 'system.cpu.utilization.total'
/** An answer that takes longer is none. */
const PATIENCE_MS = 10_000

/** What a sample of this second says: another thing than its neighbours'. */
function valueAt(timestamp: number): number {
  return ((timestamp / 1000) % 97) / 1000
}

/** Hosts that post a sample a second, and what was not acknowledged again with the next, as agents do. */
export class SteadyLoad {
  private running = true
  private readonly began = Math.ceil(Date.now() / 1000) * 1000
  private readonly acknowledged: Set<number>[]
  private readonly loops: Promise<void>[]
  private readonly newestOfEach: number[]

  private constructor(private readonly agents: SimulatedAgent[]) {
    this.acknowledged = agents.map(() => new Set())
    this.newestOfEach = agents.map(() => 0)
    this.loops = agents.map((agent, index) => this.send(agent, index))
  }

  static async start(session: Session, hosts: number): Promise<SteadyLoad> {
    const agents: SimulatedAgent[] = []
    const prefix = `steady-${Date.now()}`
    for (let i = 0; i < hosts; i += 5) {
      const names = Array.from({ length: Math.min(5, hosts - i) }, (_, n) => `${prefix}-${i + n}`)
      agents.push(
        ...(await Promise.all(
          names.map(async (name) => SimulatedAgent.enrol(session.url, await session.enrolmentCode(name), name)),
        )),
      )
    }
    return new SteadyLoad(agents)
  }

  get total(): number {
    return this.acknowledged.reduce((sum, each) => sum + each.size, 0)
  }

  /** The timestamp of the newest sample of any host that was taken, Unix ms. */
  get newest(): number {
    return Math.max(...this.newestOfEach)
  }

  /** The timestamp of the newest sample that was taken, of the host whose newest is oldest; Unix ms. */
  get oldest(): number {
    return Math.min(...this.newestOfEach)
  }

  /** Makes no new samples; what has no answer yet is tried until it has one. */
  async stop(): Promise<void> {
    this.running = false
    await Promise.all(this.loops)
  }

  private async send(agent: SimulatedAgent, index: number): Promise<void> {
    const acknowledged = this.acknowledged[index] ?? new Set()
    await delay(Math.random() * 1000)
    let waiting: number[] = []
    let next = this.began
    while (this.running || waiting.length > 0) {
      const now = Date.now()
      for (; this.running && next <= now; next += 1000) waiting.push(next)
      const batch = waiting.slice(0, 200)
      if (batch.length > 0 && (await this.post(agent, batch))) {
        for (const timestamp of batch) acknowledged.add(timestamp)
        this.newestOfEach[index] = Math.max(...batch)
        waiting = waiting.slice(batch.length)
      }
      await delay(waiting.length > 200 ? 100 : 1000)
    }
  }

  private async post(agent: SimulatedAgent, timestamps: number[]): Promise<boolean> {
    const samples = timestamps.map((timestamp) => ({
      schema: 1 as const,
      timestamp,
      metrics: { [METRIC]: valueAt(timestamp) },
    }))
    const answer = await Promise.race([
      agent
        .post(samples)
        .then(async (response) => ({ status: response.status, text: await response.text() }))
        .catch(() => undefined),
      delay(PATIENCE_MS, undefined, { ref: false }),
    ])
    if (answer === undefined || [429, 503].includes(answer.status)) return false
    if (answer.status !== 202) throw new Error(`${answer.status} ${answer.text}`)
    const { accepted } = JSON.parse(answer.text) as { accepted: number }
    if (accepted !== samples.length) throw new Error(`${accepted} of ${samples.length} accepted: ${answer.text}`)
    return true
  }

  /** How many acknowledged samples the history lacks or has with another value, and how many it has that were never sent. */
  async faults(session: Session): Promise<{ missing: number; wrong: number; strange: number }> {
    const faults = { missing: 0, wrong: 0, strange: 0 }
    for (const [index, agent] of this.agents.entries()) {
      const sent = this.acknowledged[index] ?? new Set()
      const stop = Math.max(this.began, ...sent) + 1000
      const seen = new Set<number>()
      for (let start = this.began; start < stop; start += 1_800_000) {
        const end = Math.min(stop, start + 1_800_000)
        const answer = await session.history(agent.host, { metric: METRIC, start, stop: end, points: 2000 })
        if (answer.tier !== 'raw' || answer.step !== 1) throw new Error(`${answer.tier}, step ${answer.step}`)
        for (const [i, time] of answer.times.entries()) {
          const value = answer.series[0]?.mean[i]
          if (value === undefined || value === null) continue
          seen.add(time)
          if (Math.abs(value - valueAt(time)) > 1e-9) faults.wrong++
          if (!sent.has(time)) faults.strange++
        }
      }
      for (const time of sent) if (!seen.has(time)) faults.missing++
    }
    return faults
  }
}
