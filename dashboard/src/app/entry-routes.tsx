import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useLocation, useRouter } from '@tanstack/react-router'
import { linkToken } from '../features/account/link-token.ts'
import { LoginPage } from '../features/account/login-page.tsx'
import { SetupPage } from '../features/account/setup-page.tsx'

const loginRoute = getRouteApi('/login')

export function LoginRoute() {
  const { to } = loginRoute.useSearch()
  const router = useRouter()
  const queries = useQueryClient()
  return (
    <LoginPage
      onLoggedIn={() => {
        queries.clear()
        router.history.replace(to ?? '/')
      }}
    />
  )
}

export function SetupRoute() {
  const hash = useLocation({ select: (location) => location.hash })
  const router = useRouter()
  const queries = useQueryClient()
  return (
    <SetupPage
      token={linkToken(hash)}
      onCreated={() => {
        queries.clear()
        router.history.replace('/')
      }}
    />
  )
}
