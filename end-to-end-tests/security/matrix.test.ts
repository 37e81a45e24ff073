import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Session } from '../src/api'
import { allowed, type Caller, callers, expected, isSafe, managementRoutes, type Row, rows, spellings } from './routes'
import { MARK, othersLogIn, World } from './world'

interface Answer {
  status: number
  headers: Headers
  text: string
}

let world: World
let document: { paths: Record<string, Record<string, { security?: Record<string, string[]>[] }>> }
/** All routes of the document. */
let routes: string[]
const table: string[][] = []

beforeAll(async () => {
  world = await World.make()
  const response = await fetch(`${world.url}/openapi.json`)
  document = (await response.json()) as typeof document
  routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
})

afterAll(async () => {
  print()
  await world?.remove()
})

describe('every route, whoever comes', () => {
  test('the rows are the routes of the OpenAPI document', () => {
    expect(Object.keys(rows).sort()).toEqual(routes.filter((route) => !route.includes(' /internal/')).sort())
  })

  test('the document says who may call what as the rows do', () => {
    const wrong: string[] = []
    for (const [route, row] of Object.entries(rows)) {
      const [method = '', path = ''] = route.split(' ')
      const said = JSON.stringify(document.paths[path]?.[method.toLowerCase()]?.security ?? [])
      const token = row.scope === undefined ? [] : [{ token: [row.scope] }]
      const right = row.for === 'host' ? [{ host: [] }] : row.for === 'person' ? [{ session: [] }, ...token] : []
      if (said !== JSON.stringify(right)) wrong.push(`${route}: ${said} instead of ${JSON.stringify(right)}`)
    }
    expect(wrong).toEqual([])
  })

  test.each(Object.entries(rows))('%s', async (route, row) => {
    const wrong: string[] = []
    const line = [route]
    for (const caller of callers) {
      const status = expected(route, row, caller)
      const faults = await cell(route, row, caller, status)
      line.push(faults.length === 0 ? `${status}` : `${status}!`)
      wrong.push(...faults.map((fault) => `${caller}: ${fault}`))
    }
    table.push(line)
    expect(wrong).toEqual([])
  })
})

describe("another's id where the path has none", () => {
  /** Asks as the other user: about the owner's and about what nobody has. */
  async function asked(method: string, path: string, body?: (id: string) => object): Promise<[Answer, Answer]> {
    const ask = async (id: string) => {
      const response = await world.other.send(method, path.replaceAll('{id}', id), body?.(id))
      return { status: response.status, headers: response.headers, text: await response.text() }
    }
    return [await ask(world.agent.host), await ask(randomUUID())]
  }

  const scope = (id: string) => ({ scope: { host: id } })
  const rule = { name: 'theirs', metric: 'system.uptime', threshold: 1, for_seconds: 0 }

  test.each<[string, string, ((id: string) => object)?]>([
    ['POST', '/api/v1/alerts/rules', (id) => ({ ...rule, ...scope(id) })],
    ['POST', '/api/v1/alerts/mutes', (id) => ({ name: 'theirs', stop: Date.now() + 60_000, ...scope(id) })],
    ['POST', '/api/v1/alerts/maintenance', (id) => ({ name: 'theirs', stop: Date.now() + 60_000, ...scope(id) })],
    ['GET', '/api/v1/history?host={id}&metric=system.uptime&start=-5m'],
  ])('%s %s: not found, as what nobody has', async (method, path, body) => {
    const before = await world.state()
    const [theirs, nobodys] = await asked(method, path, body)
    expect(theirs.status, theirs.text).toBe(404)
    expect([nobodys.status, nobodys.text]).toEqual([theirs.status, theirs.text])
    expect(await world.state()).toBe(before)
  })

  test.each<[string, string, ((id: string) => object)?]>([
    ['POST', '/api/v1/alerts/rules/test', (id) => ({ ...rule, ...scope(id) })],
    ['GET', '/api/v1/alerts/incidents?state=all&host={id}'],
  ])('%s %s: nothing, as of what nobody has', async (method, path, body) => {
    const answers = await asked(method, path, body)
    for (const { status, text } of answers) {
      expect(status, text).toBe(200)
      expect(JSON.parse(text)).toMatchObject({ incidents: [] })
      expect(text).not.toContain(world.agent.host)
    }
  })

  test('one of several hosts makes the whole history not found', async () => {
    const path = `/api/v1/history?host=${world.othersAgent.host}&host={id}&metric=system.uptime&start=-5m`
    for (const { status, text } of await asked('GET', path)) expect(status, text).toBe(404)
  })

  test('a rule of its own does not come to watch it', async () => {
    const { id } = await world.other.json<{ id: string }>('POST', '/api/v1/alerts/rules', {
      ...rule,
      scope: { tag: 'nobody' },
    })
    for (const { status, text } of await asked('PATCH', `/api/v1/alerts/rules/${id}`, scope)) {
      expect(status, text).toBe(404)
    }
    expect(await world.other.json('GET', `/api/v1/alerts/rules/${id}`)).toMatchObject({ scope: { tag: 'nobody' } })
  })
})

/** What was not as it should be. */
async function cell(route: string, row: Row, caller: Caller, status: number): Promise<string[]> {
  const faults: string[] = []
  const may = allowed(row, caller, status)
  const id = may && row.freshId ? await row.freshId(world) : (row.id?.(world) ?? world.agent.host)
  const headers =
    may && row.ownAccount
      ? { authorization: `Bearer ${(await world.somebody()).cookie('sm_access')}` }
      : may && row.endsSession
        ? await ofItsOwnSession(caller)
        : await credentials(row, caller)
  const before = isSafe(route) || may ? '' : await world.state()
  const answer = await ask(route, row, headers, id)
  if (answer.status === 202) await world.kept(1)

  if (answer.status !== status) faults.push(`${answer.status} instead of ${status}: ${answer.text.slice(0, 300)}`)
  if (answer.headers.get('x-content-type-options') !== 'nosniff') faults.push('its type may be guessed (no nosniff)')
  if (status >= 400) faults.push(...notAProblem(answer, row))
  if (!mayKnow(row, caller) && answer.text.includes(MARK)) faults.push(`it tells what is the owner's: ${answer.text}`)
  if (caller === 'other user' && row.others !== undefined) {
    const unknown = await ask(route, row, headers, randomUUID())
    if (unknown.status !== answer.status || unknown.text !== answer.text) {
      faults.push(`another's id answers ${answer.text}, an unknown one ${unknown.text}`)
    }
  }
  if (before !== '' && before !== (await world.state())) faults.push('it changed something')
  return faults
}

function mayKnow(row: Row, caller: Caller): boolean {
  // A token that outlives its session is still its owner's, and another site's page cannot read what its request gets.
  return (
    caller === 'owner' ||
    caller === 'other site' ||
    caller === row.scope ||
    (caller === 'revoked' && row.elsewhere === true)
  )
}

/** Asks, and again where a busy machine could not say in time: 503 is to be taken at its word. */
async function ask(route: string, row: Row, headers: Record<string, string>, id: string): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await askOnce(route, row, headers, id)
    const retryAfter = Number(answer.headers.get('retry-after'))
    if (answer.status !== 503 || !(retryAfter > 0) || tries === 5) return answer
    await delay(retryAfter * 1_000)
  }
}

async function askOnce(route: string, row: Row, headers: Record<string, string>, id: string): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ')
  const form = row.form?.(world)
  const body = row.body?.(world)
  const response = await fetch(world.url + (path + (row.query ?? '')).replaceAll('{id}', id), {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(form !== undefined && { body: form }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

function notAProblem({ status, headers, text }: Answer, row: Row): string[] {
  const body = JSON.parse(text || '{}') as { type?: string; status?: number; detail?: string; error?: string }
  if (row.oauth && status === 400) return body.error === 'invalid_grant' ? [] : [`no OAuth error: ${text}`]
  const types: Record<number, string> = {
    401: '/problems/unauthenticated',
    403: '/problems/forbidden',
    404: '/problems/not-found',
    409: '/problems/conflict',
  }
  const faults = []
  if (!headers.get('content-type')?.startsWith('application/problem+json')) faults.push(`no problem detail: ${text}`)
  if (body.status !== status || body.type !== types[status]) faults.push(`the problem of another status: ${text}`)
  if (!/\w+ \w+ .*\w/.test(body.detail ?? '')) faults.push(`no sentence: ${text}`)
  if (/Exception|\bat [\w.]+\(/.test(text)) faults.push(`something from the inside: ${text}`)
  return faults
}

async function ofItsOwnSession(caller: Caller): Promise<Record<string, string>> {
  const session = new Session(world.url)
  await session.logIn(caller === 'other user' ? othersLogIn : undefined)
  return { authorization: `Bearer ${session.cookie('sm_access')}` }
}

async function credentials(row: Row, caller: Caller): Promise<Record<string, string>> {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  // What is bad in a way is of the kind that the route takes.
  const tokens = row.for === 'host' ? world.host : world.access
  switch (caller) {
    case 'nobody':
      return {}
    case 'owner':
      if (row.for !== 'refresh') return bearer(world.access.good)
      return { cookie: `sm_refresh=${world.owner.cookie('sm_refresh')}`, origin: world.url }
    case 'other user':
      return bearer(world.othersAccess)
    case 'revoked API token':
      return bearer(world.revokedApiToken)
    case 'host token':
      return bearer(world.host.good)
    case 'service':
      return bearer(world.serviceTokens().good)
    case 'expired':
      return bearer(tokens.expired)
    case 'revoked':
      return bearer(tokens.revoked)
    case 'wrong audience':
      return bearer(tokens.wrongAudience)
    case 'alg=none':
      return bearer(tokens.algNone)
    case 'swapped key':
      return bearer(tokens.swappedKey)
    case 'other site':
      return {
        cookie: `sm_access=${world.owner.cookie('sm_access')}; sm_refresh=${world.owner.cookie('sm_refresh')}`,
        origin: 'https://evil.example',
        'sec-fetch-site': 'cross-site',
      }
    default:
      return bearer(world.apiToken(caller).token)
  }
}

describe('what is internal', () => {
  const internal = () => [...routes.filter((route) => route.includes(' /internal/')), ...managementRoutes]

  test('it is not there on the public port, however it is written and whoever asks', async () => {
    const wrong: string[] = []
    const tokens = [undefined, world.access.good, world.host.good, world.serviceTokens().good]
    for (const route of internal()) {
      const [method = '', path = ''] = route.split(' ')
      for (const spelling of spellings(path)) {
        for (const token of tokens) {
          const { status, text } = await raw(method, spelling, token)
          // 400: what no web server takes. Anything else but "not there" says that something is.
          if (![400, 401, 403, 404].includes(status) && !isThePage(status, text)) {
            wrong.push(`${method} ${spelling}: ${status} ${text.slice(0, 200)}`)
          }
        }
      }
      const plain = await raw(method, path, world.serviceTokens().good)
      if (plain.status !== 404) wrong.push(`${route} as it is: ${plain.status}`)
    }
    expect(internal().length).toBeGreaterThan(6)
    expect(wrong).toEqual([])
  })

  test('it takes a service and nobody else', async () => {
    const { good, ...bad } = world.serviceTokens()
    const tokens = [undefined, world.access.good, world.host.good, world.apiToken('hosts:read').token]
    const wrong: string[] = []
    for (const route of internal()) {
      const [method = '', path = ''] = route.split(' ')
      const call = async (token?: string) => {
        const response = await fetch(world.management.internalUrl + path, {
          method,
          headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
          ...(method !== 'GET' && { body: '{}' }),
        })
        return { status: response.status, text: await response.text() }
      }
      for (const token of [...tokens, ...Object.values(bad)]) {
        const { status, text } = await call(token)
        if (status !== 401 || !text.includes('/problems/unauthenticated')) wrong.push(`${route}: ${status} ${text}`)
      }
      // What a service gets is what it asks for, or what is wrong with the question; never who it is.
      if (!changesKeys(route)) {
        const { status, text } = await call(good)
        if (status === 401 || status === 403 || status >= 500) wrong.push(`${route}, a service: ${status} ${text}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('the public routes are not there on the internal port', async () => {
    for (const path of ['/', '/api/v1/hosts', '/api/v1/setup', '/openapi.json', '/livez']) {
      const response = await fetch(world.management.internalUrl + path, {
        headers: { authorization: `Bearer ${world.access.good}` },
      })
      expect(response.status, path).toBe(404)
    }
  })
})

/** The tokens that the other tests made would be of yesterday's key; the auth-service's own tests rotate them. */
const changesKeys = (route: string) => route === 'POST /internal/v1/keys/rotate'

/** Without a client that tidies the path up first. */
function raw(method: string, path: string, token?: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: world.platform.port,
        method,
        path,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(method === 'POST' && { 'content-type': 'application/json' }),
        },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      },
    )
    asked.on('error', reject)
    asked.end(method === 'POST' ? '{}' : undefined)
  })
}

/** The dashboard answers at every address that is nobody's. */
function isThePage(status: number, text: string): boolean {
  return (status === 200 && text.startsWith('<!doctype html>')) || status === 405
}

describe('what every page says to the browser', () => {
  test("only scripts of its own files, in nobody's frame, nothing guessed", async () => {
    const response = await fetch(world.url)
    const page = await response.text()
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/default-src 'self'/)
    expect(policy).toMatch(/script-src 'self'(;|$)/)
    expect(policy).toMatch(/frame-ancestors 'none'/)
    expect(policy).toMatch(/object-src 'none'/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('referrer-policy')).toBe('same-origin')
    expect(page.match(/<script(?![^>]*\bsrc=)/g)).toBeNull()
    // Of no use without TLS, and a trap where a proxy in front adds it later.
    expect(response.headers.get('strict-transport-security')).toBeNull()
  })

  test('answers with data may be put into no frame and lead nowhere', async () => {
    for (const path of ['/api/v1/setup', '/api/v1/hosts', '/internal/v1/jwks', '/openapi.json']) {
      const { headers } = await fetch(world.url + path)
      expect(headers.get('content-security-policy'), path).toBe("default-src 'none'; frame-ancestors 'none'")
      expect(headers.get('referrer-policy'), path).toBe('no-referrer')
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    }
  })
})

function print(): void {
  const lines = [['', ...callers], ...table]
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? []
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const cells = table.reduce((sum, line) => sum + line.length - 1, 0)
  text.push(
    '',
    `${table.length} rows for the OpenAPI document's ${publicRoutes()} routes, ${cells} cells; ! is not as it should be`,
  )
  console.info(text.join('\n'))
}

function publicRoutes(): number {
  return (routes ?? []).filter((route) => !route.includes(' /internal/')).length
}
