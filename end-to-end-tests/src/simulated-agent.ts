import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { hostname } from 'node:os'

export interface Sample {
  schema: 1
  timestamp: number
  metrics: Record<string, number | string>
}

/** Speaks an agent's side of the protocol: enrols with a key of its own, fetches tokens, posts samples. */
export class SimulatedAgent {
  private token = ''

  private constructor(
    private readonly url: string,
    readonly host: string,
    private readonly key: KeyObject,
    private readonly ingestUrl = `${url}/api/v1/metrics`,
  ) {}

  /** The host token that it has now. */
  get bearer(): string {
    return this.token
  }

  static async enrol(url: string, code: string, name: string): Promise<SimulatedAgent> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const response = await fetch(`${url}/api/v1/agents`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // A JWK's x is what the protocol asks for: the raw 32 bytes as base64url.
      body: JSON.stringify({
        code,
        name,
        public_key: publicKey.export({ format: 'jwk' }).x,
        resource: { 'host.name': hostname() },
      }),
    })
    if (response.status !== 201) throw new Error(`enrolment: ${response.status} ${await response.text()}`)
    const enrolled = (await response.json()) as { host_id: string; ingest_url: string }
    const agent = new SimulatedAgent(url, enrolled.host_id, privateKey, enrolled.ingest_url)
    await agent.renewToken()
    return agent
  }

  /** One that enrolled before. It has no token yet. */
  static known(url: string, host: string, key: KeyObject): SimulatedAgent {
    return new SimulatedAgent(url, host, key, `${url}/api/v1/metrics`)
  }

  /** By a signed assertion (RFC 7523). */
  async renewToken(): Promise<void> {
    const response = await this.askForToken()
    if (!response.ok) throw new Error(`token: ${response.status} ${await response.text()}`)
    this.token = ((await response.json()) as { access_token: string }).access_token
  }

  /** The answer of the token endpoint to a new assertion. */
  askForToken(): Promise<Response> {
    return fetch(`${this.url}/api/v1/agents/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: this.assertion(),
      }),
    })
  }

  /** Signed by its key, good once. */
  assertion(): string {
    const now = Math.floor(Date.now() / 1000)
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const unsigned = `${part({ alg: 'EdDSA', typ: 'agent+jwt' })}.${part({
      iss: this.host,
      sub: this.host,
      aud: 'token-endpoint',
      iat: now,
      exp: now + 120,
      jti: randomUUID(),
    })}`
    return `${unsigned}.${sign(null, Buffer.from(unsigned), this.key).toString('base64url')}`
  }

  /** Posts as it is: text for what is no JSON, an object or array otherwise. */
  post(body: Sample | Sample[] | string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.ingestUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }
}
