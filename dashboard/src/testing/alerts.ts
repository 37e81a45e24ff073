import type { Incident, Rule } from '../features/alerts/api.ts'

/** A rule as the platform answers it. */
export const aRule = (fields: Partial<Rule> = {}): Rule => ({
  id: 'r1',
  name: 'Processor busy',
  kind: 'metric',
  metric: 'system.cpu.utilization.total',
  unit: '1',
  direction: 'above',
  threshold: 0.9,
  clear: 0.8,
  for_seconds: 60,
  cooldown_seconds: 300,
  repeat_seconds: 0,
  severity: 'warning',
  scope: { all: true },
  paused: false,
  created: 1,
  ...fields,
})

/** An incident of it that goes on since half a minute. */
export const anIncident = (fields: Partial<Incident> = {}, now = Date.now()): Incident => ({
  id: 'i1',
  rule: aRule(),
  host: 'h1',
  host_name: 'web-1',
  series: 'system.cpu.utilization.total',
  unit: '1',
  severity: 'warning',
  state: 'firing',
  since: now - 30_000,
  opened: now - 20_000,
  value: 0.93,
  peak: 0.97,
  last_message: now - 20_000,
  messages: 1,
  ...fields,
})
