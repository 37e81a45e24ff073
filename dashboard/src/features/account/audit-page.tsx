import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { explain } from '../../shared/api/http.ts'
import { formatClock, formatFullDay } from '../../shared/time.ts'
import form from '../../shared/ui/form.module.css'
import { Notice } from '../../shared/ui/notice.tsx'
import { Panel } from '../../shared/ui/panel.tsx'
import { UNKNOWN } from '../../shared/units.ts'
import { type AuditEvent, auditQuery, tokensQuery } from './api.ts'
import { actorWords, deedWords, detailWords } from './audit-words.ts'

/** What changed who may see or do what, the newest first. */
export function AuditPage() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(auditQuery)
  const { data: tokens } = useQuery(tokensQuery)
  const events = data?.pages.flat()
  return (
    <Panel
      title="Audit log"
      lead="What changed access to your account and your hosts: by whom, and from which address."
    >
      {events && events.length > 0 && (
        <div className={form.wrap}>
          <table className={form.table}>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col">By</th>
                <th scope="col">From</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event) => (
                <Row key={event.id} event={event} tokens={tokens ?? []} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {events?.length === 0 && <p>Nothing yet.</p>}
      {error && (
        <Notice title="The audit log could not be read" retry={() => void refetch()}>
          {explain(error)}
        </Notice>
      )}
      {hasNextPage && (
        <div>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </Panel>
  )
}

function Row({ event, tokens }: { event: AuditEvent; tokens: readonly { id: string; name: string }[] }) {
  return (
    <tr>
      <td className={form.moment}>
        {formatFullDay(event.time)} {formatClock(event.time)}
      </td>
      <td>
        {deedWords(event.type)}
        {event.detail && <small>{detailWords(event.type, event.detail)}</small>}
      </td>
      <td data-label="by">{actorWords(event.actor ?? '', tokens)}</td>
      <td className={form.moment} data-label="from">
        {event.address ?? UNKNOWN}
      </td>
    </tr>
  )
}
