import type { ReactNode } from 'react'
import css from './alerts-page.module.css'

type Props = {
  id: string
  title: string
  /** The page's head says it already. */
  quiet?: boolean
  action?: ReactNode
  children: ReactNode
}

/** A part of the alerts page, which the page's head links to. */
export function Section({ id, title, quiet = false, action, children }: Props) {
  return (
    <section id={id} className={css.section} aria-label={title}>
      <header className={quiet ? 'sr' : undefined}>
        <h2>{title}</h2>
        {action}
      </header>
      {children}
    </section>
  )
}
