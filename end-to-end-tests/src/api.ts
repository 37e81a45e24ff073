/** The first account's data, in all tests. */
export const account = { email: 'owner@example.org', password: 'correct horse battery staple', name: 'Ada' }

export interface Host {
  id: string
  name: string
  state: string
  /** When it was noticed that several machines send as this host. */
  shared?: number
}

export interface History {
  tier: string
  step: number
  times: number[]
  series: { name: string; mean: (number | null)[] }[]
}

/** A browser's session without the browser: keeps cookies, names its origin. */
export class Session {
  private readonly cookies = new Map<string, string>()

  constructor(readonly url: string) {}

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        origin: this.url,
        ...(this.cookies.size > 0 && { cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ') }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (name !== undefined && value !== undefined) this.cookies.set(name, value)
    }
    return response
  }

  /** What it answers; fails where that is a refusal. */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.send(method, path, body)
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  /** Makes the first account by the token of the set-up link. */
  async setUp(link: URL): Promise<void> {
    await this.json('POST', '/api/v1/setup', { token: setupToken(link), ...account })
  }

  async logIn(who: { email: string; password: string } = account): Promise<void> {
    await this.json('POST', '/api/v1/session', { email: who.email, password: who.password })
  }

  /** A cookie's value as the platform set it last. */
  cookie(name: string): string {
    const value = this.cookies.get(name)
    if (value === undefined) throw new Error(`there is no cookie ${name}`)
    return value
  }

  /** A ticket for the live connection. */
  async liveTicket(): Promise<string> {
    return (await this.json<{ ticket: string }>('POST', '/api/v1/live/tickets')).ticket
  }

  async hosts(): Promise<Host[]> {
    return (await this.json<{ hosts: Host[] }>('GET', '/api/v1/hosts')).hosts
  }

  async enrolmentCode(name: string): Promise<string> {
    return (await this.json<{ code: string }>('POST', '/api/v1/enrolments', { name })).code
  }

  async history(
    host: string,
    query: { metric: string; start: number; stop: number; points?: number },
  ): Promise<History> {
    const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]))
    return this.json('GET', `/api/v1/hosts/${host}/metrics?${parameters}`)
  }
}

/** The token in a set-up link. */
export function setupToken(link: URL): string {
  const token =
    link.searchParams.get('token') ??
    new URLSearchParams(link.hash.replace(/^#/, '')).get('token') ??
    link.hash.replace(/^#/, '')
  if (token === '') throw new Error(`no token in ${link}`)
  return token
}
