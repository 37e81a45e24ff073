import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { explain } from '../../shared/api/http.ts'
import { type Chart, DEVICE_COLOURS } from '../../shared/chart/chart.ts'
import { ChartCard } from '../../shared/chart/chart-card.tsx'
import { AfterDelay } from '../../shared/ui/after-delay.tsx'
import { Notice } from '../../shared/ui/notice.tsx'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import { useTitle } from '../../shared/ui/use-title.ts'
import { loadHistoriesCsv } from '../history/api.ts'
import { ExportCsv } from '../history/export-csv.tsx'
import type { HostView } from '../history/host-view.ts'
import { RangeBar } from '../history/range-bar.tsx'
import type { RangeKey } from '../history/ranges.ts'
import { type Host, hostsQuery } from '../hosts/api.ts'
import { useNarrow } from '../hosts/use-narrow.ts'
import css from './compare-page.module.css'
import { type CompareSearch, idsOf, MOST_HOSTS } from './compare-search.ts'
import { deviceShown, devicesOf, MEASURES, type Measure, measureOf, seriesFor } from './measures.ts'
import { GROUP, questionOf, useCompareView } from './use-compare-view.ts'

type Props = {
  search: CompareSearch
  onSearch: (search: CompareSearch) => void
  onRange: (range: RangeKey) => void
  onZoom: (from: number, to: number) => void
  onZoomBack: () => void
  /** What stands between the time range and the chart. */
  above?: (view: HostView, hosts: readonly string[], metric: string) => ReactNode
}

/** One metric of several hosts in one chart. */
export function ComparePage(props: Props) {
  useTitle('Compare')
  const { data: hosts, error, refetch } = useQuery(hostsQuery)
  return (
    <>
      <h1 className={css.title}>Compare</h1>
      {hosts && hosts.length > 0 && <Comparison {...props} hosts={hosts} />}
      {hosts && hosts.length === 0 && (
        <p className={css.empty}>
          There is no host yet.{' '}
          <Link to="/" className="link">
            Add one
          </Link>
        </p>
      )}
      {!hosts && error && (
        <Notice title="The list of hosts could not be read" retry={() => void refetch()}>
          {explain(error)}
        </Notice>
      )}
    </>
  )
}

function Comparison({ search, hosts, onSearch, above, ...times }: Props & { hosts: readonly Host[] }) {
  const narrow = useNarrow()
  const measure = measureOf(search.metric)
  const asked = idsOf(search.hosts)
  const shown = asked.flatMap((id) => hosts.find((host) => host.id === id) ?? [])
  const ids = shown.map(({ id }) => id)
  const { view, version } = useCompareView(ids, measure.metric, search, times)
  const names = view.names()
  const devices = devicesOf(measure, names)
  const device = deviceShown(measure, search.of, devices)
  const lines = shown
    .map(({ id, name }) => [id, name, ...seriesFor(measure, device, id, names)].join('\n'))
    .join('\n\n')
  const chart = useMemo(() => chartOf(measure, device, lines), [measure, device, lines])
  const { status, error } = view.groupState(GROUP)
  const without = status === 'ready' ? chart.lines.filter(({ series }) => series.length === 0) : []
  return (
    <>
      <div className={css.choices}>
        <Hosts hosts={hosts} shown={shown} onChange={(next) => onSearch({ ...search, hosts: next || undefined })} />
        <NativeSelect
          label="Metric"
          value={measure.id}
          onChange={(event) => onSearch({ ...search, metric: event.currentTarget.value, of: undefined })}
          data={GROUPS}
        />
        {measure.device && (
          <NativeSelect
            label="Of"
            value={device ?? ''}
            onChange={(event) => onSearch({ ...search, of: event.currentTarget.value || undefined })}
            data={[
              ...(measure.all ? [{ value: '', label: measure.all }] : []),
              ...[...new Set([...devices, ...(device ? [device] : [])])].map((value) => ({ value, label: value })),
            ]}
          />
        )}
      </div>
      {asked.length > shown.length && (
        <p className={css.note} role="status">
          {asked.length - shown.length === 1 ? 'One host' : `${asked.length - shown.length} hosts`} of this link{' '}
          {asked.length - shown.length === 1 ? 'is' : 'are'} not yours or not there any more.
        </p>
      )}
      <RangeBar view={view} search={search} onRange={times.onRange} />
      {shown.length === 0 ? (
        <p className={css.empty}>
          Choose the hosts to lay beside each other, up to {MOST_HOSTS}.{' '}
          {hosts.length > 1 && hosts.length <= MOST_HOSTS && (
            <button
              type="button"
              className="link"
              onClick={() => onSearch({ ...search, hosts: hosts.map(({ id }) => id).join(',') })}
            >
              Take all {hosts.length}
            </button>
          )}
        </p>
      ) : (
        <div>
          {above?.(view, ids, measure.metric)}
          <header className={css.head}>
            {status === 'loading' && (
              <AfterDelay>
                <p className={css.note} role="status">
                  Reading history… <Skeleton height={2} width={120} />
                </p>
              </AfterDelay>
            )}
            {without.length > 0 && (
              <p className={css.note} role="status">
                {without.map(({ label }) => label).join(', ')}: nothing measured of this in this range.
              </p>
            )}
            <ExportCsv
              what={measure.label}
              name={`compare-${measure.id}`}
              load={() => loadHistoriesCsv(questionOf(view, ids, measure.metric))}
              window={() => view.window()}
            />
          </header>
          {status === 'error' && (
            <Notice title="The history could not be read" retry={() => view.retry(GROUP)}>
              {error}
            </Notice>
          )}
          <ChartCard key={version === 0 ? 'first' : 'chart'} chart={chart} source={view} height={narrow ? 260 : 420} />
        </div>
      )}
    </>
  )
}

type HostsProps = { hosts: readonly Host[]; shown: readonly Host[]; onChange: (ids: string) => void }

/** Which hosts are compared, each in its colour, and how to have others. */
function Hosts({ hosts, shown, onChange }: HostsProps) {
  const [picker, wantPicker, heralds] = useOnDemand(() => import('./host-picker.tsx'))
  const ids = shown.map(({ id }) => id)
  const button = (onClick: () => void) => (
    <Button
      variant="default"
      aria-haspopup="dialog"
      leftSection={<IconPlus size={16} aria-hidden />}
      {...heralds}
      onClick={onClick}
    >
      Choose hosts
    </Button>
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would say that these are fields of a form
    <div className={css.hosts} role="group" aria-label="Hosts">
      {shown.map(({ id, name }, index) => (
        <span key={id} className={css.chip}>
          <i style={{ background: `var(--${DEVICE_COLOURS[index % DEVICE_COLOURS.length]})` }} />
          <Link to="/hosts/$hostId" params={{ hostId: id }} title={name}>
            {name}
          </Link>
          <button
            type="button"
            aria-label={`Without ${name}`}
            onClick={() => onChange(ids.filter((other) => other !== id).join(','))}
          >
            <IconX size={14} aria-hidden />
          </button>
        </span>
      ))}
      {picker ? (
        <picker.HostPicker
          hosts={hosts}
          chosen={ids}
          most={MOST_HOSTS}
          onChange={(next) => onChange(next.join(','))}
          button={button}
        />
      ) : (
        button(wantPicker)
      )}
    </div>
  )
}

const GROUPS = [...new Set(MEASURES.map(({ group }) => group))].map((group) => ({
  group,
  items: MEASURES.filter((measure) => measure.group === group).map(({ id, label }) => ({ value: id, label })),
}))

/** @param lines of each host its id, its name and its series, a line each; hosts apart by empty lines */
function chartOf(measure: Measure, device: string | null, lines: string): Chart {
  return {
    id: GROUP,
    title: device ? `${measure.label}: ${device}` : measure.label,
    kind: 'lines',
    axis: measure.axis,
    format: measure.format,
    ...(measure.top === undefined ? {} : { top: measure.top }),
    lines: lines
      .split('\n\n')
      .filter(Boolean)
      .map((line, index) => {
        const [key = '', label = '', ...series] = line.split('\n')
        return { key, label, colour: DEVICE_COLOURS[index % DEVICE_COLOURS.length] ?? 'gray', series }
      }),
  }
}
