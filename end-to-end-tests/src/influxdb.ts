import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from './platform'
import { until } from './wait'

/** The program, where the launcher found or built one. */
export const influxd = process.env.INFLUXD

/** An InfluxDB 2 in a folder of its own, started as docs/configuration.md says; it keeps what it has when it is killed. */
export class InfluxDb {
  private process: ChildProcess | undefined

  private constructor(
    private readonly program: string,
    private readonly folder: string,
    readonly port: number,
    private readonly token: string,
  ) {}

  static async start(program: string, folder: string): Promise<InfluxDb> {
    await mkdir(folder, { recursive: true })
    const influxDb = new InfluxDb(program, folder, await freePort(), randomBytes(24).toString('base64url'))
    await influxDb.run()
    const answer = await fetch(`${influxDb.url}/api/v2/setup`, {
      method: 'POST',
      body: JSON.stringify({
        username: 'tests',
        password: randomBytes(24).toString('base64url'),
        org: 'statusmonitor',
        bucket: 'unused',
        token: influxDb.token,
      }),
    })
    if (!answer.ok) throw new Error(`InfluxDB could not be set up: ${answer.status} ${await answer.text()}`)
    return influxDb
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** What the environment of a platform says that keeps its history here. */
  async environment(): Promise<Record<string, string>> {
    const tokenFile = join(this.folder, 'token')
    await writeFile(tokenFile, this.token, { mode: 0o600 })
    return {
      STATUSMONITOR_HISTORY_STORE: 'influxdb',
      STATUSMONITOR_HISTORY_INFLUXDB_URL: this.url,
      STATUSMONITOR_HISTORY_INFLUXDB_TOKENFILE: tokenFile,
    }
  }

  /** Starts it, or starts it again on what it had. */
  async run(): Promise<void> {
    const child = spawn(
      this.program,
      [
        ['--bolt-path', join(this.folder, 'bolt')],
        ['--sqlite-path', join(this.folder, 'sqlite')],
        ['--engine-path', join(this.folder, 'engine')],
        ['--http-bind-address', `127.0.0.1:${this.port}`],
        ['--hardening-enabled', '--reporting-disabled', '--ui-disabled', '--pprof-disabled'],
        ['--log-level', 'error'],
      ].flat(),
      { stdio: 'ignore', cwd: this.folder },
    )
    this.process = child
    await until('InfluxDB to answer', 60_000, async () => {
      if (child.exitCode !== null) throw new Error(`influxd ended with ${child.exitCode}`)
      return (await fetch(`${this.url}/health`).catch(() => undefined))?.ok
    })
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const child = this.process
    this.process = undefined
    if (child && child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
  }

  async remove(): Promise<void> {
    await this.kill()
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
