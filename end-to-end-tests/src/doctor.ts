import { type Ended, run } from './platform'

/** `./statusmonitor doctor` for the platform at this port of this machine. */
export function doctor(port: number, ...args: string[]): Promise<Ended> {
  return run('doctor', '--url', `http://127.0.0.1:${port}`, ...args)
}
