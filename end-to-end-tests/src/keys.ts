import { execFile } from 'node:child_process'
import { createDecipheriv, createPrivateKey, hkdfSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** A key that a platform trusts, and the name that it knows it by. */
export interface SigningKey {
  id: string
  key: KeyObject
}

/** The key by which this platform signs its tokens: only who has the data folder and its master key can read it. */
export async function platformKey(data: string): Promise<SigningKey> {
  const row = await database(data, 'SELECT kid, private_key FROM signing_key WHERE current = 1')
  const [id = '', sealed = ''] = row.split('\n')
  const master = Buffer.from((await readFile(join(data, 'auth/master.key'), 'ascii')).trim(), 'base64')
  // RFC 5869 without a salt; AES-256-GCM with 12 bytes of nonce before and 16 of tag after, bound to the key's id.
  const secret = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), 'statusmonitor signing keys', 32))
  const whole = Buffer.from(sealed, 'base64')
  const cipher = createDecipheriv('aes-256-gcm', secret, whole.subarray(0, 12))
  cipher.setAAD(Buffer.from(id))
  cipher.setAuthTag(whole.subarray(-16))
  const der = Buffer.concat([cipher.update(whole.subarray(12, -16)), cipher.final()])
  return { id, key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) }
}

/** The first row of what the platform's accounts answer to this query, a column a line. */
async function database(data: string, sql: string): Promise<string> {
  const app = process.env.STATUSMONITOR_APP
  if (app === undefined)
    throw new Error('STATUSMONITOR_APP does not say which build is tested: run ./statusmonitor test security')
  const home = process.env.JAVA_HOME
  const { stdout } = await execute(home === undefined ? 'java' : join(home, 'bin/java'), [
    '--enable-native-access=ALL-UNNAMED',
    '-cp',
    join(app, 'lib/*'),
    join(import.meta.dirname, 'Database.java'),
    `jdbc:sqlite:${join(data, 'auth/auth.db')}`,
    sql,
  ])
  return stdout.trim()
}

/** What the owner's tools know of a running platform. */
export interface Management {
  /** The connector that only services may use. */
  internalUrl: string
  /** By which the platform knows the tools, as it knows a service. */
  key: SigningKey
}

/** From the file that `up` keeps while it runs. */
export async function management(port: number): Promise<Management> {
  const folders = [process.env.XDG_RUNTIME_DIR, process.env.XDG_STATE_HOME, join(homedir(), '.local/state')]
  for (const folder of folders) {
    if (!folder) continue
    const text = await readFile(join(folder, `statusmonitor/${port}.json`), 'utf8').catch(() => undefined)
    if (text === undefined) continue
    const file = JSON.parse(text) as { internal_url: string; caller: string; private_key: string }
    const der = Buffer.from(file.private_key, 'base64')
    return {
      internalUrl: file.internal_url.replace(/\/$/, ''),
      key: { id: file.caller, key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) },
    }
  }
  throw new Error(`there is no management file of the platform at port ${port}`)
}

/** A compact JWS (RFC 7515) of these claims, signed with Ed25519. */
export function jwt(signer: SigningKey, typ: string, claims: object, alg = 'EdDSA'): string {
  const unsigned = unsignedJwt({ alg, typ, kid: signer.id }, claims)
  return `${unsigned}.${sign(null, Buffer.from(unsigned), signer.key).toString('base64url')}`
}

/** Its first two parts. */
export function unsignedJwt(header: object, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(claims)}`
}

/** The claims in a token, unchecked. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

/** What a service shows when it calls another. */
export function serviceAssertion(signer: SigningKey, change: object = {}): string {
  const now = Math.floor(Date.now() / 1000)
  return jwt(signer, 'service+jwt', {
    iss: signer.id,
    sub: signer.id,
    aud: 'internal',
    iat: now,
    exp: now + 60,
    jti: randomUUID(),
    ...change,
  })
}
