import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** How long it takes to answer, as the real one does. */
const ANSWER_MS = 20

/** A message that arrived. */
export interface Sent {
  chat: string
  text: string
  /** When the answer was on its way, Unix time in milliseconds; undefined where nobody waited for it any more. */
  answered: number | undefined
}

interface Update {
  update_id: number
  message: object
}

/** A Telegram Bot API on loopback: takes messages, and lets people write to the bot. */
export class BotApi {
  readonly sent: Sent[] = []
  private updates: Update[] = []
  private lastUpdate = 0
  private wake: () => void = () => {}
  private poller = 0

  private constructor(
    private readonly server: Server,
    readonly token: string,
  ) {
    server.on('request', (request, response) => void this.handle(request, response).catch(() => response.destroy()))
  }

  static async start(): Promise<BotApi> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new BotApi(server, '42:test')
  }

  get url(): string {
    const address = this.server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    return `http://127.0.0.1:${address.port}`
  }

  /** What a platform has to be started with to speak to this one. */
  get environment(): Record<string, string> {
    return {
      STATUSMONITOR_ALERTS_NOTIFY_TELEGRAM_TOKEN: this.token,
      STATUSMONITOR_ALERTS_NOTIFY_TELEGRAM_BASEURL: this.url,
    }
  }

  /** Somebody writes to the bot in a private chat. */
  write(chat: number, text: string): void {
    this.lastUpdate++
    this.updates.push({
      update_id: this.lastUpdate,
      message: {
        message_id: this.lastUpdate,
        date: Math.floor(Date.now() / 1000),
        chat: { id: chat, type: 'private', first_name: 'Ada' },
        from: { id: chat, is_bot: false, first_name: 'Ada' },
        text,
      },
    })
    this.wake()
  }

  /** The messages that have a line that begins so, bold or not; once for each such line. */
  lines(beginning: string): Sent[] {
    return this.sent.flatMap((message) =>
      message.text
        .split('\n')
        .filter((line) => line.replace('<b>', '').startsWith(beginning))
        .map(() => message),
    )
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    this.server.close()
    await once(this.server, 'close')
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const parameters = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, string | number>
    const method = (request.url ?? '').replace(`/bot${this.token}/`, '').toLowerCase()
    if (method === 'getme') return answer(response, { id: 1, is_bot: true, first_name: 'Test', username: 'test_bot' })
    if (method === 'getupdates') return this.poll(parameters, response)
    if (method !== 'sendmessage') return answer(response, true)
    await delay(ANSWER_MS)
    const chat = `${parameters.chat_id}`
    const answered = request.socket.destroyed ? undefined : Date.now()
    this.sent.push({ chat, text: `${parameters.text}`, answered })
    answer(response, {
      message_id: 1000 + this.sent.length,
      date: Math.floor(Date.now() / 1000),
      chat: { id: Number(chat), type: 'private', first_name: 'Ada' },
    })
  }

  private async poll(parameters: Record<string, string | number>, response: ServerResponse): Promise<void> {
    const mine = ++this.poller
    this.wake()
    const offset = Number(parameters.offset ?? 0)
    this.updates = this.updates.filter((update) => update.update_id >= offset)
    if (this.updates.length === 0) {
      const woken = new Promise<void>((done) => {
        this.wake = done
      })
      await Promise.race([woken, delay(Number(parameters.timeout ?? 0) * 1000, undefined, { ref: false })])
    }
    if (mine !== this.poller) {
      response.writeHead(409, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify({ ok: false, error_code: 409, description: 'Conflict: terminated by other getUpdates request' }),
      )
      return
    }
    answer(response, this.updates)
  }
}

function answer(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ ok: true, result }))
}
