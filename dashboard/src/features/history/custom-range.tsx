import { Button, Popover, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { formatZone, toLocalInput } from '../../shared/time.ts'
import { useLive } from '../live/live.tsx'
import type { HostView } from './host-view.ts'
import css from './range-bar.module.css'
import { wrongWith } from './ranges.ts'

type Props = { view: HostView; button: (onClick: () => void) => ReactElement }

/** A range by its two ends, which stand at what is shown; open from the beginning. */
export function CustomRange({ view, button }: Props) {
  const [opened, setOpened] = useState(true)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="none" trapFocus returnFocus>
      <Popover.Target>{button(() => setOpened((before) => !before))}</Popover.Target>
      <Popover.Dropdown aria-label="Custom range">
        <Form view={view} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Form({ view, onDone }: { view: HostView; onDone: () => void }) {
  const { clock } = useLive()
  const [shown] = useState(() => view.window())
  const [wrong, setWrong] = useState<string | null>(null)
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const time = (name: string) => new Date(String(data.get(name))).getTime()
        const [from, to] = [time('from'), time('to')]
        const reason = wrongWith(from, to, clock.now())
        setWrong(reason)
        if (reason !== null) return
        onDone()
        view.zoom(from, Math.min(to, clock.now()))
      }}
    >
      <TextInput
        label="From"
        name="from"
        type="datetime-local"
        step={1}
        defaultValue={toLocalInput(shown.start)}
        data-autofocus
      />
      <TextInput label="To" name="to" type="datetime-local" step={1} defaultValue={toLocalInput(shown.stop)} />
      <p>{formatZone(shown.stop)}</p>
      {wrong && <p role="alert">{wrong}</p>}
      <Button type="submit">Show</Button>
    </form>
  )
}
