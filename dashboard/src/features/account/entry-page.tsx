import type { ReactNode } from 'react'
import { Logo } from '../../shared/ui/logo.tsx'
import { ThemeSwitch } from '../../shared/ui/theme-switch.tsx'
import css from './entry-page.module.css'

/** The frame of the pages before one is logged in. */
export function EntryPage({ narrow = false, children }: { narrow?: boolean; children: ReactNode }) {
  return (
    <main className={narrow ? css.narrow : css.page}>
      <header className={css.head}>
        <Logo />
        <ThemeSwitch />
      </header>
      {children}
    </main>
  )
}
