import { PasswordInput } from '@mantine/core'

/** As auth-service has it; said here so that it is known before it is asked. */
const LEAST_PASSWORD = 10

/** A field for a password that is to be, named `password` in its form. */
export function NewPassword({ label, autoFocus = false }: { label: string; autoFocus?: boolean }) {
  return (
    <PasswordInput
      label={label}
      description={`At least ${LEAST_PASSWORD} characters; any words will do.`}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      name="password"
      autoComplete="new-password"
      minLength={LEAST_PASSWORD}
      maxLength={200}
      required
      autoFocus={autoFocus}
    />
  )
}
