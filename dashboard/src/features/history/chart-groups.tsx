import { Skeleton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { ChartCard } from '../../shared/chart/chart-card.tsx'
import { AfterDelay } from '../../shared/ui/after-delay.tsx'
import { Notice } from '../../shared/ui/notice.tsx'
import type { HostFeed } from '../live/host-feed.ts'
import { loadCsv } from './api.ts'
import css from './chart-groups.module.css'
import { ExportCsv } from './export-csv.tsx'
import type { Group } from './groups.ts'
import type { HostView } from './host-view.ts'
import { useFolded } from './use-folded.ts'

type Props = { name: string; groups: readonly Group[]; view: HostView; feed: HostFeed }

/** The charts of a host, in groups that fold. */
export function ChartGroups({ name, groups, view, feed }: Props) {
  const { isOpen, setOpen } = useFolded()
  return groups.map((group) => (
    <ChartGroup
      key={group.id}
      name={name}
      group={group}
      view={view}
      feed={feed}
      open={isOpen(group.id)}
      onToggle={(open) => setOpen(group.id, open)}
    />
  ))
}

type GroupProps = {
  name: string
  group: Group
  view: HostView
  feed: HostFeed
  open: boolean
  onToggle: (open: boolean) => void
}

function ChartGroup({ name, group, view, feed, open, onToggle }: GroupProps) {
  const { id, metrics } = group
  // The metrics of a group are the same for as long as the group has its name; an array made anew is no other.
  const asked = metrics.join(' ')
  useEffect(() => {
    if (!open) return
    view.open(id, asked.split(' '))
    return () => view.close(id)
  }, [open, view, id, asked])
  const { status, error } = view.groupState(id)
  return (
    <section className={css.group} data-open={open || undefined}>
      <header className={css.head}>
        <h2>
          <button type="button" aria-expanded={open} onClick={() => onToggle(!open)}>
            <IconChevronRight size={16} stroke={1.75} aria-hidden />
            <span className={css.title}>{group.title}</span>
            <span className={css.count}>{group.count}</span>
            {!open && <FoldedHeadline group={group} feed={feed} />}
          </button>
        </h2>
        {open && (
          <ExportCsv
            what={group.title}
            name={`${name}-${group.id}`}
            load={() => loadCsv(view.question(group.metrics))}
            window={() => view.window()}
          />
        )}
      </header>
      {open && status === 'loading' && (
        <AfterDelay>
          <p className={css.loading} role="status">
            Reading history…
            <Skeleton height={2} width={120} />
          </p>
        </AfterDelay>
      )}
      {open && status === 'error' && (
        <Notice title={`The history of ${group.title.toLowerCase()} could not be read`} retry={() => view.retry(id)}>
          {error}
        </Notice>
      )}
      {open && (
        <div className={group.wide ? css.wide : css.charts}>
          {group.charts.map((chart) => (
            <ChartCard key={chart.id} chart={chart} source={view} height={heightOf(chart.kind, chart.lines.length)} />
          ))}
        </div>
      )}
    </section>
  )
}

/** A heat map is as high as its rows need; all others are of one height, so that they align. */
function heightOf(kind: string, lines: number): number {
  return kind === 'heat' ? Math.min(420, Math.max(64, 34 + lines * (lines > 24 ? 6 : 9))) : 158
}

function FoldedHeadline({ group, feed }: { group: Group; feed: HostFeed }) {
  const element = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const subject = document.createElement('b')
    const paint = () => {
      const target = element.current
      if (!target) return
      const headline = group.headline((name) => feed.value(name))
      if (!headline) {
        target.replaceChildren()
        return
      }
      subject.textContent = headline.subject ?? ''
      target.replaceChildren(headline.before ? `${headline.before} ` : '', subject, ` ${headline.after}`)
    }
    paint()
    return beat.subscribe(paint)
  }, [group, feed])
  return <span ref={element} className={css.headline} />
}
