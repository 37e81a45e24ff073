import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { ProblemError, request, SessionOverError, UnreachableError } from './http.ts'

const schema = z.object({ value: z.number() })

type Answer = { status: number; body?: unknown; headers?: Record<string, string> }

/** A platform that answers by path, and remembers what it was asked. */
function platform(answer: (path: string, asked: number) => Answer | Promise<Answer>) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push(`${init.method} ${path}`)
    const count = asked.filter((line) => line.endsWith(` ${path}`)).length
    const { status, body, headers } = await answer(path, count)
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: headers ?? {} })
  })
  return asked
}

const REFRESH = '/api/v1/session/refresh'

beforeEach(() => localStorage.clear())
afterEach(() => vi.unstubAllGlobals())

describe('request', () => {
  it('answers what fits the schema', async () => {
    platform(() => ({ status: 200, body: { value: 3, more: true } }))
    await expect(request('/a', schema)).resolves.toEqual({ value: 3 })
  })

  it('tells a problem in the words of the platform', async () => {
    platform(() => ({
      status: 429,
      body: { type: '/problems/too-many-requests', detail: 'Wait a little.' },
      headers: { 'Retry-After': '7' },
    }))
    const error = await request('/a', schema).catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(ProblemError)
    expect(error).toMatchObject({
      status: 429,
      type: '/problems/too-many-requests',
      message: 'Wait a little.',
      retryAfterSeconds: 7,
    })
  })

  it('has words of its own where there are none', async () => {
    platform(() => ({ status: 502 }))
    await expect(request('/a', schema)).rejects.toThrow('status 502')
  })

  it('says that nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
    await expect(request('/a', schema)).rejects.toBeInstanceOf(UnreachableError)
  })

  it('refuses an answer that does not fit', async () => {
    platform(() => ({ status: 200, body: { value: 'three' } }))
    await expect(request('/a?b=c', schema)).rejects.toThrow(/answered \/a with something/)
  })

  it('renews a session that ran out and asks again', async () => {
    const asked = platform((path, count) => {
      if (path === REFRESH) return { status: 200, body: {} }
      return count === 1 ? { status: 401 } : { status: 200, body: { value: 1 } }
    })
    await expect(request('/a', schema)).resolves.toEqual({ value: 1 })
    expect(asked).toEqual(['GET /a', `POST ${REFRESH}`, 'GET /a'])
  })

  it('renews once for all who wait', async () => {
    let release = () => {}
    const renewed = new Promise<void>((resolve) => {
      release = resolve
    })
    const asked = platform(async (path, count) => {
      if (path === REFRESH) {
        await renewed
        return { status: 200, body: {} }
      }
      return count === 1 ? { status: 401 } : { status: 200, body: { value: 1 } }
    })
    const answers = Promise.all(['/a', '/b', '/c'].map((path) => request(path, schema)))
    await vi.waitFor(() => expect(asked).toContain(`POST ${REFRESH}`))
    release()
    await expect(answers).resolves.toHaveLength(3)
    expect(asked.filter((line) => line.endsWith(REFRESH))).toHaveLength(1)
  })

  it('says that the session is over when it cannot be renewed', async () => {
    platform(() => ({ status: 401 }))
    await expect(request('/a', schema)).rejects.toBeInstanceOf(SessionOverError)
  })

  it('does not call a session over that nobody could renew', async () => {
    platform((path) => (path === REFRESH ? { status: 503, body: { detail: 'Later.' } } : { status: 401 }))
    const error = await request('/a', schema).catch((problem: unknown) => problem)
    expect(error).not.toBeInstanceOf(SessionOverError)
    expect(error).toMatchObject({ status: 503, message: 'Later.' })
  })

  it('takes a 401 for the answer where there is no session yet', async () => {
    const asked = platform(() => ({ status: 401, body: { detail: 'E-mail or password is wrong.' } }))
    await expect(request('/login', schema, { method: 'POST', body: {}, session: false })).rejects.toThrow('wrong')
    expect(asked).toEqual(['POST /login'])
  })

  it('lets one tab renew for all, where the browser has locks', async () => {
    let last = Promise.resolve()
    vi.stubGlobal('navigator', {
      ...navigator,
      locks: {
        request: (_name: string, work: () => Promise<boolean>) => {
          const result = last.then(work)
          last = result.then(() => {})
          return result
        },
      },
    })
    localStorage.setItem('statusmonitor-session-renewed', String(Date.now() - 1_000))
    const asked = platform((_path, count) => (count === 1 ? { status: 401 } : { status: 200, body: { value: 2 } }))
    await expect(request('/a', schema)).resolves.toEqual({ value: 2 })
    expect(asked).toEqual(['GET /a', 'GET /a'])
  })
})
