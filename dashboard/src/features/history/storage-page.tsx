import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { explain } from '../../shared/api/http.ts'
import { AfterDelay } from '../../shared/ui/after-delay.tsx'
import form from '../../shared/ui/form.module.css'
import { Notice } from '../../shared/ui/notice.tsx'
import { Panel } from '../../shared/ui/panel.tsx'
import { formatBytes, formatCount, UNKNOWN } from '../../shared/units.ts'
import { storageQuery, type Tier } from './api.ts'
import css from './storage-page.module.css'

const TIERS: Readonly<Record<string, { name: string; kept: string }>> = {
  raw: { name: 'Every second', kept: '24 hours' },
  '1m': { name: '1 minute', kept: '7 days' },
  '1h': { name: '1 hour', kept: '12 months' },
}

const STORES: Readonly<Record<string, string>> = {
  questdb: 'QuestDB, inside the platform',
  influxdb: 'InfluxDB',
  cassandra: 'Cassandra',
}

/** Below this many days somebody should do something. */
const SOON_DAYS = 14

/** How much is kept, how fast it grows, and for how long there is room. */
export function StoragePage() {
  const { data: storage, error, refetch } = useQuery(storageQuery)
  if (!storage) {
    return (
      <Panel title="Storage">
        {error ? (
          <Notice title="The storage could not be read" retry={() => void refetch()}>
            {explain(error)}
          </Notice>
        ) : (
          <AfterDelay>
            <Skeleton height={120} />
          </AfterDelay>
        )}
      </Panel>
    )
  }
  const { tiers, free_bytes: free } = storage
  const all = tiers.reduce((sum, { bytes }) => sum + bytes, 0)
  const growth = tiers.reduce((sum, tier) => sum + tier.bytes_per_day, 0)
  const left = storage.days_left ?? null
  return (
    <Panel title="Storage" lead={STORES[storage.store] ?? storage.store}>
      <dl className={css.sums}>
        <Sum name="Kept" value={formatBytes(all)} />
        <Sum name="Grows by" value={growth > 0 ? `${formatBytes(growth)} a day` : 'no more'} />
        <Sum name="Free on its disk" value={formatBytes(free)} />
        <Sum name="Room for" value={left !== null ? days(left) : free ? 'all that will be kept' : UNKNOWN} />
      </dl>
      {left !== null && left < SOON_DAYS && (
        <Notice title={`The disk is full in ${days(left)}`}>
          Make room on it, or move the data to a larger one. When it is full, new samples are refused and agents keep
          them for a while.
        </Notice>
      )}
      <div className={form.wrap}>
        <table className={form.table}>
          <thead>
            <tr>
              <th scope="col">Tier</th>
              <th scope="col">Kept for</th>
              <th scope="col" className={form.number}>
                Holds
              </th>
              <th scope="col" className={form.number}>
                Values
              </th>
              <th scope="col" className={form.number}>
                Grows by
              </th>
            </tr>
          </thead>
          <tbody>
            {tiers.map((tier) => (
              <Row key={tier.tier} tier={tier} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function Sum({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Row({ tier }: { tier: Tier }) {
  const { name, kept } = TIERS[tier.tier] ?? { name: tier.tier, kept: UNKNOWN }
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label="kept for">{kept}</td>
      <td className={form.number} data-label="holds">
        {formatBytes(tier.bytes)}
      </td>
      <td className={form.number} data-label="values">
        {formatCount(tier.values)}
      </td>
      <td className={form.number} data-label="grows by">
        {tier.bytes_per_day > 0 ? `${formatBytes(tier.bytes_per_day)} a day` : 'no more'}
      </td>
    </tr>
  )
}

/** Days as people tell them; beyond a few years nobody counts. */
function days(count: number): string {
  if (count >= 3_650) return 'more than 10 years'
  if (count >= 730) return `${Math.floor(count / 365)} years`
  const whole = Math.max(0, Math.floor(count))
  return `${whole} ${whole === 1 ? 'day' : 'days'}`
}
