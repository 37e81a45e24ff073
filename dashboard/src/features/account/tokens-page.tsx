import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { formatFullDay, formatMoment } from '../../shared/time.ts'
import { ConfirmButton } from '../../shared/ui/confirm-button.tsx'
import { CopyLine } from '../../shared/ui/copy-line.tsx'
import form from '../../shared/ui/form.module.css'
import { Notice } from '../../shared/ui/notice.tsx'
import { Panel } from '../../shared/ui/panel.tsx'
import { UNKNOWN } from '../../shared/units.ts'
import { type ApiToken, createToken, revokeToken, tokensQuery } from './api.ts'
import css from './tokens-page.module.css'

/** What a token may be allowed, as the contract names it. */
export const SCOPES = [
  { scope: 'hosts:read', means: 'see your hosts' },
  { scope: 'hosts:write', means: 'add, rename, tag, revoke and delete them' },
  { scope: 'history:read', means: 'read what they measured' },
  { scope: 'live:read', means: 'read what they measure, as it comes' },
  { scope: 'alerts:read', means: 'see rules and incidents' },
  { scope: 'alerts:write', means: 'change rules, silence and acknowledge' },
] as const

const LASTING = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: '', label: 'for ever' },
]

/** Tokens by which scripts get in. */
export function TokensPage() {
  const { data: tokens, error, refetch } = useQuery(tokensQuery)
  return (
    <>
      <NewToken />
      <Panel title="Your tokens" lead={tokens?.length === 0 ? 'There is none yet.' : undefined}>
        {error && (
          <Notice title="The tokens could not be read" retry={() => void refetch()}>
            {explain(error)}
          </Notice>
        )}
        {tokens && tokens.length > 0 && <Tokens tokens={tokens} />}
      </Panel>
    </>
  )
}

function NewToken() {
  const queries = useQueryClient()
  const [scopes, setScopes] = useState<readonly string[]>(['hosts:read', 'history:read'])
  const [round, setRound] = useState(0)
  const make = useMutation({
    mutationFn: createToken,
    onSuccess: () => {
      setRound((before) => before + 1)
      void queries.invalidateQueries({ queryKey: tokensQuery.queryKey })
    },
  })
  return (
    <Panel
      title="New token"
      lead={
        <>
          For scripts and other programs: it may do what you tick here with your hosts, and nothing with your account.{' '}
          <a className="link" href="/openapi.json">
            What there is to ask
          </a>
        </>
      }
    >
      {make.data && (
        <div className={form.fresh} role="status">
          <p>
            <b>{make.data.name}</b>: copy it now, it is shown this once.
          </p>
          <CopyLine text={make.data.token} />
          <p className={form.note}>For example, in a shell:</p>
          <CopyLine text={`curl -H 'Authorization: Bearer ${make.data.token}' ${exampleFor(make.data.scopes)}`} />
        </div>
      )}
      <form
        key={round}
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          const days = String(data.get('days'))
          make.mutate({ name: String(data.get('name')).trim(), scopes, days: days === '' ? null : Number(days) })
        }}
      >
        <div className={css.fields}>
          <TextInput label="Name" name="name" placeholder="What it is for" maxLength={100} required />
          <NativeSelect label="Good for" name="days" defaultValue="90" data={LASTING} />
        </div>
        <fieldset className={css.scopes}>
          <legend>It may</legend>
          {SCOPES.map(({ scope, means }) => (
            <label key={scope}>
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={(event) =>
                  setScopes(
                    event.currentTarget.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope),
                  )
                }
              />
              <code>{scope}</code>
              <span>{means}</span>
            </label>
          ))}
        </fieldset>
        {make.isError && <Notice title="No token was made">{explain(make.error)}</Notice>}
        <Button type="submit" loading={make.isPending} disabled={scopes.length === 0}>
          Create token
        </Button>
      </form>
    </Panel>
  )
}

/** An address that a token of these scopes can read. */
function exampleFor(scopes: readonly string[]): string {
  return `${location.origin}/api/v1/${scopes.includes('hosts:read') ? 'hosts' : 'hosts/HOST/latest'}`
}

function Tokens({ tokens }: { tokens: readonly ApiToken[] }) {
  const now = Date.now()
  return (
    <div className={form.wrap}>
      <table className={form.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">May</th>
            <th scope="col">Last used</th>
            <th scope="col">Expires</th>
            <th scope="col">
              <span className="sr">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <th scope="row">
                {token.name}
                <small>since {formatFullDay(token.created)}</small>
              </th>
              <td>{token.scopes.join(', ')}</td>
              <td className={form.moment} data-label="last used">
                {token.last_used ? formatMoment(token.last_used, now) : 'never'}
              </td>
              <td className={form.moment} data-label="expires">
                {expiry(token.expires ?? null, now)}
              </td>
              <td className={form.action}>
                <Revoke token={token} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function expiry(expires: number | null, now: number): string {
  if (expires === null) return UNKNOWN
  return expires <= now ? 'expired' : formatFullDay(expires)
}

function Revoke({ token }: { token: ApiToken }) {
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  })
  return (
    <ConfirmButton
      label="Revoke"
      question={<span className="sr">Revoke {token.name}? What uses it gets no more answers.</span>}
      confirm="Revoke it"
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
    />
  )
}
