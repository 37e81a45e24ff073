import { Button, Skeleton, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { AfterDelay } from '../../shared/ui/after-delay.tsx'
import { Notice } from '../../shared/ui/notice.tsx'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import { useOverviewProblem } from '../live/live.tsx'
import { type Host, hostsQuery } from './api.ts'
import { HostRow } from './host-row.tsx'
import css from './hosts-page.module.css'
import { type HostsSearch, type Sort, tagCounts } from './hosts-search.ts'
import { Summary } from './summary.tsx'
import { useListed } from './use-listed.ts'
import { useNarrow } from './use-narrow.ts'
import { useVisibleRows } from './use-visible-rows.ts'

type Props = { search: HostsSearch; onSearch: (search: HostsSearch) => void }

/** @param offer what stands above the list, once there is one */
type PageProps = Props & { offer?: ReactNode }

/** The list of hosts: the home page. */
export function HostsPage({ search, onSearch, offer }: PageProps) {
  const { data: hosts, error, refetch } = useQuery(hostsQuery)
  if (hosts) {
    return hosts.length === 0 ? (
      <NoHosts />
    ) : (
      <HostList hosts={hosts} search={search} onSearch={onSearch} offer={offer} />
    )
  }
  if (error) {
    return (
      <Notice title="The list of hosts could not be read" retry={() => void refetch()}>
        {explain(error)}
      </Notice>
    )
  }
  return (
    <AfterDelay>
      <div aria-hidden="true">
        <Skeleton height={28} width={220} mb={20} />
        <Skeleton height={32} mb={8} />
        <Skeleton height={320} />
      </div>
    </AfterDelay>
  )
}

function NoHosts() {
  const [added, want] = useOnDemand(() => import('./add-host.tsx'))
  // biome-ignore lint/correctness/useExhaustiveDependencies: wanted once, when there turns out to be no host
  useEffect(want, [])
  return (
    <section className={css.empty}>
      <h1>No host yet</h1>
      <p>An agent on each machine sends what it measures, every second. The first one appears here by itself.</p>
      {added && <added.AddHost />}
    </section>
  )
}

const COLUMNS: readonly { sort: Sort | null; label: string; className?: string | undefined }[] = [
  { sort: 'name', label: 'Host' },
  { sort: 'state', label: 'State' },
  { sort: 'cpu', label: 'CPU' },
  { sort: 'memory', label: 'Memory' },
  { sort: 'disk', label: 'Fullest disk' },
  { sort: null, label: 'CPU, 2 min', className: css.spark },
  { sort: 'network', label: 'Network, 2 min', className: css.network },
  { sort: 'load', label: 'Load', className: css.load },
  { sort: 'uptime', label: 'Uptime', className: css.uptime },
  { sort: 'sample', label: 'Sample', className: css.age },
  { sort: 'incidents', label: 'Incidents', className: css.incidents },
]

function HostList({ hosts, search, onSearch, offer }: PageProps & { hosts: readonly Host[] }) {
  const { all, shown, look, overview } = useListed(hosts, search)
  const [adding, setAdding] = useState(false)
  const [dialog, wantDialog, heralds] = useOnDemand(() => import('./add-host-dialog.tsx'))
  const body = useRef<HTMLTableSectionElement>(null)
  const narrow = useNarrow()
  const problem = useOverviewProblem()
  const rows = useVisibleRows(shown.length, narrow ? 99 : 46, body)
  const link = useCallback(
    (host: Host) => (
      <Link to="/hosts/$hostId" params={{ hostId: host.id }} title={host.name}>
        {host.name}
      </Link>
    ),
    [],
  )
  return (
    <>
      {problem && <Notice title="No live values">{problem}</Notice>}
      <Summary
        all={all}
        look={look}
        link={(host, children) => (
          <Link key={host.id} to="/hosts/$hostId" params={{ hostId: host.id }} className={css.plain}>
            {children}
          </Link>
        )}
      />
      {offer}
      <div className={css.toolbar}>
        <Filter search={search} onSearch={onSearch} />
        <Tags hosts={hosts} search={search} onSearch={onSearch} />
        <Button
          leftSection={<IconPlus size={16} aria-hidden />}
          {...heralds}
          onClick={() => {
            wantDialog()
            setAdding(true)
          }}
        >
          Add host
        </Button>
      </div>
      {dialog && adding && <dialog.AddHostDialog onClose={() => setAdding(false)} />}
      <div className={css.wrap}>
        <table className={css.hosts} aria-rowcount={shown.length + 1}>
          <caption className="sr">Hosts</caption>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <Head key={column.label} column={column} search={search} onSearch={onSearch} />
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.above > 0 && <tr className={css.space} style={{ height: rows.above }} />}
            {shown.slice(rows.start, rows.end).map(({ host, state, alarm }) => (
              <HostRow
                key={host.id}
                host={host}
                state={state.state}
                word={state.word}
                incidents={alarm?.count ?? 0}
                look={look}
                overview={overview}
                link={link}
              />
            ))}
            {rows.below > 0 && <tr className={css.space} style={{ height: rows.below }} />}
          </tbody>
        </table>
        {shown.length === 0 && (
          <p className={css.none}>
            No host matches.{' '}
            <button type="button" className="link" onClick={() => onSearch({ sort: search.sort, up: search.up })}>
              Show all {hosts.length}
            </button>
          </p>
        )}
      </div>
    </>
  )
}

type HeadProps = { column: (typeof COLUMNS)[number] } & Props

function Head({ column, search, onSearch }: HeadProps) {
  const { sort, label, className } = column
  if (sort === null) {
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    )
  }
  const active = (search.sort ?? 'state') === sort
  const up = active && search.up === true
  return (
    <th scope="col" className={className} aria-sort={active ? (up ? 'ascending' : 'descending') : undefined}>
      <button
        type="button"
        onClick={() =>
          onSearch({ ...search, sort: sort === 'state' ? undefined : sort, up: active && !up ? true : undefined })
        }
      >
        {label}
        {active &&
          (up ? <IconArrowUp size={13} stroke={2} aria-hidden /> : <IconArrowDown size={13} stroke={2} aria-hidden />)}
      </button>
    </th>
  )
}

function Filter({ search, onSearch }: Props) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.focus()
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [])
  return (
    <TextInput
      ref={input}
      className={css.filter}
      type="search"
      aria-label="Filter hosts by name, tag or state"
      placeholder="Filter by name, tag or state"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={<kbd>/</kbd>}
      value={search.q ?? ''}
      onChange={(event) => onSearch({ ...search, q: event.currentTarget.value || undefined })}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onSearch({ ...search, q: undefined })
      }}
    />
  )
}

function Tags({ hosts, search, onSearch }: Props & { hosts: readonly Host[] }) {
  const tags = tagCounts(hosts)
  if (tags.length === 0) return <span className={css.tags} />
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would say that these are fields of a form
    <div className={css.tags} role="group" aria-label="Tags">
      <button
        type="button"
        aria-pressed={search.tag === undefined}
        onClick={() => onSearch({ ...search, tag: undefined })}
      >
        All <i>{hosts.length}</i>
      </button>
      {tags.map(([tag, count]) => (
        <button key={tag} type="button" aria-pressed={search.tag === tag} onClick={() => onSearch({ ...search, tag })}>
          {tag} <i>{count}</i>
        </button>
      ))}
    </div>
  )
}
