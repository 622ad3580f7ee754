/** What a gateway could do at best: Fastify and one insert, on disk before it is answered. A process of its own, as the gateway is. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import Fastify from 'fastify';

const [folder = '.', port = '0'] = process.argv.slice(2);
const db = new DatabaseSync(join(folder, 'bare.db'));
db.exec('pragma journal_mode = wal; pragma synchronous = full');
db.exec(
  'create table callback (id text primary key, number text not null, requested_at text not null, data text not null)',
);
const insert = db.prepare('insert into callback values (?, ?, ?, ?)');

const app = Fastify({ trustProxy: true });
app.post('/callbacks', async (request, reply) => {
  const { number } = request.body as { number: string };
  const [id, requestedAt] = [crypto.randomUUID(), new Date().toISOString()];
  insert.run(id, number, requestedAt, JSON.stringify(request.body));
  return reply.code(201).send({ id, state: 'scheduled' });
});
await app.listen({ host: '127.0.0.1', port: Number(port) });
console.log(JSON.stringify({ msg: 'listening' }));
