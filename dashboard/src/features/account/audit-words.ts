/** What the types of the audit log mean; a type of a newer platform is shown as it is. */
const DEEDS: Readonly<Record<string, string>> = {
  'account.created': 'Account created',
  'account.changed': 'Name or e-mail changed',
  'account.deleted': 'Account deleted',
  'password.changed': 'Password changed',
  'password.reset': 'Password reset by a link',
  'reset.made': 'Link for another password made',
  'session.begun': 'Logged in',
  'session.ended': 'Logged out',
  'sessions.ended': 'Logged out everywhere',
  'session.reused': 'An old session was used again, and ended',
  'token.created': 'API token created',
  'token.revoked': 'API token revoked',
  'invitation.created': 'Invitation made',
  'invitation.withdrawn': 'Invitation withdrawn',
  'invitation.used': 'Invitation used',
  'enrolment.created': 'Code for a host made',
  'host.enrolled': 'Host enrolled',
  'host.reenrolled': 'Host enrolled again, with a new key',
  'host.changed': 'Host renamed or tagged',
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
