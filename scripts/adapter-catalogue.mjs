/** `npm run docs:adapters`: the catalogue and the capability table of docs/adapters/README.md, made of the manifests. `--check` only compares. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FILE = join(ROOT, 'docs/adapters/README.md');

const { CRM_CAPABILITIES } = await import(join(ROOT, 'packages/adapters/src/crm/contract.ts'));
const { PARTY_FIELDS } = await import(join(ROOT, 'packages/adapters/src/crm/contract/manifest.ts'));
const files = globSync('packages/adapters/src/crm/*/index.ts', { cwd: ROOT }).sort();
const made = await Promise.all(
  files.map(async (file) => ({
    folder: basename(dirname(file)),
    ...(await import(join(ROOT, file.replace('index.ts', 'manifest.ts')))).manifest,
  })),
);
// `kit` is shared and no system.
const manifests = made.filter(({ id }) => id !== undefined);
manifests.sort((one, other) =>
  one.id === 'local' ? -1 : other.id === 'local' ? 1 : one.name.localeCompare(other.name),
);

const INBOUND = {
  webhook: 'webhook',
  polling: 'polling',
  'webhook+polling': 'webhook and polling',
  none: '–',
};
const nameOf = ({ folder, name }) =>
  existsSync(join(ROOT, `docs/adapters/${folder}.md`)) ? `[${name}](${folder}.md)` : name;

const catalogue = manifests.map((one) => [
  nameOf(one),
  one.requires ?? '–',
  one.limits ?? '–',
  INBOUND[one.inbound],
]);
const capabilities = CRM_CAPABILITIES.map((capability) => [
  `\`${capability}\``,
  ...manifests.map((one) => (one.capabilities.includes(capability) ? '●' : '')),
]);

/** Of a customer beyond name, kind, numbers and e-mail; and whether deals and leads keep fields of the firm's own. */
const kept = [
  ...PARTY_FIELDS.map((field) => ['party', field]),
  ...['deal', 'lead'].map((kind) => [kind, 'custom']),
].map(([kind, field]) => [
  `\`${kind}.${field}\``,
  ...manifests.map((one) => (one.writes?.[kind]?.includes(field) ? '●' : '')),
]);

/** Letters and tax numbers, or why there are none. */
const lacking = manifests
  .filter(({ capabilities }) => capabilities.includes('parties'))
  .map((one) => [
    nameOf(one),
    one.lacks?.mail ?? 'sent and listed',
    one.lacks?.taxId ?? 'kept, and looked for among duplicates',
  ]);

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const text = `# Adapters

Systems of record that Ringback works in. Made of the manifests by \`npm run docs:adapters\`; what was tried against what stands on each system's page.

## Catalogue

${table(['system', 'needs in the host', 'limit that is obeyed', 'tells of changes by'], catalogue)}

## What each can do

Some capabilities depend on how the system is connected; its page says so.

${table(['', ...manifests.map(({ name }) => name)], capabilities)}

## What each keeps

Name, kind, numbers and e-mail of a customer are kept everywhere. What is not marked is shown where the system has it, and refused instead of being dropped; \`nature\` and
\`phones\` are marked where they can be changed afterwards. Duplicates by tax number are looked for where \`party.taxId\` is marked; [below](#letters) it says why elsewhere not.

${table(['', ...manifests.map(({ name }) => name)], kept)}

## Letters

A system that can send a letter and list them may be chosen to keep the letters, instead of a [mailbox of one's own](mail.md). Here is why the others cannot, and what becomes of tax numbers.

${table(['system', 'letters', 'tax number'], lacking)}

## What a host does not tell

Nobody tells of everything: a webhook is lost, a list does not hold what was removed. So each gateway looks up again what it has handed out in the last twelve hours, the last 500 records of a system, 20 a minute, after
everything that somebody waits for. What is there no more is dropped from what is kept, and everybody who has it before him is told (\`record.removed\`); what he has typed stays. A record that is opened is
read from the host, too: nothing is shown longer than the system's cache allows. Where a host
shows a record that one may not see as none at all (Bitrix24's tasks), only its own event says that it was removed.

## When a host fails

| what happens | the agent | the administrator |
| --- | --- | --- |
| it cannot be reached, or answers with a page in place of data | is told so; calls go on, and what the host has to be told waits for it | sees at \`/admin\` since when, and what waits; it goes by itself, in order |
| its key or password is wrong, or has ended | the same; nobody is signed out of Ringback | sees at \`/admin\` that a new one is to be entered; what waits goes by itself then |
| a right is missing | is told which | what waits is stuck until "Retry" |
| it is slow | is told after 7 seconds; the work goes on, and whoever asks again has the answer | – |
| it says "too often" | waits as long as it asks; when that is longer than 40 seconds he is told at once | – |

After five failures in a row before people, or in what is written there, it is left alone for 30 seconds; rounds in the background (what has changed, what is gone) count for nothing in that.

PBXs: [Asterisk](asterisk.md), [MANGO OFFICE](mango-office.md), and the sandbox of the demo. Letters: [Mail](mail.md). Adding a system: \`npm run new:adapter <id>\`.
`;

const options = await resolveConfig(FILE);
const pretty = await format(text, { ...options, filepath: FILE });
if (process.argv.includes('--check')) {
  if (existsSync(FILE) && readFileSync(FILE, 'utf8') === pretty) process.exit(0);
  console.error('docs/adapters/README.md is not what the manifests say: npm run docs:adapters');
  process.exit(1);
}
writeFileSync(FILE, pretty);
