import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const minutes = 60_000

/** A dozen processes take the longer to start. */
const patience = process.env.STATUSMONITOR_APART ? 3 : 1

/**
 * All suites drive whole platforms and a whole browser: one file at a time, with time to start them; two where the
 * script in package.json or the launcher says so, since most of that is waiting.
 */
function suite(name: string) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`${name}/**/*.test.ts`],
    },
  }
}

/** What takes longest begins first, so that nothing long is left for the end, when the other worker has nothing to do. */
const LONGEST = ['alerts', 'kill', 'influxdb', 'outage', 'story', 'matrix', 'races']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = (file: TestSpecification) => {
      const at = LONGEST.findIndex((name) => file.moduleId.endsWith(`/${name}.test.ts`))
      return at < 0 ? LONGEST.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    environment: 'node',
    fileParallelism: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 2 * patience * minutes,
    hookTimeout: 3 * patience * minutes,
    teardownTimeout: 1 * minutes,
    // Conditions are waited for, and a busy machine takes its time.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      suite('browser'),
      suite('faults'),
      suite('security'),
      suite('apart'),
      suite('cluster'),
      suite('compose'),
    ],
  },
})
