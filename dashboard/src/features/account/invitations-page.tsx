import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import { formatMoment } from '../../shared/time.ts'
import { ConfirmButton } from '../../shared/ui/confirm-button.tsx'
import { CopyLine } from '../../shared/ui/copy-line.tsx'
import form from '../../shared/ui/form.module.css'
import { Notice } from '../../shared/ui/notice.tsx'
import { Panel } from '../../shared/ui/panel.tsx'
import { invitationsQuery, invite, withdrawInvitation } from './api.ts'

/** Letting somebody else in, with an account and hosts of their own. */
export function InvitationsPage() {
  const { data: invitations, error, refetch } = useQuery(invitationsQuery)
  const now = Date.now()
  return (
    <>
      <Invite />
      <Panel title="Open invitations" lead={invitations?.length === 0 ? 'There is none.' : undefined}>
        {error && (
          <Notice title="The invitations could not be read" retry={() => void refetch()}>
            {explain(error)}
          </Notice>
        )}
        {invitations && invitations.length > 0 && (
          <div className={form.wrap}>
            <table className={form.table}>
              <thead>
                <tr>
                  <th scope="col">For</th>
                  <th scope="col">Made</th>
                  <th scope="col">Good until</th>
                  <th scope="col">
                    <span className="sr">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {invitations.map(({ id, email, created, expires }) => (
                  <tr key={id}>
                    <th scope="row">{email ?? 'anybody with the link'}</th>
                    <td className={form.moment} data-label="made">
                      {formatMoment(created, now)}
                    </td>
                    <td className={form.moment} data-label="good until">
                      {formatMoment(expires, now)}
                    </td>
                    <td className={form.action}>
                      <Withdraw id={id} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
    </>
  )
}

function Invite() {
  const queries = useQueryClient()
  const [round, setRound] = useState(0)
  const make = useMutation({
    mutationFn: invite,
    onSuccess: () => {
      setRound((before) => before + 1)
      void queries.invalidateQueries({ queryKey: invitationsQuery.queryKey })
    },
  })
  return (
    <Panel
      title="Invite somebody"
      lead="They make an account of their own and see their own hosts, not yours. The link is good once, for seven days."
    >
      {make.data && (
        <div className={form.fresh} role="status">
          <p>
            {make.data.mailed
              ? `It is on its way to ${make.variables}. The link is shown this once, should it not come:`
              : 'Send this link; it is shown this once.'}
          </p>
          <CopyLine text={make.data.link} />
        </div>
      )}
      <form
        key={round}
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault()
          make.mutate(String(new FormData(event.currentTarget).get('email')).trim())
        }}
      >
        <TextInput
          label="E-mail"
          name="email"
          type="email"
          description="Then only this address can use it. Empty: whoever has the link."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
        />
        {make.isError && <Notice title="No invitation was made">{explain(make.error)}</Notice>}
        <Button type="submit" loading={make.isPending}>
          Make a link
        </Button>
      </form>
    </Panel>
  )
}

function Withdraw({ id }: { id: string }) {
  const queries = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => withdrawInvitation(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  })
  return (
    <ConfirmButton
      label="Withdraw"
      question={<span className="sr">The link stops working.</span>}
      confirm="Withdraw it"
      pending={withdraw.isPending}
      error={withdraw.error}
      onConfirm={() => withdraw.mutate()}
    />
  )
}
