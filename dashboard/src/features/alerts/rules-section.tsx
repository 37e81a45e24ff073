import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../../shared/api/http.ts'
import form from '../../shared/ui/form.module.css'
import { Notice } from '../../shared/ui/notice.tsx'
import { StateShape } from '../../shared/ui/state-shape.tsx'
import { useOnDemand } from '../../shared/ui/use-on-demand.ts'
import { hostsQuery } from '../hosts/api.ts'
import { INCIDENTS } from '../incidents/open-count.ts'
import css from './alerts-page.module.css'
import { changeRule, openIncidentsQuery, type Rule, rulesQuery } from './api.ts'
import { Section } from './section.tsx'
import { ruleWords, SEVERITY, scopeWords } from './words.ts'

/** When one is told. */
export function RulesSection() {
  const { data: rules, error, refetch } = useQuery(rulesQuery)
  const [dialog, wantDialog, heralds] = useOnDemand(() => import('./rule-dialog.tsx'))
  const [editing, setEditing] = useState<Rule | 'new' | null>(null)
  const edit = (rule: Rule | 'new') => {
    wantDialog()
    setEditing(rule)
  }
  return (
    <Section
      id="rules"
      title="Rules"
      action={
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          {...heralds}
          onClick={() => edit('new')}
        >
          Add rule
        </Button>
      }
    >
      {dialog && editing && (
        <dialog.RuleDialog {...(editing === 'new' ? {} : { rule: editing })} onClose={() => setEditing(null)} />
      )}
      {error && (
        <Notice title="The rules could not be read" retry={() => void refetch()}>
          {explain(error)}
        </Notice>
      )}
      {rules?.length === 0 && <p className={css.calm}>There is no rule: nobody is told of anything.</p>}
      {rules && rules.length > 0 && (
        <div className={css.card}>
          <div className={css.wrap}>
            <table className={`${form.table} ${css.rules}`}>
              <caption className="sr">Rules</caption>
              <thead>
                <tr>
                  <th scope="col">On</th>
                  <th scope="col">Rule</th>
                  <th scope="col">Fires when</th>
                  <th scope="col">Hosts</th>
                  <th scope="col">Severity</th>
                  <th scope="col">Now</th>
                </tr>
              </thead>
              <tbody>
                {rules.map((rule) => (
                  <Row key={rule.id} rule={rule} heralds={heralds} onEdit={() => edit(rule)} />
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
    </Section>
  )
}

type RowProps = { rule: Rule; heralds: object; onEdit: () => void }

function Row({ rule, heralds, onEdit }: RowProps) {
  const { data: hosts } = useQuery(hostsQuery)
  const { data: open } = useQuery(openIncidentsQuery)
  const firing = new Set(open?.incidents.filter((each) => each.rule.id === rule.id).map(({ host }) => host)).size
  return (
    <tr data-paused={rule.paused || undefined}>
      <td className={css.on}>
        <Switch rule={rule} />
      </td>
      <th scope="row">
        <button type="button" className={css.name} aria-label={`${rule.name}, change`} {...heralds} onClick={onEdit}>
          {rule.name}
        </button>
      </th>
      <td>{ruleWords(rule)}</td>
      <td className={css.nowrap} data-label="on">
        <span className={css.tag}>{scopeWords(rule.scope, hosts)}</span>
      </td>
      <td className={css.nowrap} data-label="severity">
        <span className={css.severity}>
          <StateShape state={rule.severity} size={12} />
          {SEVERITY[rule.severity]}
        </span>
      </td>
      <td className={`${css.nowrap} ${form.moment}`} data-label="now">
        {rule.paused ? 'paused' : firing === 0 ? 'quiet' : firing === 1 ? 'open on 1 host' : `open on ${firing} hosts`}
      </td>
    </tr>
  )
}

/** Whether a rule is looked at; pausing one ends its incidents. */
function Switch({ rule }: { rule: Rule }) {
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (paused: boolean) => changeRule(rule.id, { paused }),
    onSuccess: (changed) => {
      queries.setQueryData(rulesQuery.queryKey, (rules) =>
        rules?.map((other) => (other.id === changed.id ? changed : other)),
      )
      void queries.invalidateQueries({ queryKey: INCIDENTS })
    },
  })
  // Shown as it will be while the platform is told.
  const on = change.isPending ? !change.variables : !rule.paused
  return (
    <>
      <button
        type="button"
        role="switch"
        className={css.switch}
        aria-checked={on}
        aria-label={rule.name}
        title={on ? 'Pause' : 'Resume'}
        onClick={() => change.mutate(on)}
      />
      {change.isError && <small role="alert">{explain(change.error)}</small>}
    </>
  )
}
