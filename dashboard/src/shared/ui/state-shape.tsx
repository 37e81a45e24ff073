import css from './state-shape.module.css'

/** What state a thing is in, as far as the dashboard can tell. */
export type State = 'fine' | 'late' | 'down' | 'warning' | 'waiting' | 'revoked'

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
