import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { account, Session } from '../src/api'
import {
  claimsOf,
  jwt,
  type Management,
  management,
  platformKey,
  type SigningKey,
  serviceAssertion,
  unsignedJwt,
} from '../src/keys'
import { freshDataFolder, Platform } from '../src/platform'
import { SimulatedAgent } from '../src/simulated-agent'
import { until } from '../src/wait'
import { type Scope, scopes } from './routes'

/** By which the other person comes in. */
export const othersLogIn = { email: 'other@example.org', password: account.password }

export interface ApiToken {
  id: string
  token: string
}

/** Stands in what belongs to the owner and nowhere else: an answer to anybody else that has it has leaked. */
export const MARK = 'belongs-to-ada'

/** At which the owner's incident fires, and goes on. */
export const FIRING = 2_000_000

/** Of what kind a token is, in all the ways in which one can be bad. */
export interface Tokens {
  good: string
  expired: string
  /** It was good, and its session was ended or its host revoked. */
  revoked: string
  wrongAudience: string
  algNone: string
  /** By another key under the right key's id. */
  swappedKey: string
}

const settings = {
  // The matrix may take longer than an access token lives, and the web hooks are called on this machine.
  STATUSMONITOR_AUTH_SESSION_ACCESSLIFETIME: '2h',
  STATUSMONITOR_ALERTS_NOTIFY_WEBHOOK_ALLOWPRIVATE: 'true',
  // A matrix of refusals is what the limits on guessing are against.
  STATUSMONITOR_AUTH_LIMITS_ADDRESS: '100000',
  STATUSMONITOR_AUTH_LIMITS_ACCOUNT: '100000',
  STATUSMONITOR_AUTH_LIMITS_ATTACKED: '100000',
  STATUSMONITOR_INGESTION_AUTHENTICATE_FAILURES: '100000',
  STATUSMONITOR_INGESTION_RECEIVE_REQUESTSPERSECOND: '1000',
  STATUSMONITOR_INGESTION_RECEIVE_SAMPLESPERMINUTE: '100000',
}

/** A platform with two people, each with a host, and every kind of token that a stranger could come with. */
export class World {
  private samplesKept = 0

  private constructor(
    readonly platform: Platform,
    private readonly hook: WebHook,
    readonly management: Management,
    readonly owner: Session,
    readonly other: Session,
    readonly agent: SimulatedAgent,
    readonly othersAgent: SimulatedAgent,
    readonly access: Tokens,
    readonly othersAccess: string,
    readonly host: Tokens,
    private readonly apiTokens: Map<Scope, ApiToken>,
    readonly revokedApiToken: string,
    /** The owner's, each by its id. */
    readonly channel: string,
    private readonly fired: { rule: string; incident: string; sent: number },
    readonly mutes: string,
    readonly maintenance: string,
    readonly invitation: string,
    readonly enrolment: string,
  ) {}

  get rule(): string {
    return this.fired.rule
  }

  get incident(): string {
    return this.fired.incident
  }

  get url(): string {
    return this.platform.url
  }

  static async make(): Promise<World> {
    const data = await freshDataFolder()
    const hook = await WebHook.open()
    const platform = await Platform.up({ data, args: ['--no-agent'], env: settings })
    try {
      const owner = new Session(platform.url)
      await owner.setUp(platform.setupLink)
      const other = await invited(platform.url, owner, othersLogIn.email)
      // Or hosts that say nothing for a while would change what is compared.
      for (const person of [owner, other]) await withoutRules(person)
      const agent = await SimulatedAgent.enrol(platform.url, await owner.enrolmentCode(MARK), MARK)
      const othersAgent = await SimulatedAgent.enrol(platform.url, await other.enrolmentCode('theirs'), 'theirs')
      const signer = await platformKey(data)
      const apiTokens = new Map<Scope, ApiToken>()
      for (const scope of scopes) apiTokens.set(scope, await newApiToken(owner, scope))
      const channel = await made(owner, '/api/v1/alerts/channels', { ...hook.form(), name: MARK })
      return new World(
        platform,
        hook,
        await management(platform.port),
        owner,
        other,
        agent,
        othersAgent,
        tokens(signer, 'at+jwt', owner.cookie('sm_access'), await loggedOut(platform), 'agent-api'),
        other.cookie('sm_access'),
        tokens(signer, 'host+jwt', agent.bearer, await ofARevokedHost(platform, owner), 'api'),
        apiTokens,
        await revokedApiToken(owner),
        channel,
        await anIncident(owner, agent),
        await made(owner, '/api/v1/alerts/mutes', silence),
        await made(owner, '/api/v1/alerts/maintenance', silence),
        await made(owner, '/api/v1/invitations', {}),
        await made(owner, '/api/v1/enrolments', { name: MARK }),
      )
    } catch (failure) {
      await hook.close()
      await platform.remove()
      throw failure
    }
  }

  /** What a service shows, and the same made bad. */
  serviceTokens(): Omit<Tokens, 'revoked'> {
    const { key } = this.management
    const now = Math.floor(Date.now() / 1000)
    return {
      good: serviceAssertion(key),
      expired: serviceAssertion(key, { iat: now - 120, exp: now - 60 }),
      wrongAudience: serviceAssertion(key, { aud: 'api' }),
      algNone: none(key, 'service+jwt', claimsOf(serviceAssertion(key))),
      swappedKey: serviceAssertion({ id: key.id, key: strangersKey() }),
    }
  }

  /** All that a refused request must leave as it was. */
  async state(): Promise<string> {
    const answers: unknown[] = [this.hook.calls]
    for (const session of [this.owner, this.other]) {
      for (const path of ['/api/v1/account', '/api/v1/hosts']) answers.push(await session.json('GET', path))
      const { tokens } = await session.json<{ tokens: { id: string }[] }>('GET', '/api/v1/tokens')
      answers.push(tokens.map(({ id }) => id))
      const { invitations } = await session.json<{ invitations: { id: string }[] }>('GET', '/api/v1/invitations')
      answers.push(invitations.map(({ id }) => id))
      for (const kind of ['rules', 'incidents?state=all', 'mutes', 'maintenance', 'channels']) {
        answers.push(await session.json('GET', `/api/v1/alerts/${kind}`))
      }
    }
    for (const host of [this.agent.host, this.othersAgent.host]) answers.push(await this.samples(host))
    return JSON.stringify(answers, null, 1)
  }

  /** Returns once so many more samples of the owner's host are kept than before. */
  async kept(more: number): Promise<void> {
    this.samplesKept += more
    const wanted = this.fired.sent + this.samplesKept
    await until('the sample to be kept', 20_000, async () => (await this.samples(this.agent.host)) >= wanted)
  }

  /** How many samples of the host are kept. */
  async samples(host: string): Promise<number> {
    const now = Date.now()
    const query = new URLSearchParams({ host, start: `${now - 3_600_000}`, stop: `${now + 60_000}` })
    const response = await fetch(`${this.management.internalUrl}/internal/v1/samples/count?${query}`, {
      headers: { authorization: `Bearer ${serviceAssertion(this.management.key)}` },
    })
    if (!response.ok) throw new Error(`count: ${response.status} ${await response.text()}`)
    return ((await response.json()) as { count: number }).count
  }

  /** The owner's API token of this scope. */
  apiToken(scope: Scope): ApiToken {
    const token = this.apiTokens.get(scope)
    if (token === undefined) throw new Error(`no API token of the scope ${scope}`)
    return token
  }

  /** A person with nothing yet. */
  somebody(): Promise<Session> {
    return invited(this.url, this.owner, `${randomUUID()}@example.org`)
  }

  /** Makes one more of what is at this address, the owner's. */
  made(path: string, body: object): Promise<string> {
    return made(this.owner, path, body)
  }

  /** What makes a channel. */
  webHook(): object {
    return this.hook.form()
  }

  newApiToken(scope: Scope): Promise<ApiToken> {
    return newApiToken(this.owner, scope)
  }

  /** One more host of the owner's. */
  async anotherHost(): Promise<SimulatedAgent> {
    return SimulatedAgent.enrol(this.url, await this.owner.enrolmentCode('another'), 'another')
  }

  async remove(): Promise<void> {
    await this.hook.close()
    await this.platform.remove()
  }
}

function tokens(signer: SigningKey, typ: string, good: string, revoked: string, otherAudience: string): Tokens {
  const claims = claimsOf(good)
  const now = Math.floor(Date.now() / 1000)
  return {
    good,
    expired: jwt(signer, typ, { ...claims, iat: now - 7200, exp: now - 60, jti: randomUUID() }),
    revoked,
    wrongAudience: jwt(signer, typ, { ...claims, aud: [otherAudience], jti: randomUUID() }),
    algNone: none(signer, typ, claims),
    swappedKey: jwt({ id: signer.id, key: strangersKey() }, typ, claims),
  }
}

/** RFC 7519, section 6.1: a token that nobody signed. */
function none(signer: SigningKey, typ: string, claims: object): string {
  return `${unsignedJwt({ alg: 'none', typ, kid: signer.id }, claims)}.`
}

function strangersKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey
}

async function newApiToken(session: Session, scope: Scope): Promise<ApiToken> {
  return session.json('POST', '/api/v1/tokens', { name: `${MARK} ${scope}`, scopes: [scope] })
}

const silence = { name: MARK, stop: Date.now() + 86_400_000, scope: { tag: 'nobody' } }

async function made(session: Session, path: string, body: object): Promise<string> {
  return (await session.json<{ id: string }>('POST', path, body)).id
}

async function withoutRules(person: Session): Promise<void> {
  const { rules } = await person.json<{ rules: { id: string }[] }>('GET', '/api/v1/alerts/rules')
  for (const { id } of rules) {
    const response = await person.send('DELETE', `/api/v1/alerts/rules/${id}`)
    if (response.status !== 204) throw new Error(`deleting a rule: ${response.status}`)
  }
}

/** Takes whatever is sent to it, and counts. */
class WebHook {
  calls = 0

  private constructor(private readonly server: Server) {}

  static async open(): Promise<WebHook> {
    const server = createServer()
    const hook = new WebHook(server)
    server.on('request', (request, response) => {
      hook.calls++
      request.resume()
      response.writeHead(204).end()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return hook
  }

  form(): object {
    return { kind: 'webhook', url: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/` }
  }

  async close(): Promise<void> {
    this.server.close()
    this.server.closeAllConnections()
  }
}

/** A rule that has fired for the owner's host, and its incident, of which the owner was told. */
async function anIncident(
  owner: Session,
  agent: SimulatedAgent,
): Promise<{ rule: string; incident: string; sent: number }> {
  const rule = await made(owner, '/api/v1/alerts/rules', {
    name: MARK,
    metric: 'system.uptime',
    threshold: 1_000_000,
    for_seconds: 0,
    scope: { host: agent.host },
  })
  // Until the rule is looked at, samples pass it by.
  let sent = 0
  const incident = await until(
    'an incident',
    60_000,
    async () => {
      const response = await agent.post({ schema: 1, timestamp: Date.now(), metrics: { 'system.uptime': FIRING } })
      if (response.status === 202) sent++
      const path = '/api/v1/alerts/incidents?state=all'
      return (await owner.json<{ incidents: { id: string }[] }>('GET', path)).incidents[0]?.id
    },
    500,
  )
  await until('its message to arrive', 60_000, async () => {
    const path = `/api/v1/alerts/incidents/${incident}/deliveries`
    const { deliveries } = await owner.json<{ deliveries: { state: string }[] }>('GET', path)
    return deliveries.length > 0 && deliveries.every(({ state }) => state === 'sent')
  })
  return { rule, incident, sent }
}

async function revokedApiToken(owner: Session): Promise<string> {
  const { id, token } = await newApiToken(owner, 'hosts:read')
  const response = await owner.send('DELETE', `/api/v1/tokens/${id}`)
  if (response.status !== 204) throw new Error(`revoking an API token: ${response.status}`)
  return token
}

/** One more person, by an invitation of the owner's, with the owner's password. */
async function invited(url: string, owner: Session, email: string): Promise<Session> {
  const { token } = await owner.json<{ token: string }>('POST', '/api/v1/invitations', {})
  const session = new Session(url)
  await session.json('POST', '/api/v1/accounts', {
    invitation: token,
    email,
    password: account.password,
    name: 'Other',
  })
  return session
}

async function loggedOut(platform: Platform): Promise<string> {
  const session = new Session(platform.url)
  await session.logIn()
  const token = session.cookie('sm_access')
  const response = await session.send('DELETE', '/api/v1/session')
  if (response.status !== 204) throw new Error(`log-out: ${response.status}`)
  return token
}

async function ofARevokedHost(platform: Platform, owner: Session): Promise<string> {
  const agent = await SimulatedAgent.enrol(platform.url, await owner.enrolmentCode('revoked'), 'revoked')
  const response = await owner.send('POST', `/api/v1/hosts/${agent.host}/revoke`)
  if (response.status !== 200) throw new Error(`revoking a host: ${response.status}`)
  return agent.bearer
}
