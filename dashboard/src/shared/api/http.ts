import * as z from 'zod/mini'

const problemSchema = z.object({
  type: z.optional(z.string()),
  title: z.optional(z.string()),
  detail: z.optional(z.string()),
})

/** What an HTTP request was answered with instead of a result (RFC 9457), in words for a person. */
export class ProblemError extends Error {
  readonly status: number
  /** The stable type, or empty where the answer was no problem detail. */
  readonly type: string
  /** When to try again, where the platform said so. */
  readonly retryAfterSeconds: number | null

  constructor(status: number, type: string, detail: string, retryAfterSeconds: number | null = null) {
    super(detail)
    this.name = 'ProblemError'
    this.status = status
    this.type = type
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The session is over and could not be renewed: log in again. */
export class SessionOverError extends ProblemError {
  constructor() {
    super(401, '/problems/unauthenticated', 'Your session is over. Log in again.')
    this.name = 'SessionOverError'
  }
}

/** The platform did not answer at all. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('StatusMonitor does not answer. Is it running, and is this device online?', { cause })
    this.name = 'UnreachableError'
  }
}

export type RequestOptions = {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal | undefined
  /** False where a 401 is the answer and not a session that ran out. */
  session?: boolean
  /** What kind of answer is wanted; JSON, unless told. */
  accept?: string
}

/** Asks the platform and checks what it says against the schema. */
export async function request<T>(path: string, schema: z.ZodMiniType<T>, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options)
  const body = response.status === 204 ? null : await readJson(response)
  const result = schema.safeParse(body)
  if (!result.success) {
    throw new ProblemError(
      response.status,
      '',
      `StatusMonitor answered ${path.split('?')[0]} with something this page does not understand. Reload the page: it may be older than the platform.`,
    )
  }
  return result.data
}

/** Asks the platform for a file, such as `text/csv`. */
export async function download(path: string, accept: string): Promise<Blob> {
  return (await send(path, { accept })).blob()
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const response = await fetchOnce(path, options)
  if (response.ok) return response
  if (response.status === 401 && options.session !== false) {
    if (!(await renewSession())) throw new SessionOverError()
    const again = await fetchOnce(path, options)
    if (again.ok) return again
    if (again.status === 401) throw new SessionOverError()
    throw await problem(again)
  }
  throw await problem(response)
}

async function fetchOnce(path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = {
    Accept: `${options.accept ?? 'application/json'}, application/problem+json`,
  }
  const init: RequestInit = { method: options.method ?? 'GET', headers, credentials: 'same-origin', cache: 'no-store' }
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    init.body = JSON.stringify(options.body)
  }
  if (options.signal) init.signal = options.signal
  try {
    return await fetch(path, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new UnreachableError(error)
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

async function problem(response: Response): Promise<ProblemError> {
  const read = problemSchema.safeParse(await readJson(response))
  const detail = read.success ? (read.data.detail ?? read.data.title) : undefined
  const retryAfter = Number.parseInt(response.headers.get('Retry-After') ?? '', 10)
  return new ProblemError(
    response.status,
    (read.success && read.data.type) || '',
    detail ?? `StatusMonitor answered with status ${response.status}. Try again in a moment.`,
    Number.isFinite(retryAfter) ? retryAfter : null,
  )
}

let renewing: Promise<boolean> | null = null
const RENEWED_KEY = 'statusmonitor-session-renewed'
/** Another tab's renewal this recent has put new cookies into this tab's hands too. */
const RENEWED_RECENTLY_MS = 5_000

/**
 * Renews the session once for all who wait: refresh tokens rotate, so a second renewal with the same one would look
 * like theft. Answers whether the session lives; throws where the platform does not answer, for then nobody knows.
 */
function renewSession(): Promise<boolean> {
  renewing ??= renewAcrossTabs().finally(() => {
    renewing = null
  })
  return renewing
}

async function renewAcrossTabs(): Promise<boolean> {
  const asked = Date.now()
  // Only secure contexts have locks; elsewhere two tabs may renew at once, which costs a log-in at worst.
  if (!navigator.locks) return renewNow()
  return navigator.locks.request('statusmonitor-session', async () => {
    if (Math.max(0, asked - lastRenewal()) < RENEWED_RECENTLY_MS || lastRenewal() > asked) return true
    return renewNow()
  })
}

async function renewNow(): Promise<boolean> {
  const response = await fetchOnce('/api/v1/session/refresh', { method: 'POST' })
  if (response.ok) {
    try {
      localStorage.setItem(RENEWED_KEY, String(Date.now()))
    } catch {
      // Without storage the other tabs renew for themselves.
    }
    return true
  }
  if (response.status === 401 || response.status === 403) return false
  throw await problem(response)
}

function lastRenewal(): number {
  try {
    return Number(localStorage.getItem(RENEWED_KEY) ?? 0)
  } catch {
    return 0
  }
}

/** An error as a sentence for a person. */
export function explain(error: unknown): string {
  return error instanceof Error && error.message !== ''
    ? error.message
    : 'Something failed that should not. Reload the page.'
}
