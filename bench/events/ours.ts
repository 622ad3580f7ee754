/** A whole gateway in a process of its own. `POST`s of the parent's (by IPC) make it tell facts, as any part of it does: in a transaction. */
import { join } from 'node:path';
import { checkConfig, createGateway, createSqliteStore } from '../../packages/gateway/src/index.ts';
import { hashSecret } from '../../packages/gateway/src/auth/secret.ts';
import { AGENTS, atPace, ticks, wallClock } from './ticks.ts';

const folder = process.argv[2] ?? '';
const now = () => new Date();
const store = await createSqliteStore(join(folder, 'ringback.db'), { now });
const config = checkConfig({
  listen: { port: 0 },
  dataDir: folder,
  pbx: {
    // Nobody listens there: this is about events.
    ...{ system: 'sandbox', controlUrl: 'ws://127.0.0.1:9/control', controlToken: 'none-is-needed-here' },
    ...{ sipServers: ['ws://127.0.0.1:9/sip'], domain: 'bench' },
  },
  log: { level: 'error' },
});
const gateway = await createGateway(config, { store });
// After the start, which keeps the agents of the configuration alone.
await store.transaction(async (tx) => {
  for (let nth = 0; nth < AGENTS; nth += 1)
    await store.agents.upsert(tx, {
      ...{ id: `a${nth}`, login: `a${nth}`, name: `Agent ${nth}`, role: 'employee' },
      ...{ extension: String(10_000 + nth), passwordHash: 'none' },
    });
});
const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
for (let nth = 0; nth < AGENTS; nth += 1)
  await store.sessions.put({
    ...{ hash: hashSecret(`secret-${nth}`), kind: 'token', agentId: `a${nth}`, expiresAt },
    renewableUntil: expiresAt,
  });
process.on('message', ({ seconds, seed }: { seconds: number; seed: number }) => {
  if (seconds === 0) return void store.events.latestId().then((position) => process.send?.({ position }));
  const next = ticks(seed);
  const tell = () => {
    const { nth, readers } = next();
    const text = JSON.stringify({ nth, at: wallClock(), readers });
    return store.transaction((tx) =>
      store.events.append(tx, {
        type: 'notice.created',
        data: { notice: { id: `n${seed}-${nth}`, text } },
        audience: readers.map((reader) => `a${reader}`),
      }),
    );
  };
  void atPace(seconds, tell).then(() => process.send?.({ done: true }));
});
process.send?.({ port: Number(new URL(gateway.url).port) });
