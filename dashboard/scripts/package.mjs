// Makes dist for the jar, and does only what is needed: `npm ci` where the lock file is newer than what is installed,
// `npm run build` where a source is another than at the last time. An unchanged tree costs the time of reading it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('..', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
  console.error(
    `The dashboard is built with Node.js 20.19, 22.12 or newer; this is ${process.version} (${process.execPath}). ` +
      'Install a newer one, or put it first on the PATH.',
  )
  process.exit(1)
}

const SOURCES = ['src', 'index.html', 'vite.config.ts', 'package-lock.json', 'package.json', 'scripts/compress.mjs']
const sourceStamp = join(home, 'dist', '.statusmonitor-sources')

// npm leaves this file when it has installed what the lock file says.
const installed = join(home, 'node_modules', '.package-lock.json')
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(home, 'package-lock.json')).mtimeMs) {
  npm('ci', '--no-audit', '--no-fund')
}

const sources = digest(SOURCES)
if (read(sourceStamp) !== sources || !existsSync(join(home, 'dist', 'index.html'))) {
  npm('run', 'build')
  writeFileSync(sourceStamp, sources)
}

function npm(...args) {
  const { status, error } = spawnSync('npm', args, { cwd: home, stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) console.error(`npm could not be started (${error.message}). It comes with Node.js: is it on the PATH?`)
  if (status !== 0) {
    console.error(`The dashboard was not built: "npm ${args.join(' ')}" failed.`)
    process.exit(status ?? 1)
  }
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

function digest(paths) {
  const hash = createHash('sha256')
  for (const path of paths) add(hash, path)
  return hash.digest('hex')
}

function add(hash, path) {
  const full = join(home, path)
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) add(hash, join(path, name))
  } else if (!/\.test\.tsx?$/.test(path)) {
    hash.update(path).update('\0').update(readFileSync(full)).update('\0')
  }
}
