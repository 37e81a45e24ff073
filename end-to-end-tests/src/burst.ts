import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Keeps every processor of this machine busy until ended, at the lowest priority so that the rest goes on. */
export class Burst {
  private readonly loops: ChildProcess[]

  constructor() {
    this.loops = Array.from({ length: availableParallelism() }, () =>
      spawn('nice', ['-n', '19', 'sh', '-c', 'while :; do :; done'], { stdio: 'ignore' }),
    )
  }

  end(): void {
    for (const loop of this.loops) loop.kill('SIGKILL')
  }
}
