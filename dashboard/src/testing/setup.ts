import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(cleanup)
// Conditions are waited for, and a busy machine takes its time.
configure({ asyncUtilTimeout: 10_000 })

// jsdom lays nothing out and has none of these; the tests say what is visible where that matters.
class NothingObserved {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= NothingObserved as unknown as typeof ResizeObserver
globalThis.IntersectionObserver ??= NothingObserved as unknown as typeof IntersectionObserver
globalThis.matchMedia ??= ((query: string) => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener() {},
  removeEventListener() {},
  addListener() {},
  removeListener() {},
  dispatchEvent: () => false,
})) as typeof matchMedia
window.scrollTo = () => {}
HTMLCanvasElement.prototype.getContext = (() => null) as typeof HTMLCanvasElement.prototype.getContext
