import * as z from 'zod/mini'

const value = z.nullable(z.number())

/** `[timestamp, cpu, memory, disk, disk_mountpoint, receive, transmit, load_1m, uptime]`; null is unknown. */
const pointSchema = z.tuple([z.number(), value, value, value, z.nullable(z.string()), value, value, value, value])

const problemSchema = z.object({
  type: z.optional(z.string()),
  title: z.optional(z.string()),
  detail: z.optional(z.string()),
})

const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), time: z.number(), session_expires: z.number() }),
  z.object({ type: z.literal('pong'), time: z.number() }),
  z.object({
    type: z.literal('overview'),
    snapshot: z.optional(z.boolean()),
    /** Of a snapshot in several frames: whether this is not the last. */
    more: z.optional(z.boolean()),
    hosts: z.array(z.object({ host: z.string(), points: z.array(pointSchema) })),
  }),
  z.object({ type: z.literal('series'), host: z.string(), series: z.array(z.string()) }),
  z.object({ type: z.literal('sample'), host: z.string(), timestamp: z.number(), values: z.array(value) }),
  z.object({ type: z.literal('hosts') }),
  z.object({ type: z.literal('incidents') }),
  z.object({
    type: z.literal('error'),
    channel: z.optional(z.string()),
    host: z.optional(z.nullable(z.string())),
    problem: problemSchema,
  }),
])

export type Point = z.infer<typeof pointSchema>
export type Frame = z.infer<typeof frameSchema>
export type OverviewFrame = Extract<Frame, { type: 'overview' }>

/** Reads a frame; null for one that this version does not know, which is not an error. */
export function parseFrame(text: string): Frame | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const result = frameSchema.safeParse(json)
  return result.success ? result.data : null
}
