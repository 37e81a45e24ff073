import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { HostsPage } from '../features/hosts/hosts-page.tsx'

// The list does not wait for it.
const TellOffer = lazy(async () => ({ default: (await import('../features/alerts/tell-offer.tsx')).TellOffer }))

const route = getRouteApi('/inside/')

export function HostsRoute() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <HostsPage
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
      offer={
        <Suspense>
          <TellOffer />
        </Suspense>
      }
    />
  )
}
