import { colour, fade } from './colours.ts'

/** Reads a value by its place from the left; NaN is a gap. */
export type Read = (index: number) => number

const sizes = new WeakMap<HTMLCanvasElement, { width: number; height: number }>()
let observer: ResizeObserver | null = null

/** Keeps a canvas as large as its element, without asking for its layout on every paint. */
export function watchSize(canvas: HTMLCanvasElement, resized: () => void): () => void {
  observer ??= new ResizeObserver((entries) => {
    for (const entry of entries) {
      const target = entry.target as HTMLCanvasElement
      sizes.set(target, { width: entry.contentRect.width, height: entry.contentRect.height })
      callbacks.get(target)?.()
    }
  })
  callbacks.set(canvas, resized)
  observer.observe(canvas)
  return () => {
    observer?.unobserve(canvas)
    callbacks.delete(canvas)
  }
}

const callbacks = new WeakMap<HTMLCanvasElement, () => void>()

type Surface = { ctx: CanvasRenderingContext2D; width: number; height: number }

function surface(canvas: HTMLCanvasElement): Surface | null {
  const size = sizes.get(canvas)
  const ctx = canvas.getContext('2d')
  if (!size || !ctx || size.width === 0) return null
  const ratio = devicePixelRatio
  const width = Math.round(size.width * ratio)
  const height = Math.round(size.height * ratio)
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  ctx.clearRect(0, 0, size.width, size.height)
  return { ctx, width: size.width, height: size.height }
}

/** A filled line on a scale from 0 to `max`. Where there is nothing, a dotted base says so. */
export function paintSpark(
  canvas: HTMLCanvasElement,
  read: Read,
  count: number,
  max: number,
  token: string,
  grey: boolean,
): void {
  const target = surface(canvas)
  if (!target) return
  const { ctx, width, height } = target
  const shade = colour(grey ? 'text-3' : token)
  const x = (index: number) => (index / (count - 1)) * width
  const y = (value: number) => height - 1 - Math.min(1, Math.max(0, value / max)) * (height - 2)
  trace(ctx, read, count, x, y, height, shade, grey ? 0.08 : 0.14)
  dotted(ctx, read, count, x, height - 0.5)
}

/** Two filled lines, one above and one below the middle, on a scale of their own. */
export function paintMirror(canvas: HTMLCanvasElement, above: Read, below: Read, count: number, grey: boolean): void {
  const target = surface(canvas)
  if (!target) return
  const { ctx, width, height } = target
  let max = 0
  for (let i = 0; i < count; i++) {
    const [up, down] = [above(i), below(i)]
    if (up > max) max = up
    if (down > max) max = down
  }
  // Less than this is the noise of an idle line.
  max = Math.max(max * 1.1, 2_048)
  const middle = Math.round(height / 2)
  ctx.strokeStyle = colour('line')
  ctx.lineWidth = 1
  ctx.beginPath()
  ctx.moveTo(0, middle + 0.5)
  ctx.lineTo(width, middle + 0.5)
  ctx.stroke()
  const x = (index: number) => (index / (count - 1)) * width
  const side = (sign: number) => (value: number) => middle - sign * (value / max) * (middle - 1)
  const alpha = grey ? 0.1 : 0.2
  trace(ctx, above, count, x, side(1), middle, colour(grey ? 'text-3' : 'green'), alpha)
  trace(ctx, below, count, x, side(-1), middle, colour(grey ? 'text-3' : 'orange'), alpha)
}

function trace(
  ctx: CanvasRenderingContext2D,
  read: Read,
  count: number,
  x: (index: number) => number,
  y: (value: number) => number,
  base: number,
  shade: string,
  alpha: number,
): void {
  const line = new Path2D()
  const area = new Path2D()
  let open = -1
  const close = (last: number) => {
    area.lineTo(x(last), base)
    area.lineTo(x(open), base)
    area.closePath()
    // A value with a gap on either side is a line of no length, which round caps would hide.
    if (last === open) line.lineTo(x(last) + 0.8, y(read(last)))
    open = -1
  }
  for (let i = 0; i < count; i++) {
    const value = read(i)
    if (Number.isNaN(value)) {
      if (open >= 0) close(i - 1)
      continue
    }
    if (open < 0) {
      open = i
      line.moveTo(x(i), y(value))
      area.moveTo(x(i), y(value))
    } else {
      line.lineTo(x(i), y(value))
      area.lineTo(x(i), y(value))
    }
  }
  if (open >= 0) close(count - 1)
  ctx.fillStyle = fade(shade, alpha)
  ctx.fill(area)
  ctx.strokeStyle = shade
  ctx.lineWidth = 1.25
  ctx.lineJoin = 'round'
  ctx.stroke(line)
}

function dotted(
  ctx: CanvasRenderingContext2D,
  read: Read,
  count: number,
  x: (index: number) => number,
  y: number,
): void {
  let from = -1
  ctx.strokeStyle = colour('text-3')
  ctx.lineWidth = 1
  ctx.setLineDash([2, 3])
  ctx.beginPath()
  for (let i = 0; i <= count; i++) {
    const gap = i < count && Number.isNaN(read(i))
    if (gap && from < 0) from = i
    if (!gap && from >= 0) {
      // One lost second is a gap in the line and not worth a mark below it.
      if (i - from > 2) {
        ctx.moveTo(x(from), y)
        ctx.lineTo(x(i - 1), y)
      }
      from = -1
    }
  }
  ctx.stroke()
  ctx.setLineDash([])
}
