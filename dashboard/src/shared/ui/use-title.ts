import { useEffect } from 'react'

/** What the tab is called while the caller is mounted. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · StatusMonitor`
    return () => {
      document.title = 'StatusMonitor'
    }
  }, [title])
}
