import { useRouter } from '@tanstack/react-router'
import { LEAST_ZOOM, type RangeKey, type TimeSearch } from '../features/history/ranges.ts'

declare module '@tanstack/history' {
  interface HistoryState {
    /** How many zooms one can go back from here; absent where one came by a link. */
    zooms?: number
  }
}

type Options = { replace?: boolean; resetScroll?: boolean; state?: { zooms: number } }

/**
 * How a page's address goes from one time to another: ranges take the place of each other, a zoom is a step that the
 * browser's back takes back.
 *
 * @param go to the same page at another time; whatever else its address says stays
 */
export function useTimeNavigation(search: TimeSearch, go: (time: TimeSearch, options: Options) => void) {
  const router = useRouter()
  const zooms = () => router.state.location.state.zooms ?? 0
  return {
    onRange: (range: RangeKey) => go(range === '5m' ? {} : { range }, { replace: search.from === undefined }),
    onZoom: (from: number, to: number) => {
      const middle = (from + to) / 2
      const half = Math.max(to - from, LEAST_ZOOM) / 2
      go(
        { range: search.range, from: Math.round(middle - half), to: Math.round(middle + half) },
        { state: { zooms: zooms() + 1 }, resetScroll: false },
      )
    },
    onZoomBack: () => {
      if (search.from === undefined) return
      if (zooms() > 0) router.history.back()
      else go(search.range ? { range: search.range } : {}, { resetScroll: false })
    },
  }
}
