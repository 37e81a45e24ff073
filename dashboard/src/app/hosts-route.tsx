import { getRouteApi } from '@tanstack/react-router'
import { HostsPage } from '../features/hosts/hosts-page.tsx'

const route = getRouteApi('/inside/')

export function HostsRoute() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return <HostsPage search={search} onSearch={(next) => void navigate({ search: next, replace: true })} />
}
