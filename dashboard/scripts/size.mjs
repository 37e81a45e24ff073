// Prints what each page loads of script and style before it shows anything, compressed; exits 1 where a goal is missed.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const GOAL_KB = 200
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const html = readFileSync(new URL('index.html', dist), 'utf8')
const beforePaint = html.match(/assets\/theme-[^"]+\.js/)?.[0]

const sizes = new Map()
function kilobytes(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1000)
  return sizes.get(file)
}

/** The files of a chunk and of all that it imports from its beginning on. */
function closure(key, found = new Set()) {
  const chunk = manifest[key]
  if (!chunk || found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const style of chunk.css ?? []) found.add(style)
  for (const other of chunk.imports ?? []) closure(other, found)
  return found
}

const PAGES = {
  'log-in and set-up': 'entry-routes',
  hosts: 'hosts-route',
  host: 'host-route',
  compare: 'compare-route',
  alerts: 'alerts-route',
  settings: 'settings-pages',
}
let missed = false
for (const [page, route] of Object.entries(PAGES)) {
  const files = closure(`src/app/${route}.tsx`, closure('index.html'))
  if (beforePaint) files.add(beforePaint)
  const sum = (ending) =>
    [...files].filter((file) => file.endsWith(ending)).reduce((all, file) => all + kilobytes(file), 0)
  const script = sum('.js')
  missed ||= script > GOAL_KB
  console.log(`${page}: ${script.toFixed(1)} KB of script, ${sum('.css').toFixed(1)} KB of style`)
}
if (process.argv.includes('--files')) {
  for (const [file, size] of [...sizes].sort((a, b) => b[1] - a[1]))
    console.log(`  ${size.toFixed(1).padStart(6)} KB  ${file}`)
}
if (missed) {
  console.error(`A page loads more than ${GOAL_KB} KB of script; \`npm run size -- --files\` says of what.`)
  process.exit(1)
}
