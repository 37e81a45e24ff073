import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { HostPage } from '../features/hosts/host-page.tsx'
import { useTimeNavigation } from './time-navigation.ts'

// The charts do not wait for them.
const IncidentMarks = lazy(async () => ({
  default: (await import('../features/alerts/incident-marks.tsx')).IncidentMarks,
}))

const route = getRouteApi('/inside/hosts/$hostId')

export function HostRoute() {
  const { hostId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const hosts = useMemo(() => [hostId], [hostId])
  const times = useTimeNavigation(search, (time, options) => void navigate({ search: time, ...options }))
  return (
    <HostPage
      key={hostId}
      hostId={hostId}
      search={search}
      {...times}
      above={(view) => (
        <Suspense>
          <IncidentMarks hosts={hosts} view={view} />
        </Suspense>
      )}
      onDeleted={() => void navigate({ to: '/', replace: true })}
    />
  )
}
