export const METRIC = 'system.cpu.utilization.total'

/** What each sample in the whole hours says. */
export const VALUE = 0.25
export const RULE = 'hot'
export const SIMULATED = 'a simulated agent'

/** What the data folder beside it holds. */
export interface About {
  account: { email: string; password: string }
  /** The host that has hours of samples. */
  host: string
  /** From where to where, in whole hours, Unix time in milliseconds. */
  start: number
  stop: number
  /** All hosts' ids. */
  hosts: string[]
}
