import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const themeBoot = new URL('./src/app/theme-boot.js', import.meta.url)

/**
 * The script that sets the theme has to run before the first paint, so it can be no module, and the page's
 * Content-Security-Policy forbids inline ones: it becomes a small file of its own with a hash in its name.
 */
function themeBootScript(): Plugin {
  let building = false
  return {
    name: 'theme-boot',
    configResolved(config) {
      building = config.command === 'build'
    },
    transformIndexHtml: {
      order: 'post',
      handler() {
        const source = readFileSync(themeBoot, 'utf8')
        if (!building) return [{ tag: 'script', children: source, injectTo: 'head-prepend' }]
        return [{ tag: 'script', attrs: { src: `/${fileName(source)}` }, injectTo: 'head-prepend' }]
      },
    },
    generateBundle() {
      const source = readFileSync(themeBoot, 'utf8')
      this.emitFile({ type: 'asset', fileName: fileName(source), source })
    },
  }
}

function fileName(source: string): string {
  return `assets/theme-${createHash('sha256').update(source).digest('base64url').slice(0, 8)}.js`
}

export default defineConfig({
  plugins: [react(), themeBootScript()],
  build: {
    target: 'es2023',
    // light-dark() stays as it is: lowered, it costs more than the browsers without it are worth.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    // For scripts/size.mjs.
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What every page needs compresses better in one file than in ten, and stays in the cache when our own changes.
        codeSplitting: {
          groups: [
            {
              name: 'core',
              test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack|zod)\//,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: process.env.STATUSMONITOR_URL ?? 'http://127.0.0.1:8080', ws: true },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    isolate: false,
    testTimeout: 30_000,
    reporters: [
      'default',
      ['junit', { outputFile: 'target/vitest-reports/TEST-dashboard.xml', suiteName: 'dashboard' }],
    ],
  },
})
