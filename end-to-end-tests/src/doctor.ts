import { type Ended, run } from './platform'

/** `./statusmonitor doctor` for the platform at this port of this machine. */
export function doctor(port: number, ...args: string[]): Promise<Ended> {
  return run('doctor', '--url', `http://127.0.0.1:${port}`, ...args)
}

/** What is not well but for hosts: those that a test has stopped are silent. */
export async function ailing(port: number): Promise<string[]> {
  const { answer } = await doctor(port)
  const lines = answer.split('\n').map((line) => line.trim())
  if (!lines.some((line) => line.startsWith('ok'))) return [`doctor says: ${answer}`]
  return lines.filter((line) => line.startsWith('FAIL') && !/^FAIL\s+host /.test(line))
}
