import * as z from 'zod/mini'
import { request, SessionOverError } from '../../shared/api/http.ts'
import type { ConnectionEdge } from './connection.ts'

const ticketSchema = z.object({ ticket: z.string(), expires: z.number() })

/** The connection's edge to the platform that served this page. */
export const platformEdge: ConnectionEdge = {
  async ticket() {
    try {
      return (await request('/api/v1/live/tickets', ticketSchema, { method: 'POST' })).ticket
    } catch (error) {
      if (error instanceof SessionOverError) return null
      throw error
    }
  },
  open(ticket) {
    const url = new URL('/api/v1/live', location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    url.searchParams.set('ticket', ticket)
    return new WebSocket(url)
  },
}
