/**
 * Checks the manifests for Kubernetes without a cluster: each against the schema of its kind, for fields that the kind
 * does not have, whether what they name of each other is there, and whether variables are settings. `npm run manifests`.
 */
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import * as keda from '@kubernetes-models/keda/keda.sh/v1alpha1'
import * as apps from 'kubernetes-models/apps/v1'
import * as autoscaling from 'kubernetes-models/autoscaling/v2'
import * as networking from 'kubernetes-models/networking.k8s.io/v1'
import * as policy from 'kubernetes-models/policy/v1'
import * as core from 'kubernetes-models/v1'
import { parse, parseAllDocuments } from 'yaml'

const execute = promisify(execFile)
const root = resolve(import.meta.dirname, '../../deploy/kubernetes')
const project = resolve(import.meta.dirname, '..')
const made = join(project, 'target/manifests')

interface Model {
  validate(): void
}

interface Manifest {
  apiVersion: string
  kind: string
  metadata: { name: string }
  data?: Record<string, string>
  spec?: {
    selector?: { matchLabels?: Record<string, string> }
    scaleTargetRef?: { kind: string; name: string }
    template?: { metadata: { labels: Record<string, string> }; spec: { volumes?: Volume[]; containers: Container[] } }
  }
}

interface Volume {
  name: string
  configMap?: { name: string }
}

interface Container {
  env?: { name: string; valueFrom?: { configMapKeyRef?: { name: string; key: string } } }[]
  envFrom?: { configMapRef?: { name: string } }[]
  volumeMounts?: { name: string }[]
}

/** What the kinds of an API version look like, and where their types come from. */
const models: Record<string, { from: string; kinds: Record<string, unknown> }> = {
  v1: { from: 'kubernetes-models/v1', kinds: { ...core } },
  'apps/v1': { from: 'kubernetes-models/apps/v1', kinds: { ...apps } },
  'autoscaling/v2': { from: 'kubernetes-models/autoscaling/v2', kinds: { ...autoscaling } },
  'networking.k8s.io/v1': { from: 'kubernetes-models/networking.k8s.io/v1', kinds: { ...networking } },
  'policy/v1': { from: 'kubernetes-models/policy/v1', kinds: { ...policy } },
  'keda.sh/v1alpha1': { from: '@kubernetes-models/keda/keda.sh/v1alpha1', kinds: { ...keda } },
}

/** These are made by whoever deploys: docs/kubernetes.md says how. */
const OF_THE_OWNER = ['trusted-keys']

function checkSchema({ apiVersion, kind, metadata }: Manifest, manifest: object): string[] {
  const model = models[apiVersion]?.kinds[kind] as (new (data: object) => Model) | undefined
  if (model === undefined) return [`${kind} ${metadata.name}: nobody knows ${kind} of ${apiVersion}`]
  try {
    new model(manifest).validate()
    return []
  } catch (failure) {
    return [`${kind} ${metadata.name}: ${failure instanceof Error ? failure.message : failure}`]
  }
}

/** The compiler refuses, in a literal, fields that its type does not have; the schemas let them pass. */
async function checkFields(manifests: Manifest[]): Promise<string[]> {
  const lines = manifests.map(({ apiVersion, kind, metadata, ...rest }, i) => {
    const value = JSON.stringify({ apiVersion, kind, metadata, ...rest }, undefined, 2)
    const from = JSON.stringify(models[apiVersion]?.from)
    return `// ${kind} ${metadata.name}\nexport const m${i}: import(${from}).I${kind} = ${value}\n`
  })
  await mkdir(made, { recursive: true })
  await writeFile(join(made, 'manifests.ts'), lines.join('\n'))
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--moduleResolution', 'bundler']
  const tsc = [join(project, 'node_modules/.bin/tsc'), ...options, '--ignoreConfig', join(made, 'manifests.ts')]
  return execute(process.execPath, tsc, { cwd: project }).then(
    () => [],
    (failure: { stdout?: string }) => (failure.stdout ?? String(failure)).trim().split('\n'),
  )
}

/** Whether what a manifest names of the others is there. */
function checkReferences(manifests: Manifest[], configMaps: Map<string, string[]>): string[] {
  const faults: string[] = []
  const workloads = manifests.filter(({ spec }) => spec?.template)
  for (const { kind, metadata, spec } of manifests) {
    const who = `${kind} ${metadata.name}`
    const target = spec?.scaleTargetRef
    if (target && !workloads.some((each) => each.kind === target.kind && each.metadata.name === target.name))
      faults.push(`${who}: there is no ${target.kind} ${target.name}`)
    const template = spec?.template
    if (!template) continue
    for (const [label, value] of Object.entries(spec?.selector?.matchLabels ?? {}))
      if (template.metadata.labels[label] !== value) faults.push(`${who}: does not select its own pods by ${label}`)
    const volumes = template.spec.volumes?.map(({ name }) => name) ?? []
    const mounted = template.spec.containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name))
    const claimed = JSON.stringify(spec).includes('"volumeClaimTemplates"') ? ['data'] : []
    for (const name of mounted)
      if (!volumes.includes(name) && !claimed.includes(name)) faults.push(`${who}: there is no volume ${name}`)
    const named = [
      ...(template.spec.volumes ?? []).map(({ configMap }) => configMap?.name),
      ...template.spec.containers.flatMap(({ envFrom = [] }) => envFrom.map(({ configMapRef }) => configMapRef?.name)),
    ]
    for (const name of named)
      if (name !== undefined && !OF_THE_OWNER.includes(name) && !configMaps.has(name))
        faults.push(`${who}: there is no ConfigMap ${name}`)
    for (const { name, valueFrom } of template.spec.containers.flatMap(({ env = [] }) => env)) {
      const ref = valueFrom?.configMapKeyRef
      if (ref && !configMaps.get(ref.name)?.includes(ref.key))
        faults.push(`${who}: ${name} is to be ${ref.key} of ConfigMap ${ref.name}, which is not there`)
    }
  }
  return faults
}

/** Names of variables that no setting has: Spring's own. */
const OTHER_VARIABLES = /^(SPRING|SERVER)_/

/** Which names of variables are no setting's: as docs/configuration.md says, in capitals, with _ for . and without -. */
function checkVariables(names: string[], reference: string): string[] {
  const sections = reference.split(/^## Reference$/m)[1]?.split(/^### /m) ?? []
  const settings = new Set(
    sections.flatMap((section) => {
      const prefix = /`(statusmonitor\.[a-z.-]+)`/.exec(section)?.[1]
      return [...section.matchAll(/^\| `([a-z0-9.-]+)` \|/gm)].map(([, name]) => `${prefix}.${name}`)
    }),
  )
  const variables = new Set([...settings].map((name) => name.toUpperCase().replaceAll('-', '').replaceAll('.', '_')))
  if (variables.size < 50) return [`only ${variables.size} settings were found in configuration.md`]
  return names
    .filter((name) => !OTHER_VARIABLES.test(name) && !variables.has(name))
    .map((name) => `${name} is no setting`)
}

async function manifestsOf(files: string[]): Promise<{ manifests: Manifest[]; faults: string[] }> {
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')))
  const documents = texts.flatMap((text) => parseAllDocuments(text))
  return {
    manifests: documents.map((document) => document.toJS() as Manifest),
    faults: documents.flatMap(({ errors }) => errors.map(({ message }) => message)),
  }
}

function variablesOf({ kind, metadata, data, spec }: Manifest): string[] {
  if (kind === 'ConfigMap') return metadata.name === 'platform' ? [] : Object.keys(data ?? {})
  return (spec?.template?.spec.containers ?? []).flatMap(({ env = [] }) => env.map(({ name }) => name))
}

const { resources } = parse(await readFile(join(root, 'kustomization.yaml'), 'utf8')) as { resources: string[] }
const component = parse(await readFile(join(root, 'cassandra/kustomization.yaml'), 'utf8')) as {
  patches: { path: string }[]
}
const { manifests, faults } = await manifestsOf(resources)
const patches = await manifestsOf(component.patches.map(({ path }) => join('cassandra', path)))
faults.push(...patches.faults)
for (const { kind, metadata } of patches.manifests)
  if (!manifests.some((each) => each.kind === kind && each.metadata.name === metadata.name))
    faults.push(`the component cassandra patches ${kind} ${metadata.name}, which is not there`)
const all = [...manifests, ...patches.manifests]
const configMaps = new Map(
  manifests
    .filter(({ kind }) => kind === 'ConfigMap')
    .map(({ metadata, data }) => [metadata.name, Object.keys(data ?? {})]),
)
faults.push(...all.flatMap((manifest) => checkSchema(manifest, manifest)))
faults.push(...checkReferences(manifests, configMaps))
faults.push(...(await checkFields(all)))
const reference = await readFile(resolve(project, '../docs/configuration.md'), 'utf8')
faults.push(...checkVariables(all.flatMap(variablesOf), reference))
for (const fault of faults) console.error(fault)
console.log(`${all.length} manifests, ${faults.length} faults`)
process.exitCode = faults.length === 0 && manifests.length > 0 ? 0 : 1
