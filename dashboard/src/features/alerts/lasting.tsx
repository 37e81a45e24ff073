import { useEffect, useRef } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { formatSpan } from '../../shared/units.ts'
import { presentFor, useLive } from '../live/live.tsx'

/** How long ago something began, each second anew. */
export function Lasting({ since }: { since: number }) {
  const live = useLive()
  const span = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const paint = () => {
      const text = formatSpan((presentFor(live) - since) / 1000)
      if (span.current && span.current.textContent !== text) span.current.textContent = text
    }
    paint()
    return beat.subscribe(paint)
  }, [live, since])
  return <span ref={span} />
}
