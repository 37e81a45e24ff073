import { defineConfig } from 'vitest/config'

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

export default defineConfig({
  test: {
    environment: 'node',
    fileParallelism: false,
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
