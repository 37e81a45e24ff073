import { account } from '../src/api'
import { FIRING, MARK, type World } from './world'

const { password } = account

/** What an API token can be made for (contract, Scopes). */
export const scopes = ['hosts:read', 'hosts:write', 'history:read', 'alerts:read', 'alerts:write', 'live:read'] as const

export type Scope = (typeof scopes)[number]

/** Who comes; a scope stands for an API token of the owner's with that scope alone. */
export const callers = [
  'nobody',
  'other user',
  'owner',
  ...scopes,
  'revoked API token',
  'host token',
  'service',
  'expired',
  'revoked',
  'wrong audience',
  'alg=none',
  'swapped key',
  'other site',
] as const

export type Caller = (typeof callers)[number]

/** What a row of the matrix promises. */
export interface Row {
  /** Whom the route is for: anybody, a person's session, a host, or whoever has the refresh cookie. */
  for: 'anybody' | 'person' | 'host' | 'refresh'
  /** With which an API token may call it too; none may where there is none. */
  scope?: Scope
  /** What whom it is for gets. */
  good: number
  /** Another person: what concerns the owner's things answers as if there were no such thing. */
  others?: number
  /** Where it differs from what follows from the above. */
  except?: Partial<Record<Caller, number>>
  /** The `{id}` of path and query, which is the owner's; the host, unless told. */
  id?: (world: World) => string
  /** Another one of the owner's, where whoever may use it up. */
  freshId?: (world: World) => Promise<string>
  query?: string
  body?: (world: World) => unknown
  /** Instead of a body in JSON. */
  form?: (world: World) => URLSearchParams
  /** Not auth-service's: there an access token is good for the minutes that it lives, though its session has ended. */
  elsewhere?: true
  /** Ends every session, or the account itself: whom it is for comes with an account of its own. */
  ownAccount?: true
  /** Ends the caller's session, so whom it is for comes with one of its own. */
  endsSession?: boolean
  /** Errors by RFC 6749 instead of problem details. */
  oauth?: boolean
}

/** A row of alert-service: reading needs one scope, all else another. */
function alerts(route: string, good: number, more: Partial<Row> = {}): Record<string, Row> {
  const [method = '', path = ''] = route.split(' ')
  const scope = method === 'GET' ? 'alerts:read' : 'alerts:write'
  return { [`${method} /api/v1/alerts${path}`]: { for: 'person', scope, good, elsewhere: true, ...more } }
}

function silences(kind: 'mutes' | 'maintenance'): Record<string, Row> {
  return {
    ...alerts(`GET /${kind}`, 200),
    ...alerts(`POST /${kind}`, 201, { body: silence }),
    ...alerts(`DELETE /${kind}/{id}`, 204, {
      others: 404,
      id: (world) => world[kind],
      freshId: (world) => world.made(`/api/v1/alerts/${kind}`, silence()),
    }),
  }
}

/** Of no host, so that it alerts nobody. Whoever makes one is told its name, so it has not the owner's mark. */
const rule = () => ({ name: 'new', metric: 'system.uptime', threshold: 1, for_seconds: 0, scope: { tag: 'nobody' } })
const silence = () => ({ name: 'new', stop: Date.now() + 3_600_000, scope: { tag: 'nobody' } })

/** What the owner's incident goes on at, so that it stays what it is. */
const sample = () => ({ schema: 1, timestamp: Date.now(), metrics: { 'system.uptime': FIRING } })

/**
 * Every route of the OpenAPI document, and what each caller gets of it. A route without a row fails the matrix, and a
 * row without a route does.
 */
export const rows: Record<string, Row> = {
  'GET /api/v1/setup': { for: 'anybody', good: 200 },
  'POST /api/v1/setup': {
    for: 'anybody',
    good: 409,
    body: () => ({ token: 'x', email: 'eve@example.org', password: 'a password of some length', name: 'Eve' }),
  },
  'POST /api/v1/session': {
    for: 'anybody',
    good: 401,
    body: () => ({ email: 'owner@example.org', password: 'a wrong password' }),
  },
  'POST /api/v1/session/refresh': { for: 'refresh', good: 200 },
  'DELETE /api/v1/session': { for: 'person', good: 204, endsSession: true },
  'GET /api/v1/sessions': { for: 'person', good: 200 },
  'DELETE /api/v1/sessions': { for: 'person', good: 204, ownAccount: true },
  'POST /api/v1/accounts': {
    for: 'anybody',
    good: 403,
    body: () => ({ invitation: 'x', email: 'eve@example.org', password: 'a password of some length', name: 'Eve' }),
  },
  'GET /api/v1/account': { for: 'person', good: 200 },
  'PATCH /api/v1/account': { for: 'person', good: 200, body: () => ({ name: 'Ada Lovelace' }) },
  'DELETE /api/v1/account': {
    for: 'person',
    good: 204,
    ownAccount: true,
    body: () => ({ current_password: password }),
  },
  // To the one that it is, so that the others still log in by it.
  'PUT /api/v1/account/password': {
    for: 'person',
    good: 204,
    body: () => ({ current_password: password, new_password: password }),
  },
  'POST /api/v1/password-resets': {
    for: 'anybody',
    good: 403,
    body: () => ({ token: 'x', new_password: 'a password of some length' }),
  },
  // Without a mail server.
  'POST /api/v1/password-resets/requests': {
    for: 'anybody',
    good: 409,
    body: () => ({ email: 'somebody@example.org' }),
  },
  'GET /api/v1/invitations': { for: 'person', good: 200 },
  'POST /api/v1/invitations': { for: 'person', good: 201, body: () => ({}) },
  'DELETE /api/v1/invitations/{id}': {
    for: 'person',
    good: 204,
    others: 404,
    id: (world) => world.invitation,
    freshId: (world) => world.made('/api/v1/invitations', {}),
  },
  'GET /api/v1/hosts': { for: 'person', scope: 'hosts:read', good: 200 },
  'GET /api/v1/hosts/{id}': { for: 'person', scope: 'hosts:read', good: 200, others: 404 },
  'PATCH /api/v1/hosts/{id}': {
    for: 'person',
    scope: 'hosts:write',
    good: 200,
    others: 404,
    body: () => ({ name: `${MARK} too` }),
  },
  'DELETE /api/v1/hosts/{id}': {
    for: 'person',
    scope: 'hosts:write',
    good: 204,
    others: 404,
    freshId: async (world) => (await world.anotherHost()).host,
  },
  'POST /api/v1/hosts/{id}/revoke': {
    for: 'person',
    scope: 'hosts:write',
    good: 200,
    others: 404,
    freshId: async (world) => (await world.anotherHost()).host,
  },
  'POST /api/v1/hosts/{id}/enrolments': { for: 'person', scope: 'hosts:write', good: 201, others: 404 },
  'GET /api/v1/enrolments/{id}': {
    for: 'person',
    scope: 'hosts:write',
    good: 200,
    others: 404,
    id: (world) => world.enrolment,
  },
  'POST /api/v1/enrolments': { for: 'person', scope: 'hosts:write', good: 201, body: () => ({ name: 'new' }) },
  'POST /api/v1/agents': {
    for: 'anybody',
    good: 403,
    body: () => ({ code: 'AAAA-AAAA-AAAA', name: 'x', public_key: 'A'.repeat(43), resource: {} }),
  },
  'POST /api/v1/agents/token': {
    for: 'anybody',
    good: 400,
    form: () =>
      new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'no.such.thing' }),
    oauth: true,
  },
  'PUT /api/v1/agents/me/resource': {
    for: 'host',
    good: 204,
    body: () => ({ 'host.name': 'another name' }),
    // A browser's token is of another kind, wherever its page came from.
    except: { 'other site': 401 },
  },
  'POST /api/v1/metrics': {
    for: 'host',
    good: 202,
    body: sample,
    // Cookies mean nothing there.
    except: { 'other site': 401 },
  },
  'POST /api/v1/live/tickets': { for: 'person', scope: 'live:read', good: 201 },
  'GET /api/v1/tokens': { for: 'person', good: 200 },
  'POST /api/v1/tokens': { for: 'person', good: 201, body: () => ({ name: 'one more', scopes: ['hosts:read'] }) },
  'DELETE /api/v1/tokens/{id}': {
    for: 'person',
    good: 204,
    others: 404,
    id: (world) => world.apiToken('hosts:read').id,
    freshId: async (world) => (await world.newApiToken('hosts:read')).id,
  },
  'GET /api/v1/audit': { for: 'person', good: 200 },
  'GET /api/v1/hosts/{id}/metrics': {
    for: 'person',
    scope: 'history:read',
    good: 200,
    others: 404,
    query: '?metric=system.uptime&start=-5m',
    elsewhere: true,
  },
  'GET /api/v1/history': {
    for: 'person',
    scope: 'history:read',
    good: 200,
    others: 404,
    query: '?host={id}&metric=system.uptime&start=-5m',
    elsewhere: true,
  },
  'GET /api/v1/history/storage': { for: 'person', good: 200, elsewhere: true },
  'GET /api/v1/hosts/{id}/latest': {
    for: 'person',
    scope: 'history:read',
    good: 200,
    others: 404,
    elsewhere: true,
  },
  ...alerts('GET /rules', 200),
  ...alerts('POST /rules', 201, { body: rule }),
  ...alerts('GET /rules/{id}', 200, { others: 404, id: (world) => world.rule }),
  ...alerts('PATCH /rules/{id}', 200, {
    others: 404,
    id: (world) => world.rule,
    body: () => ({ cooldown_seconds: 301 }),
  }),
  ...alerts('DELETE /rules/{id}', 204, {
    others: 404,
    id: (world) => world.rule,
    freshId: (world) => world.made('/api/v1/alerts/rules', rule()),
  }),
  // By the caller's own token the history is read, so an API token needs the scope for that as well.
  ...alerts('POST /rules/test', 200, {
    scope: 'alerts:read',
    body: () => ({ ...rule(), scope: { all: true } }),
    except: { 'alerts:read': 403 },
  }),
  ...alerts('POST /rules/{id}/test', 200, {
    scope: 'alerts:read',
    others: 404,
    id: (world) => world.rule,
    except: { 'alerts:read': 403 },
  }),
  ...alerts('GET /incidents', 200),
  ...alerts('GET /incidents/{id}', 200, { others: 404, id: (world) => world.incident }),
  ...alerts('POST /incidents/{id}/acknowledge', 200, { others: 404, id: (world) => world.incident }),
  ...alerts('GET /incidents/{id}/deliveries', 200, { others: 404, id: (world) => world.incident }),
  ...alerts('GET /channels', 200),
  ...alerts('POST /channels', 201, { body: (world) => world.webHook() }),
  ...alerts('PATCH /channels/{id}', 200, {
    others: 404,
    id: (world) => world.channel,
    body: () => ({ min_severity: 'warning' }),
  }),
  ...alerts('DELETE /channels/{id}', 204, {
    others: 404,
    id: (world) => world.channel,
    freshId: (world) => world.made('/api/v1/alerts/channels', world.webHook()),
  }),
  ...alerts('POST /channels/{id}/test', 200, { others: 404, id: (world) => world.channel }),
  ...alerts('GET /telegram', 200),
  // There is no bot.
  ...alerts('POST /telegram/link', 409),
  ...silences('mutes'),
  ...silences('maintenance'),
}

/** Whether it only reads (RFC 9110, section 9.2.1). */
export const isSafe = (route: string) => route.startsWith('GET ')

/** The status that this caller gets of this route. */
export function expected(route: string, row: Row, caller: Caller): number {
  const special = row.except?.[caller]
  if (special !== undefined) return special
  if (caller === 'other site' && !isSafe(route)) return 403
  switch (row.for) {
    case 'anybody':
      return row.good
    case 'refresh':
      return caller === 'owner' ? row.good : 401
    case 'host':
      return caller === 'host token' ? row.good : caller === 'revoked' ? 403 : 401
    case 'person':
      if (caller === 'owner' || caller === 'other site' || caller === row.scope) return row.good
      if (scopes.some((scope) => scope === caller)) return 403
      if (caller === 'revoked' && row.elsewhere) return row.good
      return caller === 'other user' ? (row.others ?? row.good) : 401
  }
}

/** Whether this caller may do here what the route is for. */
export function allowed(row: Row, caller: Caller, status: number): boolean {
  return row.for !== 'anybody' && status === row.good && caller !== 'nobody'
}

/** On the internal connector alone, beside those of the OpenAPI document. */
export const managementRoutes = ['GET /actuator', 'GET /actuator/health', 'GET /actuator/prometheus']

/** The ways to write a path that leads astray whoever compares text. */
export function spellings(path: string): string[] {
  const [, first = '', rest = ''] = /^\/([^/?]+)(.*)$/.exec(path) ?? []
  const encoded = `%${first.charCodeAt(0).toString(16)}${first.slice(1)}`
  return [
    `/${first}${rest}`,
    `//${first}${rest}`,
    `/${encoded}${rest}`,
    `/${first};x=y${rest}`,
    `/./${first}${rest}`,
    `/api/../${first}${rest}`,
    `/api/%2e%2e/${first}${rest}`,
    `/${first.toUpperCase()}${rest}`,
    `/${first}/${rest}`,
    `/${first}%2f${rest.slice(1)}`,
  ]
}
