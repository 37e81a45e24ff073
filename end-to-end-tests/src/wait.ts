import { setTimeout as delay } from 'node:timers/promises'

/** Asks again and again, and gives the first answer that is neither false nor undefined. Fails after `ms`. */
export async function until<T>(
  what: string,
  ms: number,
  ask: () => Promise<T | false | undefined> | T | false | undefined,
  everyMs = 100,
): Promise<T> {
  const deadline = performance.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer !== false && answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`waited ${ms} ms for ${what}`)
    await delay(everyMs)
  }
}
