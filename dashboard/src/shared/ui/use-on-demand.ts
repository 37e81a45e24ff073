import { useState } from 'react'

/** What an element needs so that what it opens is on its way before it is clicked. */
type Heralds = { readonly onPointerEnter: () => void; readonly onFocus: () => void }

/**
 * Loads a module when somebody wants what is in it: menus and dialogs are a large part of a component library, and most
 * visits open none.
 *
 * @param load an `import()`; the same module each time
 * @returns the module once it is wanted and there, how to want it, and what to put on the element that is clicked
 */
export function useOnDemand<T extends object>(load: () => Promise<T>): [T | null, () => void, Heralds] {
  const [module, setModule] = useState<T | null>(null)
  // A module that does not come is asked for again by the next click.
  const fetchOnly = () => void load().catch(() => {})
  const want = () => void load().then(setModule, () => {})
  return [module, want, { onPointerEnter: fetchOnly, onFocus: fetchOnly }]
}
