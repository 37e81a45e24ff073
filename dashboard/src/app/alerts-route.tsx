import { getRouteApi } from '@tanstack/react-router'
import { AlertsPage } from '../features/alerts/alerts-page.tsx'

const route = getRouteApi('/inside/alerts')

export function AlertsRoute() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <AlertsPage
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
    />
  )
}
