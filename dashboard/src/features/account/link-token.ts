/**
 * The token of a link, which stands behind the # so that no server and no log ever sees it: `#token=…`, or alone.
 */
export function linkToken(hash: string): string | null {
  const text = hash.replace(/^#/, '')
  return new URLSearchParams(text).get('token') || (/^[\w-]{16,}$/.test(text) ? text : null)
}
