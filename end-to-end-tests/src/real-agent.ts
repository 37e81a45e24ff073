import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from './api'

/** The agent itself, as a host's owner runs it: enrolled by the copied command, in a home of its own. */
export class RealAgent {
  private process: ChildProcess | undefined
  private said = ''

  private constructor(
    private readonly home: string,
    readonly name: string,
  ) {}

  static async install(session: Session, name: string): Promise<RealAgent> {
    const { commands } = await session.json<{ commands: { linux: string; macos: string } }>(
      'POST',
      '/api/v1/enrolments',
      { name },
    )
    const agent = new RealAgent(await mkdtemp(join(tmpdir(), 'statusmonitor-agent-')), name)
    agent.run(platform() === 'darwin' ? commands.macos : commands.linux)
    return agent
  }

  /** All that it has printed. */
  get output(): string {
    return this.said
  }

  /** Again, as the host that it is. */
  start(): void {
    this.run(`exec '${this.home}/statusmonitor-agent' run`)
  }

  /** Runs what a copy of its disk would run on another machine. */
  async copy(): Promise<RealAgent> {
    const home = await mkdtemp(join(tmpdir(), 'statusmonitor-agent-'))
    await cp(this.home, home, { recursive: true })
    // On another machine it would lie at the same place.
    const settings = join(home, 'agent.properties')
    await writeFile(settings, (await readFile(settings, 'utf8')).replaceAll(this.home, home))
    const copied = new RealAgent(home, this.name)
    copied.start()
    return copied
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    const { process: running } = this
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return
    const ended = once(running, 'exit')
    process.kill(-running.pid, 'SIGTERM')
    await ended
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const { process: running } = this
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return
    const ended = once(running, 'exit')
    process.kill(-running.pid, 'SIGKILL')
    await ended
  }

  async remove(): Promise<void> {
    await this.stop()
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  private run(command: string): void {
    const started = spawn('/bin/sh', ['-c', command], {
      cwd: this.home,
      detached: true,
      // Without it the command would install a service of this machine.
      env: { ...process.env, STATUSMONITOR_HOME: this.home },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.said += text
      })
    }
    this.process = started
  }
}
