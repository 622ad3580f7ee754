/** `npm start`: the demo on embedded defaults. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundles } from '../../scripts/bundles.ts';
import { isFree, ROOT } from './processes.ts';
import { writeRecords } from './records.ts';
import { DEMO_AGENTS, DEMO_PASSWORD } from './seed.ts';
import { type Ports, type Stack, startStack } from './stack.ts';

function fail(sentence: string): never {
  console.error(`\nRingback: ${sentence}\n`);
  process.exit(1);
}

/** Five ports in a row, from 4700 or `RINGBACK_PORT`. */
function choosePorts(): Ports {
  const first = Number(process.env.RINGBACK_PORT ?? 4700);
  if (!Number.isInteger(first) || first < 1024 || first > 65_000) {
    fail(
      `RINGBACK_PORT is "${process.env.RINGBACK_PORT}"; give a port from 1024 to 65000, the demo takes it and the five after it.`,
    );
  }
  return { gateway: first, shop: first + 1, panel: first + 2, phone: first + 3, pbx: first + 5 };
}

async function checkPorts(ports: Ports): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    fail(
      `port ${port}, which the ${name} needs, is taken; end the program that holds it (another demo?), or choose others: RINGBACK_PORT=${port + 100} npm start`,
    );
  }
}

function prepareData(): string {
  const folder = process.env.RINGBACK_DATA ?? join(ROOT, 'data');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    fail(
      `the data folder ${folder} cannot be written; make it writable, or name another: RINGBACK_DATA=/path npm start`,
    );
  }
  return folder;
}

function tell(stack: Stack): void {
  const names = DEMO_AGENTS.map((agent) => agent.login).join(', ');
  console.log(`
Ringback is running.

  Shop, with the callback button   ${stack.shop}
  Admin panel, with the softphone  ${stack.panel}
  Visitor's phone                  ${stack.phone}
  API docs                         ${stack.gateway}/docs
  Settings                         ${stack.gateway}/admin

  Log in as ${names}; the password is "${DEMO_PASSWORD}".
  First open the visitor's phone and the panel (sign in there as olena), then leave +380501112233 in the shop.
  Data is kept in the data folder. Ctrl-C stops everything.
`);
}

const ports = choosePorts();
await checkPorts(ports);
const dataDir = prepareData();
console.log('Building what browsers load (at once if nothing has changed)…');
buildBundles();
const stack = await startStack({ dataDir, ports }).catch((error: Error) => fail(error.message));
await writeRecords(stack.gateway).catch(async (error: Error) => {
  await stack.stop();
  fail(error.message);
});
tell(stack);

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await stack.stop();
  console.log('Stopped.');
  process.exit(0);
};
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
