import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { hostsQuery } from '../hosts/api.ts'
import { tagCounts } from '../hosts/hosts-search.ts'
import type { Scope } from './api.ts'
import css from './rule-dialog.module.css'

/** Which hosts, as it is being chosen. */
export type ScopeDraft = { readonly scope: 'all' | 'tag' | 'host'; readonly tag: string; readonly host: string }

export const ALL_HOSTS: ScopeDraft = { scope: 'all', tag: '', host: '' }

export function scopeOf({ scope, tag, host }: ScopeDraft): Scope {
  if (scope === 'host') return { host }
  return scope === 'tag' ? { tag: tag.trim() } : { all: true }
}

export function scopeFault({ scope, tag, host }: ScopeDraft): string | undefined {
  if (scope === 'tag' && tag.trim() === '') return 'Name the tag.'
  return scope === 'host' && host === '' ? 'Choose the host.' : undefined
}

type Props = { value: ScopeDraft; onChange: (fields: Partial<ScopeDraft>) => void; fault: string | undefined }

/** All hosts, those with a tag, or one. */
export function ScopeFields({ value, onChange, fault }: Props) {
  const { data: hosts = [] } = useQuery(hostsQuery)
  const tags = useId()
  return (
    <div className={css.fields}>
      <NativeSelect
        label="On"
        value={value.scope}
        onChange={(event) => onChange({ scope: event.currentTarget.value as ScopeDraft['scope'] })}
        data={[
          { value: 'all', label: 'all hosts' },
          { value: 'tag', label: 'hosts with a tag' },
          { value: 'host', label: 'one host' },
        ]}
      />
      {value.scope === 'tag' && (
        <>
          <TextInput
            label="Tag"
            list={tags}
            value={value.tag}
            onChange={(event) => onChange({ tag: event.currentTarget.value })}
            error={fault}
          />
          <datalist id={tags}>
            {tagCounts(hosts).map(([tag]) => (
              <option key={tag} value={tag} />
            ))}
          </datalist>
        </>
      )}
      {value.scope === 'host' && (
        <NativeSelect
          label="Host"
          value={value.host}
          onChange={(event) => onChange({ host: event.currentTarget.value })}
          data={[
            { value: '', label: 'Choose' },
            ...hosts.map(({ id, name }) => ({ value: id, label: name })),
            ...(value.host && !hosts.some(({ id }) => id === value.host)
              ? [{ value: value.host, label: 'A host that is gone' }]
              : []),
          ]}
          error={fault}
        />
      )}
    </div>
  )
}
