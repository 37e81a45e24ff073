import { type RefObject, useEffect, useState } from 'react'

/** Rows beyond the edges of the window that are there already when one scrolls. */
const BEYOND = 8

/**
 * Which of many rows of one height stand in the window, so that only those exist.
 *
 * @param top what stands above the first row
 */
export function useVisibleRows(count: number, height: number, top: RefObject<HTMLElement | null>) {
  const [first, setFirst] = useState(0)
  const [last, setLast] = useState(() => Math.ceil(window.innerHeight / height) + BEYOND)
  useEffect(() => {
    const update = () => {
      const offset = -(top.current?.getBoundingClientRect().top ?? 0)
      // In steps, so that scrolling renders a few times and not for every pixel.
      const start = Math.floor(offset / height / BEYOND) * BEYOND - BEYOND
      setFirst(Math.max(0, start))
      setLast(start + Math.ceil(window.innerHeight / height) + 4 * BEYOND)
    }
    update()
    addEventListener('scroll', update, { passive: true })
    addEventListener('resize', update)
    return () => {
      removeEventListener('scroll', update)
      removeEventListener('resize', update)
    }
  }, [height, top])
  const end = Math.min(count, last)
  const start = Math.min(first, end)
  return { start, end, above: start * height, below: (count - end) * height }
}
