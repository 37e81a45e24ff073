/** What the address of the page says: of which host the history is. */
export type AlertsSearch = { readonly host?: string | undefined }

export const readAlertsSearch = ({ host }: Record<string, unknown>): AlertsSearch =>
  typeof host === 'string' && host !== '' ? { host } : {}
