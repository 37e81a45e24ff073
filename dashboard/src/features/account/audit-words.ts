import { deviceOf } from './user-agent.ts'

/** What the types of the audit log mean; a type of a newer platform is shown as it is. */
const DEEDS: Readonly<Record<string, string>> = {
  'account.created': 'Account created',
  'account.email_changed': 'E-mail changed',
  'account.password_changed': 'Password changed',
  'account.reset_link_made': 'Link for another password made',
  'account.password_reset': 'Password changed by a link',
  'session.started': 'Logged in',
  'session.ended': 'Logged out',
  'session.all_ended': 'Logged out everywhere',
  'session.reuse_detected': 'An old session was used again, and ended',
  'token.created': 'API token created',
  'token.revoked': 'API token revoked',
  'invitation.created': 'Invitation made',
  'invitation.revoked': 'Invitation withdrawn',
  'invitation.used': 'Invitation used',
  'enrolment.created': 'Code for a host made',
  'host.enrolled': 'Host enrolled',
  'host.enrolled_again': 'Host enrolled again, with a new key',
  'host.revoked': 'Host revoked',
  'host.deleted': 'Host deleted',
}

/** An event's type in words. */
export const deedWords = (type: string): string => DEEDS[type] ?? type

/** Who did it, in words: `session`, `token <id>`, `link`, `code`, `platform`. */
export function actorWords(actor: string, tokens: readonly { readonly id: string; readonly name: string }[]): string {
  if (actor.startsWith('token ')) {
    const token = tokens.find(({ id }) => id === actor.slice('token '.length))
    return token ? `token ${token.name}` : 'a token that is gone'
  }
  switch (actor) {
    case 'session':
      return 'you, in the browser'
    case 'link':
      return 'whoever had the link'
    case 'code':
      return 'the host, with its code'
    case 'platform':
      return "the platform's own machine"
    default:
      return actor
  }
}

/** What stands beside a deed. Of a log-in it is what the browser calls itself, which people do not. */
export function detailWords(type: string, detail: string): string {
  if (type === 'session.started') return deviceOf(detail)
  if (type === 'session.all_ended') return detail === '1' ? 'one session' : `${detail} sessions`
  return detail
}
