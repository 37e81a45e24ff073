import { type ReactNode, useEffect, useRef } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { formatAge } from '../../shared/time.ts'
import { formatBytes, formatCount, formatUptime, UNKNOWN } from '../../shared/units.ts'
import { METRIC } from '../history/metrics.ts'
import type { HostFeed } from '../live/host-feed.ts'
import { useLive } from '../live/live.tsx'
import type { Host } from './api.ts'
import css from './host-page.module.css'
import { hasOldAgent, systemOf } from './host-state.ts'

/** What a host is: from what its agent told once, and from its newest sample. */
export function HostFacts({ host, feed }: { host: Host; feed: HostFeed }) {
  const { clock } = useLive()
  const list = useRef<HTMLDListElement>(null)
  useEffect(() => {
    const paint = () => {
      const put = (cell: string, text: string) => {
        const element = list.current?.querySelector(`[data-cell="${cell}"]`)
        if (element && element.textContent !== text) element.textContent = text
      }
      put('cores', formatCount(feed.value(METRIC.cpuCount)))
      put('memory', formatBytes(feed.value(METRIC.memoryLimit)))
      put('uptime', formatUptime(feed.value(METRIC.uptime)))
      put('sample', feed.time === null ? UNKNOWN : `${formatAge(clock.now() - feed.time)} ago`)
    }
    paint()
    return beat.subscribe(paint)
  }, [feed, clock])
  const { resource } = host
  const { system, kernel } = systemOf(host)
  return (
    <dl ref={list} className={css.facts}>
      <Fact name="System">{system ?? UNKNOWN}</Fact>
      {kernel && (
        <Fact name="Kernel" wide>
          {kernel}
        </Fact>
      )}
      <Fact name="Processor" wide>
        {resource['host.cpu.model.name'] ?? resource['host.arch'] ?? UNKNOWN}
      </Fact>
      <Fact name="Cores" cell="cores" />
      <Fact name="Memory" cell="memory" />
      <Fact name="Agent">
        {`${resource['service.version'] ?? UNKNOWN}${hasOldAgent(host) ? ', old: update it' : ''}`}
      </Fact>
      <Fact name="Up" cell="uptime" />
      <Fact name="Last sample" cell="sample" />
    </dl>
  )
}

function Fact({ name, cell, wide, children }: { name: string; cell?: string; wide?: boolean; children?: ReactNode }) {
  return (
    <div data-wide={wide || undefined}>
      <dt>{name}</dt>
      {cell ? (
        <dd data-cell={cell}>{UNKNOWN}</dd>
      ) : (
        <dd title={typeof children === 'string' ? children : ''}>{children}</dd>
      )}
    </div>
  )
}
