import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SOURCES = resolve(import.meta.dirname, '..')

/** From the bottom up: a folder may use itself and those before it. */
const LAYERS = [
  'shared',
  'features/account',
  'features/live',
  'features/incidents',
  'features/history',
  'features/hosts',
  'features/compare',
  'features/alerts',
  'app',
]

const layerOf = (path: string) => LAYERS.findIndex((layer) => path.startsWith(`${layer}/`))

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.startsWith('testing/'),
)

function importsOf(path: string): string[] {
  const text = readFileSync(join(SOURCES, path), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) =>
    relative(SOURCES, resolve(SOURCES, dirname(path), target as string)),
  )
}

describe('the layers', () => {
  it('are where every source file is', () => {
    expect(files.filter((path) => layerOf(path) < 0)).toEqual([])
    expect(files.length).toBeGreaterThan(50)
  })

  it('use only those below them', () => {
    const wrong = files.flatMap((path) =>
      importsOf(path)
        .filter((target) => layerOf(target) > layerOf(path))
        .map((target) => `${path} uses ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('keep shared free of routes and server state', () => {
    const wrong = files.filter(
      (path) => path.startsWith('shared/') && /@tanstack\//.test(readFileSync(join(SOURCES, path), 'utf8')),
    )
    expect(wrong).toEqual([])
  })
})
