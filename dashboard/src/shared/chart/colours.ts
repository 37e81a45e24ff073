import { useSyncExternalStore } from 'react'

let version = 0
const listeners = new Set<() => void>()
const resolved = new Map<string, string>()
let probe: HTMLElement | null = null

function changed(): void {
  version++
  resolved.clear()
  for (const listener of listeners) listener()
}

if (typeof document !== 'undefined') {
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })
}

/** A token of tokens.css as a colour that a canvas understands, in the theme of the moment. */
export function colour(token: string): string {
  let found = resolved.get(token)
  if (found === undefined) {
    if (!probe?.isConnected) {
      probe = document.createElement('i')
      probe.hidden = true
      document.body.append(probe)
    }
    probe.style.color = `var(--${token})`
    found = getComputedStyle(probe).color
    resolved.set(token, found)
  }
  return found
}

/** The same colour, partly transparent. */
export function fade(rgb: string, alpha: number): string {
  const channels = rgb.match(/[\d.]+/g)
  return channels ? `rgba(${channels.slice(0, 3).join(',')},${alpha})` : rgb
}

/** Changes with the theme, so that what is painted on a canvas is painted anew. */
export function useThemeVersion(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => version,
  )
}

/** Calls back whenever the theme changes. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
