import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useLocation, useRouter } from '@tanstack/react-router'
import { setupQuery } from '../features/account/api.ts'
import { linkToken } from '../features/account/link-token.ts'
import { LoginPage } from '../features/account/login-page.tsx'
import { RegisterPage } from '../features/account/register-page.tsx'
import { ResetPage } from '../features/account/reset-page.tsx'
import { SetupPage } from '../features/account/setup-page.tsx'

const loginRoute = getRouteApi('/login')

export function LoginRoute() {
  const { to } = loginRoute.useSearch()
  const { data: setup } = useQuery(setupQuery)
  const router = useRouter()
  const queries = useQueryClient()
  return (
    <LoginPage
      others={
        <>
          <Link to="/reset" className="link">
            Forgot the password?
          </Link>
          {setup?.registration === 'open' && (
            <Link to="/register" className="link">
              Create an account
            </Link>
          )}
        </>
      }
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

export function RegisterRoute() {
  const hash = useLocation({ select: (location) => location.hash })
  const { data: setup } = useQuery(setupQuery)
  const router = useRouter()
  const queries = useQueryClient()
  return (
    <RegisterPage
      token={linkToken(hash)}
      open={setup?.registration === 'open'}
      login={
        <Link to="/login" className="link">
          Log in
        </Link>
      }
      onRegistered={() => {
        queries.clear()
        router.history.replace('/')
      }}
    />
  )
}

export function ResetRoute() {
  const hash = useLocation({ select: (location) => location.hash })
  const { data: setup } = useQuery(setupQuery)
  return (
    <ResetPage
      token={linkToken(hash)}
      mail={setup?.mail}
      login={
        <Link to="/login" className="link">
          Log in
        </Link>
      }
    />
  )
}
