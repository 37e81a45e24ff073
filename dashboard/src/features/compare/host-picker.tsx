import { Popover, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { Host } from '../hosts/api.ts'
import css from './compare-page.module.css'

/** A longer list is not read; the filter finds the rest. */
const LISTED = 100

type Props = {
  hosts: readonly Host[]
  chosen: readonly string[]
  most: number
  onChange: (ids: string[]) => void
  button: (onClick: () => void) => ReactElement
}

/** All hosts to choose from, by name or tag; open from the beginning. */
export function HostPicker({ hosts, chosen, most, onChange, button }: Props) {
  const [opened, setOpened] = useState(true)
  const [filter, setFilter] = useState('')
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  const found = hosts.filter(({ name, tags }) => {
    const text = [name, ...tags].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={300}
      shadow="none"
      trapFocus
      returnFocus
    >
      <Popover.Target>{button(() => setOpened((before) => !before))}</Popover.Target>
      <Popover.Dropdown aria-label="Choose hosts">
        <div className={css.picker}>
          <TextInput
            type="search"
            aria-label="Filter by name or tag"
            placeholder="Filter by name or tag"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            data-autofocus
          />
          <div className={css.list}>
            {found.slice(0, LISTED).map(({ id, name, tags }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  disabled={!chosen.includes(id) && chosen.length >= most}
                  onChange={(event) =>
                    onChange(event.currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                  }
                />
                <span>{name}</span>
                <small>{tags.join(' · ')}</small>
              </label>
            ))}
          </div>
          {found.length === 0 && <p className={css.note}>No host of that name or tag.</p>}
          {found.length > LISTED && <p className={css.note}>And {found.length - LISTED} more.</p>}
          {chosen.length >= most && <p className={css.note}>More than {most} lines cannot be told apart.</p>}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
