import { useQuery } from '@tanstack/react-query'
import { useTitle } from '../../shared/ui/use-title.ts'
import css from './alerts-page.module.css'
import type { AlertsSearch } from './alerts-search.ts'
import { IncidentHistory } from './incident-history.tsx'
import { openCountQuery } from './open-count.ts'
import { OpenIncidents } from './open-incidents.tsx'

type Props = { search: AlertsSearch; onSearch: (search: AlertsSearch) => void }

/** What is wrong, what was, and by what one hears of it. */
export function AlertsPage({ search, onSearch }: Props) {
  const { data: open } = useQuery(openCountQuery)
  useTitle(open ? `Alerts (${open})` : 'Alerts')
  return (
    <>
      <header className={css.head}>
        <h1>Alerts</h1>
        <nav aria-label="On this page">
          <a href="#open">
            Open <i>{open}</i>
          </a>
          <a href="#history">History</a>
        </nav>
      </header>
      <OpenIncidents />
      <IncidentHistory search={search} onSearch={onSearch} />
    </>
  )
}
