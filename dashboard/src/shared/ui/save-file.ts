/** Gives a person a file to keep, under a name that no system refuses. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name.replace(/[^\w.\-+]+/g, '-')
  link.click()
  // The browser has taken it up by then; before, some would have nothing to save.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
