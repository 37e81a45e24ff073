import { useEffect, useState } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { useLive } from '../live/live.tsx'
import type { Overview } from '../live/overview.ts'

/**
 * When the first sample of a host came since one began to look; null before. A host that is enrolled again has older
 * ones, which count for nothing.
 *
 * @param since by this device's clock, Unix milliseconds
 */
export function useFirstSample(overview: Overview, host: string | null, since: number): number | null {
  const { clock } = useLive()
  const [first, setFirst] = useState<number | null>(null)
  useEffect(() => {
    if (host === null || first !== null) return
    const look = () => {
      const newest = overview.get(host)?.latest?.time
      if (newest !== undefined && newest >= since + clock.offset) setFirst(newest)
    }
    look()
    return beat.subscribe(look)
  }, [overview, host, since, first, clock])
  return first
}
