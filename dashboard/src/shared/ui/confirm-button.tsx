import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { explain } from '../api/http.ts'
import css from './form.module.css'

type Props = {
  /** What the button says first. */
  label: string
  /** What is asked then. */
  question: ReactNode
  /** What the button says that does it. */
  confirm: string
  keep?: string
  pending: boolean
  error?: unknown
  onConfirm: () => void
}

/** A button that asks again before it does something that cannot be undone. */
export function ConfirmButton({ label, question, confirm, keep = 'Keep', pending, error, onConfirm }: Props) {
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <Button variant="default" onClick={() => setAsking(true)}>
        {label}
      </Button>
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would say that these are fields of a form
    <div className={css.row} role="group" aria-label={label}>
      <span>{question}</span>
      <Button data-danger loading={pending} onClick={onConfirm} autoFocus>
        {confirm}
      </Button>
      <Button variant="default" onClick={() => setAsking(false)}>
        {keep}
      </Button>
      {error ? <span role="alert">{explain(error)}</span> : null}
    </div>
  )
}
