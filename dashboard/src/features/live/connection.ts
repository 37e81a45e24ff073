import type { PlatformClock } from './clock.ts'
import { type Frame, parseFrame } from './frames.ts'

export type ConnectionState = {
  /** over: the session is, and only a log-in helps */
  readonly status: 'connecting' | 'live' | 'reconnecting' | 'over'
  /** When it came to be so, by this device's clock. */
  readonly since: number
  /** When the next attempt is made, while there is one to wait for. */
  readonly retryAt: number | null
}

/** What a connection needs of the world. */
export type ConnectionEdge = {
  /** A ticket that is good once; null where the session is over. Throws where the platform does not answer. */
  ticket(): Promise<string | null>
  open(ticket: string): WebSocket
}

type Channel = { channel: 'overview' } | { channel: 'host'; host: string }

const PING_MS = 10_000
/** Pings are answered at once, so a silence of this length is a dead line that nobody told us of. */
const SILENCE_MS = 25_000
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 15_000
const SESSION_OVER = 4401

/**
 * The one WebSocket of the page. It connects, subscribes to what is wanted, notices when the line is dead and starts
 * again by itself until it is stopped or the session is over.
 */
export class LiveConnection {
  readonly #edge: ConnectionEdge
  readonly #clock: PlatformClock
  readonly #frameListeners = new Set<(frame: Frame) => void>()
  readonly #stateListeners = new Set<() => void>()
  readonly #wanted = new Map<string, { channel: Channel; count: number }>()
  #state: ConnectionState = { status: 'connecting', since: Date.now(), retryAt: null }
  #socket: WebSocket | null = null
  #attempt = 0
  #generation = 0
  #heardAt = 0
  #pingedAt: number | null = null
  #retryTimer: ReturnType<typeof setTimeout> | null = null
  #watchTimer: ReturnType<typeof setInterval> | null = null
  readonly #online = () => this.retryNow()
  readonly #seen = () => {
    if (!document.hidden) this.retryNow()
  }

  constructor(edge: ConnectionEdge, clock: PlatformClock) {
    this.#edge = edge
    this.#clock = clock
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** When anything was last heard, by this device's clock; 0 for never. */
  get heardAt(): number {
    return this.#heardAt
  }

  onState(listener: () => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  onFrame(listener: (frame: Frame) => void): () => void {
    this.#frameListeners.add(listener)
    return () => this.#frameListeners.delete(listener)
  }

  start(): void {
    addEventListener('online', this.#online)
    document.addEventListener('visibilitychange', this.#seen)
    this.#become('connecting')
    void this.#connect()
  }

  stop(): void {
    removeEventListener('online', this.#online)
    document.removeEventListener('visibilitychange', this.#seen)
    this.#generation++
    this.#clearTimers()
    this.#drop()
  }

  /** Tries at once where it is waiting to try. */
  retryNow(): void {
    if (this.#retryTimer === null) return
    this.#clearTimers()
    this.#attempt = 0
    void this.#connect()
  }

  /** Asks for a channel for as long as somebody wants it. */
  subscribe(channel: Channel): () => void {
    const key = channel.channel === 'host' ? `host ${channel.host}` : channel.channel
    const entry = this.#wanted.get(key)
    if (entry) {
      entry.count++
    } else {
      this.#wanted.set(key, { channel, count: 1 })
      // Before the hello nothing is said: then all that is wanted is asked for at once.
      if (this.#state.status === 'live') this.#send({ type: 'subscribe', ...channel })
    }
    let ended = false
    return () => {
      const current = this.#wanted.get(key)
      if (ended || !current) return
      ended = true
      current.count--
      if (current.count === 0) {
        this.#wanted.delete(key)
        this.#send({ type: 'unsubscribe', ...channel })
      }
    }
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation
    try {
      const ticket = await this.#edge.ticket()
      if (generation !== this.#generation) return
      if (ticket === null) {
        this.#become('over')
        return
      }
      this.#listen(this.#edge.open(ticket), generation)
    } catch {
      if (generation === this.#generation) this.#retryLater()
    }
  }

  #listen(socket: WebSocket, generation: number): void {
    this.#socket = socket
    const opened = Date.now()
    this.#watchTimer = setInterval(() => this.#watch(opened), PING_MS / 2)
    socket.onmessage = (event: MessageEvent) => {
      if (generation === this.#generation && typeof event.data === 'string') this.#heard(event.data)
    }
    socket.onclose = (event: CloseEvent) => {
      if (generation === this.#generation) this.#lost(event.code)
    }
  }

  #heard(text: string): void {
    this.#heardAt = Date.now()
    const frame = parseFrame(text)
    if (!frame) return
    if (frame.type === 'hello') {
      this.#clock.forget()
      this.#clock.learn(frame.time, 0)
      this.#clock.forget()
      this.#attempt = 0
      for (const { channel } of this.#wanted.values()) this.#send({ type: 'subscribe', ...channel })
      this.#ping()
      this.#become('live')
    } else if (frame.type === 'pong' && this.#pingedAt !== null) {
      this.#clock.learn(frame.time, Date.now() - this.#pingedAt)
      this.#pingedAt = null
    }
    for (const listener of [...this.#frameListeners]) listener(frame)
  }

  #watch(opened: number): void {
    const now = Date.now()
    if (now - Math.max(this.#heardAt, opened) > SILENCE_MS) {
      this.#lost(0)
    } else if (this.#pingedAt === null || now - this.#pingedAt >= PING_MS) {
      this.#ping()
    }
  }

  #ping(): void {
    this.#pingedAt = Date.now()
    this.#send({ type: 'ping' })
  }

  #lost(code: number): void {
    this.#generation++
    this.#clearTimers()
    this.#drop()
    if (code === SESSION_OVER) {
      // The ticket's session ran out, as it does every few minutes; the next ticket renews it or tells that it is over.
      this.#become('reconnecting')
      void this.#connect()
    } else {
      this.#retryLater()
    }
  }

  #retryLater(): void {
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempt)
    this.#attempt++
    // Spread out, so that a platform that comes back is not met by all pages at once.
    const wait = longest * (0.5 + Math.random() / 2)
    this.#clearTimers()
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = null
      void this.#connect()
    }, wait)
    this.#become('reconnecting', Date.now() + wait)
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = null
    this.#pingedAt = null
    if (!socket) return
    socket.onmessage = null
    socket.onclose = null
    socket.close()
  }

  #clearTimers(): void {
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer)
    if (this.#watchTimer !== null) clearInterval(this.#watchTimer)
    this.#retryTimer = null
    this.#watchTimer = null
  }

  #send(message: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  #become(status: ConnectionState['status'], retryAt: number | null = null): void {
    const since = status === this.#state.status ? this.#state.since : Date.now()
    this.#state = { status, since, retryAt }
    for (const listener of [...this.#stateListeners]) listener()
  }
}
