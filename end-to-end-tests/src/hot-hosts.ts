import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Session } from './api'
import type { BotApi } from './bot-api'
import { SimulatedAgent } from './simulated-agent'
import { until } from './wait'

const METRIC = 'system.cpu.utilization.total'
const GOOD = 0.1
const HOT = 0.99
const RULE = 'too hot'

interface HotHost {
  name: string
  agent: SimulatedAgent
  hot: boolean
}

/** Hosts that post each second whether they are too hot, and what a chat was told of that. */
export class HotHosts {
  private running = true
  private readonly loops: Promise<void>[]

  private constructor(
    private readonly bot: BotApi,
    private readonly hosts: HotHost[],
  ) {
    this.loops = hosts.map((host) => this.send(host))
  }

  /** Enrols them, all of them cool, under a rule that is the only one of the account. */
  static async enrol(session: Session, bot: BotApi, count: number): Promise<HotHosts> {
    // Those that are there from the start would tell of it as well, and of hosts that an outage makes silent.
    const { rules } = await session.json<{ rules: { id: string }[] }>('GET', '/api/v1/alerts/rules')
    for (const { id } of rules) await session.json('PATCH', `/api/v1/alerts/rules/${id}`, { paused: true })
    await session.json('POST', '/api/v1/alerts/rules', { name: RULE, metric: METRIC, threshold: 0.98 })
    const hosts: HotHost[] = []
    for (let i = 0; i < count; i++) {
      // Of one length, so that no name is the beginning of another.
      const name = `hot-${String.fromCharCode(97 + i)}`
      const agent = await SimulatedAgent.enrol(session.url, await session.enrolmentCode(name), name)
      hosts.push({ name, agent, hot: false })
    }
    return new HotHosts(bot, hosts)
  }

  /** From now on they are too hot; of all of them, or of some by their place. */
  heat(from = 0, to = this.hosts.length): void {
    for (const host of this.hosts.slice(from, to)) host.hot = true
  }

  cool(): void {
    for (const host of this.hosts) host.hot = false
  }

  async stop(): Promise<void> {
    this.running = false
    await Promise.all(this.loops)
  }

  /** How often the chat was told of each that it is too hot, or that it is over. */
  told(what: 'FIRING (warning)' | 'RESOLVED'): number[] {
    return this.hosts.map(({ name }) => this.bot.lines(`${what}: ${RULE} on ${name}`).length)
  }

  /** Waits until the chat was told of these, and fails where it was told of one of all more than once. */
  async toldOnce(what: 'FIRING (warning)' | 'RESOLVED', from: number, to: number, ms: number): Promise<void> {
    await until(`messages of ${to - from} hosts`, ms, () =>
      this.told(what)
        .slice(from, to)
        .every((times) => times >= 1),
    ).catch((failure: unknown) => {
      throw new Error(`${failure}: ${this.told(what)}`)
    })
    expect(Math.max(...this.told(what))).toBe(1)
  }

  private async send(host: HotHost): Promise<void> {
    while (this.running) {
      const sample = { schema: 1 as const, timestamp: Date.now(), metrics: { [METRIC]: host.hot ? HOT : GOOD } }
      const response = await host.agent.post(sample).catch(() => undefined)
      if (response?.status === 401) await host.agent.renewToken().catch(() => undefined)
      await response?.text().catch(() => undefined)
      await delay(1000)
    }
  }
}
