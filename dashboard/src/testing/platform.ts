import { vi } from 'vitest'

type Answer = { status?: number; body?: unknown; text?: string }
type Handler = (body: unknown) => Answer | Promise<Answer>

/** A platform that answers requests by method and path, and remembers them. */
export class TestPlatform {
  readonly asked: { method: string; path: string; body: unknown }[] = []
  /** The queries of the addresses that were asked, and what was to come back. */
  readonly queries: { path: string; query: URLSearchParams; accept: string | null }[] = []
  readonly #handlers = new Map<string, Handler>()

  constructor() {
    vi.stubGlobal('fetch', async (input: string, init: RequestInit) => {
      const method = init.method ?? 'GET'
      const [path, query] = input.split('?') as [string, string?]
      this.queries.push({ path, query: new URLSearchParams(query), accept: new Headers(init.headers).get('Accept') })
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      this.asked.push({ method, path, body })
      const handler = this.#handlers.get(`${method} ${path}`)
      const answer = handler ? await handler(body) : { status: 404, body: { detail: `Nothing at ${method} ${path}.` } }
      const status = answer.status ?? 200
      return new Response(status === 204 ? null : (answer.text ?? JSON.stringify(answer.body ?? {})), { status })
    })
  }

  on(request: string, handler: Handler | Answer): this {
    this.#handlers.set(request, typeof handler === 'function' ? handler : () => handler)
    return this
  }
}
