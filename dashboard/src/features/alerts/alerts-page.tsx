import { useQuery } from '@tanstack/react-query'
import { useTitle } from '../../shared/ui/use-title.ts'
import { openCountQuery } from '../incidents/open-count.ts'
import css from './alerts-page.module.css'
import type { AlertsSearch } from './alerts-search.ts'
import { channelsQuery, rulesQuery } from './api.ts'
import { ChannelsSection } from './channels-section.tsx'
import { IncidentHistory } from './incident-history.tsx'
import { OpenIncidents } from './open-incidents.tsx'
import { RulesSection } from './rules-section.tsx'
import { SilencesSection } from './silences-section.tsx'

type Props = { search: AlertsSearch; onSearch: (search: AlertsSearch) => void }

/** What is wrong, what was, and by what one hears of it. */
export function AlertsPage({ search, onSearch }: Props) {
  const { data: open } = useQuery(openCountQuery)
  const { data: rules } = useQuery(rulesQuery)
  const { data: channels } = useQuery(channelsQuery)
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
          <a href="#rules">
            Rules <i>{rules?.length}</i>
          </a>
          <a href="#channels">
            Channels <i>{channels?.channels.length}</i>
          </a>
          <a href="#maintenance">Maintenance</a>
        </nav>
      </header>
      <OpenIncidents />
      <div className={css.columns}>
        <div>
          <IncidentHistory search={search} onSearch={onSearch} />
          <RulesSection />
        </div>
        <div>
          <ChannelsSection />
          <SilencesSection />
        </div>
      </div>
    </>
  )
}
