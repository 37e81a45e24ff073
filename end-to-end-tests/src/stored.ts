import { until } from './wait'

/** What `find` says once the history has taken in all that was acknowledged; or, where it has not after `ms`, then. */
export function onceStored<F extends { missing: number }>(find: () => Promise<F>, ms: number): Promise<F> {
  return until(
    'the history to have taken all in',
    ms,
    async () => {
      const found = await find()
      return found.missing === 0 ? found : undefined
    },
    2_000,
  ).catch(find)
}
