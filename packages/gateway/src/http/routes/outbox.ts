/** What hosts still have to be told: to be looked at, tried again, or given up. For administrators. */
import { RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import type { OutboxEntry } from '../../store/contract.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const Entry = z.object({
  id: z.number(),
  system: z.string(),
  kind: z.string(),
  record: z.string(),
  state: z.enum(['waiting', 'stuck']),
  attempts: z.number(),
  createdAt: z.string(),
  nextAt: z.string(),
  lastError: z.optional(z.string()),
});
const Params = z.object({ id: z.coerce.number().check(z.int(), z.minimum(1)) });
const shared = { tags: ['Systems of record'], security: SIGNED_IN };
const MOST = 500;

export function outboxRoutes(app: App, { store, outbox }: HttpDeps, guards: Guards): void {
  const onRequest = guards.agent('settings.write');
  app.get(
    '/crm/outbox',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'What waits to be told, oldest first',
        response: answers({ 200: z.array(Entry) }),
      },
    },
    async () => (await store.outbox.list(MOST)).map(shown),
  );
  app.post(
    '/crm/outbox/:id/retry',
    {
      onRequest,
      schema: { ...shared, summary: 'Try again at once', params: Params, response: answers({ 200: Entry }) },
    },
    async (request) => {
      const { id } = request.params;
      const entry = await store.transaction(async (tx) => {
        const found = await store.outbox.retry(tx, id);
        if (found) await audit(tx, found, { actor: identityOf(request).agent.id, field: 'retried' });
        return found;
      }, 'full');
      outbox.wake();
      return shown(entry ?? missing(id));
    },
  );
  app.delete(
    '/crm/outbox/:id',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Give it up: the host is not told',
        params: Params,
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const entry = await store.transaction(async (tx) => {
        const found = await store.outbox.remove(tx, id);
        if (found) await audit(tx, found, { actor: identityOf(request).agent.id, field: 'dropped' });
        return found;
      }, 'full');
      if (!entry) missing(id);
      return reply.code(204).send(null);
    },
  );

  function audit(
    tx: Parameters<typeof store.audit.append>[0],
    entry: OutboxEntry,
    { actor, field }: { actor: string; field: string },
  ): Promise<void> {
    const old = { system: entry.account, kind: entry.kind, record: entry.record, lastError: entry.lastError };
    return store.audit.append(tx, {
      actor,
      entity: 'outbox',
      entityId: String(entry.id),
      field,
      old,
      new: null,
    });
  }
}

function missing(id: number): never {
  throw new RingbackError('not-found', `There is no entry ${id} in the outbox.`, {
    hint: 'It was told meanwhile; load the list again.',
  });
}

function shown({
  id,
  account,
  kind,
  record,
  state,
  attempts,
  createdAt,
  nextAt,
  lastError,
}: OutboxEntry): z.infer<typeof Entry> {
  const entry = { id, system: account, kind, record, state, attempts, createdAt, nextAt };
  return lastError === undefined ? entry : { ...entry, lastError };
}
