import { useCallback, useState } from 'react'

const KEY = 'statusmonitor-groups'
const OPEN_AT_FIRST: ReadonlySet<string> = new Set(['overview', 'cores'])

function read(): Record<string, boolean> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return stored !== null && typeof stored === 'object' ? (stored as Record<string, boolean>) : {}
  } catch {
    return {}
  }
}

/** Which chart groups a person has folded and opened, remembered on this device for all hosts. */
export function useFolded() {
  const [chosen, setChosen] = useState(read)
  const isOpen = useCallback((id: string) => chosen[id] ?? OPEN_AT_FIRST.has(id), [chosen])
  const setOpen = useCallback((id: string, open: boolean) => {
    setChosen((before) => {
      const next = { ...before, [id]: open }
      try {
        localStorage.setItem(KEY, JSON.stringify(next))
      } catch {
        // Without storage it is remembered until the page is left.
      }
      return next
    })
  }, [])
  return { isOpen, setOpen }
}
