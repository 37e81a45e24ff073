/** The token of a link, which stands behind the # so that no server and no log ever sees it. */
export function linkToken(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') || null
}
