import { useEffect, useRef, useState } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import type { HostFeed } from '../live/host-feed.ts'
import { presentFor, useLive } from '../live/live.tsx'
import type { Host } from './api.ts'
import css from './host-page.module.css'
import { hostState } from './host-state.ts'

/** The state of a host as a shape and words, by the age of its newest sample. */
export function LiveState({ host, feed, asked }: { host: Host; feed: HostFeed; asked: boolean }) {
  const live = useLive()
  const look = () => hostState(host, feed.time, asked, presentFor(live))
  const [shown, setShown] = useState(look)
  const detail = useRef<HTMLSpanElement>(null)
  const looking = useRef(look)
  looking.current = look

  useEffect(() => {
    const paint = () => {
      const next = looking.current()
      setShown((before) => (before.state === next.state ? before : next))
      if (detail.current && detail.current.textContent !== next.detail) detail.current.textContent = next.detail
    }
    paint()
    return beat.subscribe(paint)
  }, [])

  return (
    <span className={css.state} data-state={shown.state}>
      <StateShape state={shown.state} size={18} />
      <span className={shown.state === 'fine' ? 'sr' : css.word}>
        {shown.word} <span ref={detail} />
      </span>
    </span>
  )
}
