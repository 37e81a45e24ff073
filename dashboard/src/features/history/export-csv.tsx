import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { explain } from '../../shared/api/http.ts'
import { toLocalInput } from '../../shared/time.ts'
import { saveFile } from '../../shared/ui/save-file.ts'
import css from './export-csv.module.css'

type Props = {
  /** What the values are of, in a word. */
  what: string
  /** The beginning of the file's name. */
  name: string
  load: () => Promise<Blob>
  window: () => { readonly start: number; readonly stop: number }
}

/** Gives the values that are shown as a table for other programs. */
export function ExportCsv({ what, name, load, window }: Props) {
  const save = useMutation({
    mutationFn: async () => {
      const { start, stop } = window()
      saveFile(await load(), `${name}-${toLocalInput(start)}-${toLocalInput(stop)}.csv`)
    },
  })
  return (
    <>
      {save.isError && (
        <span className={css.failed} role="alert">
          Not exported: {explain(save.error)}
        </span>
      )}
      <button
        type="button"
        className={css.export}
        aria-label={`${what} as CSV`}
        title="The values that are shown, as a file for a spreadsheet"
        disabled={save.isPending}
        onClick={() => save.mutate()}
      >
        <IconDownload size={15} stroke={1.75} aria-hidden />
        CSV
      </button>
    </>
  )
}
