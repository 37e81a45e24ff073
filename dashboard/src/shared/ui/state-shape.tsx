import css from './state-shape.module.css'

/** What state a thing is in, as far as the dashboard can tell. */
export type State = 'fine' | 'late' | 'down' | 'critical' | 'warning' | 'info' | 'waiting' | 'revoked' | 'silent'

const mark = { stroke: 'var(--surface)', strokeWidth: 1.6, strokeLinecap: 'round' } as const

const SHAPES: Record<State, React.ReactNode> = {
  fine: <circle cx="8" cy="8" r="4" fill="currentColor" />,
  late: <circle cx="8" cy="8" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.4 2.4" />,
  waiting: (
    <circle cx="8" cy="8" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.4 2.4" />
  ),
  down: (
    <>
      <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2.4" fill="currentColor" />
      <path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" {...mark} />
    </>
  ),
  warning: (
    <>
      <path d="M8 1.8 15 14H1z" fill="currentColor" />
      <path d="M8 6v4M8 12h.01" {...mark} />
    </>
  ),
  critical: (
    <>
      <path d="m8 .8 7.2 7.2L8 15.2.8 8z" fill="currentColor" />
      <path d="M8 5v3.6M8 10.9h.01" {...mark} />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6.4" fill="currentColor" />
      <path d="M8 7.6v3.6M8 4.9h.01" {...mark} />
    </>
  ),
  silent: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6.4 5.8v4.4M9.6 5.8v4.4" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  revoked: (
    <>
      <circle cx="8" cy="8" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M4.4 11.6 11.6 4.4" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
}

/** The shape of a state in its colour. A word always stands beside it, so it says nothing to a screen reader. */
export function StateShape({ state, size = 14 }: { state: State; size?: number }) {
  return (
    <svg className={css[state]} width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  )
}
