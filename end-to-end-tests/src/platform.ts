import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { holders } from './processes'
import { until } from './wait'

const launcher = resolve(import.meta.dirname, '../../statusmonitor')

/** How long a healthy start may take here, where other suites' leftovers and a cold disk may slow it. */
const START_MS = 120_000

/** Nine or more processes take the longer. */
const APART_START_MS = 300_000

/** On which wiring the suites run: `STATUSMONITOR_APART=2` for services apart, two processes of each. */
export const apart = Number(process.env.STATUSMONITOR_APART ?? 0)

const wiring = apart > 0 ? ['--apart', '--instances', `${apart}`] : []

/** A fresh folder for the data of one platform. */
export function freshDataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'statusmonitor-e2e-'))
}

/** A port that was free a moment ago, of those that no outgoing connection is given by itself (Linux: from 32768 on). */
export async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000)
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return freePort()
  }
  server.close()
  await once(server, 'close')
  return port
}

/** What a finished run of the launcher left. */
export interface Ended {
  code: number | null
  /** Standard output alone. */
  answer: string
  /** All that was printed. */
  output: string
}

/** Runs the launcher to its end, as a person would: `run('doctor', '--json')`. */
export async function run(...args: string[]): Promise<Ended> {
  const started = start(args)
  const code = await end(started)
  return { code, answer: started.answer(), output: started.output() }
}

/** What takes longer than this to end hangs. */
const END_MS = 90_000

/** Waits for its end, which it comes to by itself; of one that hangs, what its threads wait for is in the failure. */
async function end(started: Started): Promise<number | null> {
  let hangs = false
  const tooLong = setTimeout(() => {
    hangs = true
    // The launcher has become the JVM by now, which answers this by a list of its threads.
    started.process.kill('SIGQUIT')
    setTimeout(() => started.process.kill('SIGKILL'), 3_000)
  }, END_MS)
  const code = await started.ended
  clearTimeout(tooLong)
  if (hangs) throw new Error(`it did not end by itself:\n${started.output()}`)
  return code
}

interface Started {
  process: ChildProcess
  ended: Promise<number | null>
  answer: () => string
  output: () => string
}

function start(args: string[], env: Record<string, string> = {}): Started {
  const child = spawn(launcher, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let answer = ''
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk
    output += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  // 'exit', not 'close': what the process started may hold its pipes longer than it lives.
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  return { process: child, ended, answer: () => answer, output: () => output }
}

/** A whole platform, started by the launcher on a free port of this machine. */
export class Platform {
  private constructor(
    readonly port: number,
    readonly data: string,
    private readonly started: Started,
    /** From the launcher's start to the first answer, in milliseconds. */
    readonly startedInMs: number,
  ) {}

  /** Starts it and waits until it answers; the same data folder and port bring back an earlier one. `env` has settings. */
  static async up(where: {
    data: string
    port?: number
    args?: string[]
    env?: Record<string, string>
  }): Promise<Platform> {
    const port = where.port ?? (await freePort())
    const began = performance.now()
    const started = start(
      ['up', '--port', `${port}`, '--data', where.data, ...wiring, ...(where.args ?? [])],
      where.env,
    )
    let over = false
    void started.ended.then(() => {
      over = true
    })
    const patience = apart > 0 || where.args?.includes('--apart') ? APART_START_MS : START_MS
    await until(`the platform to answer on port ${port}`, patience, async () => {
      if (over) throw new Error(`the platform ended while it started:\n${started.output()}`)
      const answer = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined)
      // It answers a moment before it has said all that it has to say.
      return answer?.ok === true && started.output().includes('Ctrl-C stops it')
    }).catch((failure: unknown) => {
      started.process.kill('SIGKILL')
      throw new Error(`${failure}\nIts output was:\n${started.output()}`)
    })
    return new Platform(port, where.data, started, performance.now() - began)
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get pid(): number {
    const { pid } = this.started.process
    if (pid === undefined) throw new Error('the platform has no process')
    return pid
  }

  /** All that it has printed. */
  get output(): string {
    return this.started.output()
  }

  /** The link that makes the first account, as it was printed. */
  get setupLink(): URL {
    const link = /https?:\/\/\S*setup\S*/.exec(this.output)?.[0]
    if (link === undefined) throw new Error(`no set-up link was printed:\n${this.output}`)
    return new URL(link)
  }

  /** kill -9. What one process started may go on; of services apart, which would all go on, none does. */
  async kill(): Promise<void> {
    this.started.process.kill('SIGKILL')
    if (apart > 0) await killHolders(this.data)
    await this.started.ended
  }

  /** Ctrl-C; gives the exit code. */
  async stop(): Promise<number | null> {
    this.started.process.kill('SIGINT')
    return end(this.started)
  }

  /** Ends all that uses the data folder and deletes it. */
  async remove(): Promise<void> {
    const ended = await Promise.race([
      this.stop().then(
        () => true,
        () => false,
      ),
      new Promise<false>((done) => setTimeout(() => done(false), 20_000).unref()),
    ])
    if (!ended) await this.kill()
    await removeData(this.data)
  }
}

/** Ends whatever still uses this data folder, and deletes it. */
export async function removeData(data: string): Promise<void> {
  await killHolders(data)
  await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

async function killHolders(data: string): Promise<void> {
  for (const { pid } of await holders(data)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It was faster.
    }
  }
}
