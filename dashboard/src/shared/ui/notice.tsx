import { Button } from '@mantine/core'
import css from './notice.module.css'
import { StateShape } from './state-shape.tsx'

type Props = { title: string; children: React.ReactNode; retry?: (() => void) | undefined }

/** What failed and what to do, in the place where the result would be. */
export function Notice({ title, children, retry }: Props) {
  return (
    <div className={css.notice} role="alert">
      <StateShape state="warning" size={16} />
      <div>
        <b>{title}</b>
        <p>{children}</p>
      </div>
      {retry && (
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  )
}
