import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import css from './copy-line.module.css'

/** A line to copy into a terminal. */
export function CopyLine({ text }: { text: string }) {
  return (
    <div className={css.line}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long command scrolls, by keys too */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton value={text} timeout={2_000}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
