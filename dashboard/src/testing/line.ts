import type { ConnectionEdge } from '../features/live/connection.ts'

/** The browser's end of a live connection of which the test is the other end. */
export class Line {
  readyState: number = WebSocket.CONNECTING
  onmessage: ((event: MessageEvent) => void) | null = null
  onclose: ((event: CloseEvent) => void) | null = null
  readonly heard: unknown[] = []

  send(text: string) {
    this.heard.push(JSON.parse(text))
  }

  close() {
    this.readyState = WebSocket.CLOSED
  }

  say(frame: object) {
    this.readyState = WebSocket.OPEN
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(frame) }))
  }

  /** @param ahead how far the platform's clock is ahead, milliseconds */
  hello(ahead = 0) {
    this.say({ type: 'hello', time: Date.now() + ahead, session_expires: Date.now() + 600_000 })
  }

  breaks(code = 1006) {
    this.readyState = WebSocket.CLOSED
    this.onclose?.(new CloseEvent('close', { code }))
  }

  /** What was asked of it, pings left out. */
  get subscriptions() {
    return this.heard.filter((message) => (message as { type: string }).type !== 'ping')
  }
}

/** Opens lines that the test holds. */
export class Lines implements ConnectionEdge {
  readonly all: Line[] = []
  ticket: () => Promise<string | null> = () => Promise.resolve('ticket')

  open(): WebSocket {
    const line = new Line()
    this.all.push(line)
    return line as unknown as WebSocket
  }

  get last(): Line {
    const line = this.all.at(-1)
    if (!line) throw new Error('nobody has connected yet')
    return line
  }
}
