/** `npm run new:adapter <id>`: a system of record that does nothing yet. Its conformance suite fails until it is filled in. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { skeleton } from './new-adapter/skeleton.mjs';

/** Into another copy of the repository where its folder is given. */
const [id, root = fileURLToPath(new URL('..', import.meta.url))] = process.argv.slice(2);
if (!/^[a-z][a-z0-9-]{1,30}$/.test(id ?? '')) {
  console.error('Usage: npm run new:adapter <id>, where the id is small letters, digits and dashes: my-crm');
  process.exit(1);
}
const folder = join(root, 'packages/adapters/src/crm', id);
if (existsSync(folder)) {
  console.error(`packages/adapters/src/crm/${id} is there already.`);
  process.exit(1);
}
mkdirSync(join(folder, 'fixtures'), { recursive: true });
for (const [name, text] of Object.entries(skeleton(id))) {
  const file = name.startsWith('docs/') ? join(root, name) : join(folder, name);
  writeFileSync(file, text);
}
console.log(`packages/adapters/src/crm/${id} is made. Next:
  1. manifest.ts: what the system can do, and what it must be told
  2. simulator.ts: how it answers, held to its documentation (fixtures/ name their source)
  3. api.ts, map.ts, index.ts
  4. npx vitest run --project contract packages/adapters/src/crm/${id}
  5. docs/adapters/${id}.md: what the owner must set up, and what was tried against what`);
