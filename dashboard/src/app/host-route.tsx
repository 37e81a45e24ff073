import { getRouteApi } from '@tanstack/react-router'
import { HostPage } from '../features/hosts/host-page.tsx'
import { useTimeNavigation } from './time-navigation.ts'

const route = getRouteApi('/inside/hosts/$hostId')

export function HostRoute() {
  const { hostId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const times = useTimeNavigation(search, (time, options) => void navigate({ search: time, ...options }))
  return (
    <HostPage
      key={hostId}
      hostId={hostId}
      search={search}
      {...times}
      onDeleted={() => void navigate({ to: '/', replace: true })}
    />
  )
}
