const watched = new WeakMap<Element, (visible: boolean) => void>()
let observer: IntersectionObserver | null = null

/** Tells whether an element is on screen, or about to be: at once and whenever it changes. */
export function whenVisible(element: Element, listener: (visible: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const entry of entries) watched.get(entry.target)?.(entry.isIntersecting)
    },
    { rootMargin: '120px 0px' },
  )
  watched.set(element, listener)
  observer.observe(element)
  return () => {
    observer?.unobserve(element)
    watched.delete(element)
  }
}
