import { getRouteApi, useRouter } from '@tanstack/react-router'
import { LEAST_ZOOM } from '../features/history/ranges.ts'
import { HostPage } from '../features/hosts/host-page.tsx'

const route = getRouteApi('/inside/hosts/$hostId')

declare module '@tanstack/history' {
  interface HistoryState {
    /** How many zooms one can go back from here; absent where one came by a link. */
    zooms?: number
  }
}

export function HostRoute() {
  const { hostId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const router = useRouter()
  const zooms = () => router.state.location.state.zooms ?? 0

  return (
    <HostPage
      key={hostId}
      hostId={hostId}
      search={search}
      onRange={(range) =>
        void navigate({ search: range === '5m' ? {} : { range }, replace: search.from === undefined })
      }
      onZoom={(from, to) => {
        const middle = (from + to) / 2
        const half = Math.max(to - from, LEAST_ZOOM) / 2
        void navigate({
          search: { ...search, from: Math.round(middle - half), to: Math.round(middle + half) },
          state: { zooms: zooms() + 1 },
          resetScroll: false,
        })
      }}
      onZoomBack={() => {
        if (search.from === undefined) return
        if (zooms() > 0) router.history.back()
        else void navigate({ search: search.range ? { range: search.range } : {}, resetScroll: false })
      }}
      onDeleted={() => void navigate({ to: '/', replace: true })}
    />
  )
}
