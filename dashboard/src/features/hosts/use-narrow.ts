import { useSyncExternalStore } from 'react'

/** The width below which the list of hosts stacks, as the style sheets have it. */
const query = typeof matchMedia === 'function' ? matchMedia('(max-width: 719px)') : null

/** Whether the page is as narrow as a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      query?.addEventListener('change', listener)
      return () => query?.removeEventListener('change', listener)
    },
    () => query?.matches ?? false,
  )
}
