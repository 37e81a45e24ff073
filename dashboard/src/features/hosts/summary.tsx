import { useEffect, useRef } from 'react'
import { beat } from '../../shared/chart/beat.ts'
import { formatAge } from '../../shared/time.ts'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import { useTitle } from '../../shared/ui/use-title.ts'
import { presentFor, useLive } from '../live/live.tsx'
import type { Host } from './api.ts'
import { needsLook, RANK, reason } from './host-state.ts'
import type { Listed } from './hosts-search.ts'
import css from './summary.module.css'
import type { Look } from './use-listed.ts'

/** More than these are told by their number alone. */
const CARDS = 3
/** With more hosts than this, one block stands for a share of them. */
const BLOCKS = 60

type Props = { all: readonly Listed[]; look: Look; link: (host: Host, children: React.ReactNode) => React.ReactNode }

/** How many hosts are fine, how many are not, and which: the answer that the page was opened for. */
export function Summary({ all, look, link }: Props) {
  const sorted = [...all].sort((a, b) => RANK[a.state.state] - RANK[b.state.state])
  const troubled = sorted.filter(({ state }) => needsLook(state))
  const counts = new Map<string, number>()
  const others = new Map<string, number>()
  for (const { state } of sorted) {
    counts.set(state.word, (counts.get(state.word) ?? 0) + 1)
    if (!needsLook(state)) others.set(state.word, (others.get(state.word) ?? 0) + 1)
  }
  const rest = [...others].map(([word, count]) => `${count} ${word.toLowerCase()}`).join(' · ')
  const calm = troubled.length === 0
  const allFine = calm && counts.get('Fine') === all.length
  const head = headline(all.length, troubled.length, allFine)
  useTitle(head)
  return (
    <section className={calm ? css.calm : css.summary} aria-label="Summary">
      <div className={css.head}>
        <h1>{head}</h1>
        {!allFine && <p>{rest}</p>}
        <Strip sorted={sorted} counts={counts} />
      </div>
      {troubled.slice(0, CARDS).map((listed) => (
        <Trouble key={listed.host.id} host={listed.host} look={look} link={link} />
      ))}
      {troubled.length > CARDS && <p className={css.more}>and {troubled.length - CARDS} more, on top of the list</p>}
    </section>
  )
}

/** "All 14 hosts are fine", "3 of 14 need a look". */
export function headline(all: number, troubled: number, allFine: boolean): string {
  if (troubled > 0)
    return all === 1 ? 'Your host needs a look' : `${troubled} of ${all} ${troubled === 1 ? 'needs' : 'need'} a look`
  if (allFine) return all === 1 ? 'Your host is fine' : `All ${all} hosts are fine`
  return all === 1 ? 'One host' : `${all} hosts`
}

function Strip({ sorted, counts }: { sorted: readonly Listed[]; counts: ReadonlyMap<string, number> }) {
  const label = [...counts].map(([word, count]) => `${count} ${word.toLowerCase()}`).join(', ')
  const single = sorted.length <= BLOCKS
  return (
    <div className={css.strip} role="img" aria-label={label}>
      {single
        ? sorted.map(({ host, state }) => (
            <i key={host.id} data-state={state.state} title={`${host.name}: ${state.word}`} />
          ))
        : [...counts].map(([word, count]) => (
            <i
              key={word}
              data-state={sorted.find(({ state }) => state.word === word)?.state.state}
              title={`${count} ${word.toLowerCase()}`}
              style={{ flexGrow: count, maxWidth: 'none' }}
            />
          ))}
    </div>
  )
}

/** For how long it has been so. */
function ageOf({ state, newest, alarm }: Listed, now: number): string {
  if (alarm && state.fresh) return state.detail
  return newest === null ? '' : formatAge(now - newest)
}

function Trouble({ host, look, link }: { host: Host } & Pick<Props, 'look' | 'link'>) {
  const live = useLive()
  const age = useRef<HTMLSpanElement>(null)
  const why = useRef<HTMLSpanElement>(null)
  const { state } = look(host)
  useEffect(() => {
    const paint = () => {
      const now = presentFor(live)
      const listed = look(host)
      const newest = listed.newest
      if (age.current) age.current.textContent = ageOf(listed, now)
      if (why.current) why.current.textContent = reason(listed.state, newest, now, listed.alarm)
    }
    paint()
    return beat.subscribe(paint)
  }, [host, look, live])
  return link(
    host,
    <span className={css.card} data-state={state.state}>
      <span className={css.title}>
        <StateShape state={state.state} />
        <b>{host.name}</b>
        <em>{state.word}</em>
        <span ref={age} />
      </span>
      <span ref={why} className={css.why} />
    </span>,
  )
}
