import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export interface Running {
  pid: number
  command: string
}

/** All processes of this machine, from /proc or, where there is none, from ps. */
async function processes(): Promise<Running[]> {
  const entries = await readdir('/proc').catch(() => undefined)
  if (entries) {
    const pids = entries.map(Number).filter(Number.isInteger)
    const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
    return pids.map((pid, i) => ({ pid, command: (commands[i] ?? '').replaceAll('\0', ' ') }))
  }
  const { stdout } = await execute('ps', ['-axww', '-o', 'pid=,args='], { maxBuffer: 64 * 1024 * 1024 })
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) => (match ? [{ pid: Number(match[1]), command: match[2] ?? '' }] : []))
}

/** The processes that name this data folder in their command line, or work in it. */
export async function holders(data: string): Promise<Running[]> {
  const all = await processes()
  const folders = await Promise.all(all.map(({ pid }) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return all.filter(({ command }, index) => command.includes(data) || folders[index]?.startsWith(data))
}

/** This machine's agents that belong to the data folder. */
export async function agentsOf(data: string): Promise<Running[]> {
  return (await holders(data)).filter(({ command }) => /java.*agent/.test(command) && !/StatusMonitor/.test(command))
}

/** The Redis servers that belong to the data folder. */
export async function redisOf(data: string): Promise<Running[]> {
  return (await holders(data)).filter(({ command }) => /(redis|valkey)-server/.test(command))
}
