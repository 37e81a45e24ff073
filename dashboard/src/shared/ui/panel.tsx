import type { ReactNode } from 'react'
import css from './panel.module.css'

type Props = { title: string; lead?: ReactNode; action?: ReactNode; children?: ReactNode }

/** A part of a settings page: what it is about, and what one can do. */
export function Panel({ title, lead, action, children }: Props) {
  return (
    <section className={css.panel} aria-label={title}>
      <header className={css.head}>
        <div>
          <h2>{title}</h2>
          {lead && <p>{lead}</p>}
        </div>
        {action}
      </header>
      {children && <div className={css.body}>{children}</div>}
    </section>
  )
}
