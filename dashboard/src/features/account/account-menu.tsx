import { useSuspenseQuery } from '@tanstack/react-query'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import css from './account-menu.module.css'
import { accountQuery } from './api.ts'

/** Who is logged in; a click opens what one can do about it. */
export function AccountMenu({ onLoggedOut }: { onLoggedOut: () => void }) {
  const { data: account } = useSuspenseQuery(accountQuery)
  const [dropdown, wantDropdown, heralds] = useOnDemand(() => import('./account-dropdown.tsx'))
  const name = account.name || account.email
  const button = (
    <button
      type="button"
      className={css.avatar}
      aria-haspopup="dialog"
      {...heralds}
      {...(dropdown ? {} : { onClick: wantDropdown })}
    >
      <span aria-hidden="true">{initials(name)}</span>
      <span className="sr">Account: {name}</span>
    </button>
  )
  return dropdown ? (
    <dropdown.AccountDropdown name={name} email={account.email} onLoggedOut={onLoggedOut}>
      {button}
    </dropdown.AccountDropdown>
  ) : (
    button
  )
}

/** "Anna Keller" → "AK", "anna@keller.example" → "A". */
export function initials(name: string): string {
  const words = (name.split('@')[0] ?? '').split(/[\s._-]+/).filter(Boolean)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toUpperCase() || '?'
}
