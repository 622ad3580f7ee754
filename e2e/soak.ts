/** `npm run soak`: callbacks during each of which the gateway is killed at a random moment; the seed is printed, so that a run can be repeated. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../examples/demo/stack.ts';
import { agentBot, visitorBot } from './callback-bots.ts';
import { killDuring } from './callback-kill.ts';
import { seeded } from './seeded.ts';

const [rounds = 50, seed = Date.now() % 100_000] = process.argv.slice(2).map(Number);
/** A callback takes about a second when all goes well. */
const LONGEST_MS = 1500;
const ENDS = ['completed', 'scheduled', 'failed'];

const folder = mkdtempSync(join(tmpdir(), 'ringback-soak-'));
const stack = await startStack({ dataDir: folder, trustProxy: true });
const phones = { agent: await agentBot(stack, 'olena'), visitor: await visitorBot(stack) };
const random = seeded(seed);
let passed = 0;
for (let nth = 1; nth <= rounds; nth += 1) {
  const afterMs = Math.floor(random() * LONGEST_MS);
  const number = `+38050${String(4_000_000 + nth)}`;
  const { status, rung, atOnce } = await killDuring(stack, phones, {
    number,
    address: `198.18.${Math.floor(nth / 250)}.${nth % 250}`,
    kill: { afterMs },
  });
  const well = ENDS.includes(status.state) && atOnce <= 1;
  if (well) passed += 1;
  console.log(
    `${nth}: killed after ${afterMs} ms → ${status.state}, rung ${rung}, at once ${atOnce}${well ? '' : '  WRONG'}`,
  );
}
await phones.agent.stop();
await phones.visitor.stop();
await stack.stop();
rmSync(folder, { recursive: true, force: true });
console.log(`\nseed ${seed}\n${passed} passed, ${rounds - passed} failed`);
process.exit(passed === rounds ? 0 : 1);
