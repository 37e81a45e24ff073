import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { explain } from '../../shared/api/http.ts'
import css from './alerts-page.module.css'
import { type Channel, channelsQuery, testChannel } from './api.ts'

/** Sending a message to a channel, and what became of it. */
export function useTestMessage(channel: Pick<Channel, 'id' | 'name'>) {
  const queries = useQueryClient()
  const test = useMutation({
    mutationFn: async () => {
      const began = performance.now()
      return { ...(await testChannel(channel.id)), seconds: (performance.now() - began) / 1000 }
    },
    // A channel that works has no problem any more, one that does not has.
    onSettled: () => queries.invalidateQueries({ queryKey: channelsQuery.queryKey }),
  })
  const button = (
    <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
      Send a test<span className="sr"> to {channel.name}</span>
    </Button>
  )
  const { data } = test
  const result = (
    <span role="status">
      {data?.sent && <span className={css.good}>The test arrived after {data.seconds.toFixed(1)} s.</span>}
      {data && !data.sent && <span className={css.bad}>The test did not arrive: {data.error}</span>}
      {test.isError && <span className={css.bad}>{explain(test.error)}</span>}
    </span>
  )
  return { button, result, failed: data?.sent === false }
}
