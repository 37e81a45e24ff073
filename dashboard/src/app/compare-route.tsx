import { getRouteApi } from '@tanstack/react-router'
import { ComparePage } from '../features/compare/compare-page.tsx'
import { useTimeNavigation } from './time-navigation.ts'

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
      onSearch={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
    />
  )
}
