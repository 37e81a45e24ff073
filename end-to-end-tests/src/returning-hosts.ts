import { setTimeout as delay } from 'node:timers/promises'
import type { Session } from './api'
import { type Sample, SimulatedAgent } from './simulated-agent'

const METRIC = 'system.uptime'
const BATCH = 60
/** What one history request may give. */
const POINTS = 2000

/** Hosts whose platform was away: each has a backlog, and sends as the agent does. */
export class ReturningHosts {
  /** How long each newest sample took that was taken, in milliseconds. */
  readonly latencies: number[] = []
  /** How often the platform asked to come again later, and how often it said no more than that. */
  readonly shed = { obeyed: 0, withoutRetryAfter: 0 }
  /** Answers that an agent could make nothing of. */
  readonly failures: string[] = []
  private stopMs = 0

  private constructor(
    private readonly agents: SimulatedAgent[],
    private readonly startMs: number,
  ) {}

  static async enrol(session: Session, hosts: number, outageSeconds: number): Promise<ReturningHosts> {
    const agents: SimulatedAgent[] = []
    const next = async (i: number) => {
      const name = `returning-${i}`
      // A code of its own for each: an account may have a hundred open ones.
      agents.push(await SimulatedAgent.enrol(session.url, await session.enrolmentCode(name), name))
    }
    for (let i = 0; i < hosts; i += 10) {
      await Promise.all(Array.from({ length: Math.min(10, hosts - i) }, (_, k) => next(i + k)))
    }
    return new ReturningHosts(agents, (Math.floor(Date.now() / 1000) - outageSeconds) * 1000)
  }

  /** How long one of them waits for its answers while it is alone, in milliseconds. */
  async latenciesOfOne(): Promise<number[]> {
    const [agent] = this.agents
    const found: number[] = []
    for (let time = this.startMs; agent !== undefined && time < this.startMs + 20_000; time += 1000) {
      const began = performance.now()
      await this.post(agent, [time])
      found.push(performance.now() - began)
      await delay(100)
    }
    return found
  }

  /** All come back in the same second, and go on until nothing waits any more. */
  async comeBack(): Promise<void> {
    const outageEnds = Math.floor(Date.now() / 1000) * 1000
    const ends = await Promise.all(this.agents.map((agent) => this.run(agent, outageEnds)))
    this.stopMs = Math.min(...ends)
  }

  private async run(agent: SimulatedAgent, outageEnds: number): Promise<number> {
    const backlog: number[] = []
    for (let time = this.startMs; time < outageEnds; time += 1000) backlog.push(time)
    let second = outageEnds
    let notBefore = 0
    let turn = performance.now() + Math.random() * 2000
    while (backlog.length > 0) {
      const newest = second
      if (performance.now() >= notBefore) {
        const began = performance.now()
        const wait = await this.post(agent, [newest])
        if (wait === 0) this.latencies.push(performance.now() - began)
        else {
          backlog.push(newest)
          notBefore = performance.now() + wait
        }
      } else backlog.push(newest)
      if (performance.now() >= Math.max(turn, notBefore)) {
        const began = performance.now()
        const wait = await this.post(agent, backlog.slice(0, BATCH))
        const took = performance.now() - began
        if (wait === 0) backlog.splice(0, BATCH)
        turn = performance.now() + (wait > 0 ? wait : 1000 + Math.random() * 2000 + 4 * took)
      }
      second += 1000
      await delay(Math.max(0, second - Date.now()))
    }
    return second
  }

  /** How long to wait before it is tried again, in milliseconds; 0 when it was taken. */
  private async post(agent: SimulatedAgent, times: number[]): Promise<number> {
    const samples: Sample[] = times.map((timestamp) => ({
      schema: 1,
      timestamp,
      metrics: { [METRIC]: timestamp / 1000 - 1.7e9 },
    }))
    const response = await agent.post(samples).catch((failure: unknown) => {
      this.failures.push(String(failure))
    })
    if (!response) return 1000
    const text = await response.text()
    if (response.status === 202) return 0
    if (![429, 503].includes(response.status)) this.failures.push(`${response.status} ${text}`)
    const after = Number(response.headers.get('retry-after') ?? Number.NaN)
    if (Number.isNaN(after)) this.shed.withoutRetryAfter++
    else this.shed.obeyed++
    return 1000 * (Number.isNaN(after) ? 1 : after)
  }

  /** How many of the samples that all of them have sent the history lacks. */
  async missing(session: Session): Promise<number> {
    let missing = 0
    for (const agent of this.agents) {
      for (let start = this.startMs; start < this.stopMs; start += POINTS * 1000) {
        const stop = Math.min(this.stopMs, start + POINTS * 1000)
        const points = (stop - start) / 1000
        const answer = await session.history(agent.host, { metric: METRIC, start, stop, points })
        if (answer.tier !== 'raw' || answer.step !== 1) throw new Error(`${answer.tier}, step ${answer.step}`)
        missing += points - (answer.series[0]?.mean.filter((value) => value !== null).length ?? 0)
      }
    }
    return missing
  }
}

/** The value below which this share of them lies. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
