import { randomBytes } from 'node:crypto'
import { type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import { until } from './wait'

export interface Frame {
  type: string
  [name: string]: unknown
}

/** How a handshake was refused. */
export interface Refused {
  status: number
  problem: { type: string; status: number; detail: string }
}

/** A WebSocket (RFC 6455) with headers of one's own choice, which no browser and no library lets one have. */
export class WebSocketClient {
  readonly frames: Frame[] = []
  /** The code it was closed with. */
  closed: number | undefined
  private bytes = Buffer.alloc(0)
  /** Of a message that comes in several frames. */
  private parts: Buffer[] = []

  private constructor(private readonly socket: Duplex) {
    socket.on('data', (chunk: Buffer) => {
      this.bytes = Buffer.concat([this.bytes, chunk])
      this.read()
    })
    socket.on('close', () => {
      this.closed ??= 1006
    })
    socket.on('error', () => socket.destroy())
  }

  static open(url: string, headers: Record<string, string> = {}): Promise<WebSocketClient | Refused> {
    return new Promise((resolve, reject) => {
      const asked = request(url, {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': randomBytes(16).toString('base64'),
          ...headers,
        },
      })
      asked.on('upgrade', (_response: IncomingMessage, socket: Duplex, head: Buffer) => {
        const client = new WebSocketClient(socket)
        if (head.length > 0) socket.emit('data', head)
        resolve(client)
      })
      asked.on('response', (response: IncomingMessage) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => {
          try {
            resolve({ status: response.statusCode ?? 0, problem: JSON.parse(text) as Refused['problem'] })
          } catch {
            reject(new Error(`a handshake answered ${response.statusCode} with no problem detail: ${text}`))
          }
        })
      })
      asked.on('error', reject)
      asked.end()
    })
  }

  send(message: unknown): void {
    const text = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message))
    const mask = randomBytes(4)
    const length =
      text.length < 126
        ? Buffer.from([0x80 | text.length])
        : Buffer.from([0x80 | 126, text.length >> 8, text.length & 255])
    const masked = text.map((byte, i) => byte ^ (mask[i % 4] ?? 0))
    this.socket.write(Buffer.concat([Buffer.from([0x81]), length, mask, masked]))
  }

  /** The first frame of those to come or come already that this is true of. */
  frame(what: string, matches: (frame: Frame) => boolean, ms = 10_000): Promise<Frame> {
    return until(what, ms, () => this.frames.find(matches), 20)
  }

  end(): void {
    this.socket.destroy()
  }

  private read(): void {
    for (;;) {
      const [first, second] = this.bytes
      if (first === undefined || second === undefined) return
      let length = second & 127
      let at = 2
      if (length === 126) {
        if (this.bytes.length < 4) return
        length = this.bytes.readUInt16BE(2)
        at = 4
      } else if (length === 127) {
        if (this.bytes.length < 10) return
        length = Number(this.bytes.readBigUInt64BE(2))
        at = 10
      }
      if (this.bytes.length < at + length) return
      const payload = this.bytes.subarray(at, at + length)
      this.bytes = this.bytes.subarray(at + length)
      const opcode = first & 15
      if (opcode <= 1) {
        this.parts.push(payload)
        if ((first & 128) !== 0) {
          this.frames.push(JSON.parse(Buffer.concat(this.parts).toString()) as Frame)
          this.parts = []
        }
      }
      if (opcode === 8) {
        this.closed = payload.length >= 2 ? payload.readUInt16BE(0) : 1005
        this.socket.end()
      }
    }
  }
}
