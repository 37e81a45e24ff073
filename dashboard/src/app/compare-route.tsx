import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { ComparePage } from '../features/compare/compare-page.tsx'
import { useTimeNavigation } from './time-navigation.ts'

// The chart does not wait for them.
const IncidentMarks = lazy(async () => ({
  default: (await import('../features/alerts/incident-marks.tsx')).IncidentMarks,
}))

const route = getRouteApi('/inside/compare')

export function CompareRoute() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { hosts, metric, of } = search
  const times = useTimeNavigation(
    search,
    (time, options) => void navigate({ search: { hosts, metric, of, ...time }, ...options }),
  )
  return (
    <ComparePage
      search={search}
      {...times}
      above={(view, ids, of) => (
        <Suspense>
          <IncidentMarks hosts={ids} view={view} metric={of} />
        </Suspense>
      )}
      onSearch={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
    />
  )
}
