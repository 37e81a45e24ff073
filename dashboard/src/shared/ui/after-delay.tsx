import { type ReactNode, useEffect, useState } from 'react'

/** What is done within this time shows no sign of having taken any. */
const UNNOTICED_MS = 300

/** Shows its children only when they have been there for a while, so that quick work does not flash. */
export function AfterDelay({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), UNNOTICED_MS)
    return () => clearTimeout(timer)
  }, [])
  return shown ? children : null
}
