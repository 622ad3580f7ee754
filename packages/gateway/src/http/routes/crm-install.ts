/** What a connected host knows of us (events, webhooks, places in its pages), and what fields of its own it has. For administrators. */
import type { InstallGroup, InstallPlace } from '@ringback/adapters';
import { RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import type { CrmClient } from '../../crm/client.ts';
import { MAPPED_KINDS } from '../../crm/field-map.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent, SIGNED_IN } from '../documented.ts';
import type { Guards } from '../guards.ts';
import type { App } from '../types.ts';

const Params = z.object({ system: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,30}$/)) });
const Registrations = z.array(z.object({ name: z.string(), address: z.string() }));
const FieldLists = z.partialRecord(
  z.enum(MAPPED_KINDS),
  z.array(z.object({ name: z.string(), title: z.string(), type: z.string(), required: z.boolean() })),
);
const shared = { tags: ['Systems of record'], security: SIGNED_IN, params: Params };

export function crmInstallRoutes(app: App, { hub, store, publicUrl }: HttpDeps, guards: Guards): void {
  const onRequest = guards.agent('settings.write');
  const url = '/crm/connections/:system/install';

  app.get(
    '/crm/connections/:system/fields',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Fields of the firm’s own that the system has, to be mapped to ours',
        response: answers({ 200: FieldLists }),
      },
    },
    async ({ params }) => {
      const { fields } = connected(params.system);
      if (!fields) return {};
      const lists = await Promise.all(
        MAPPED_KINDS.map(async (kind) => {
          const all = await fields.list(kind);
          const shown = all.map(({ name, title, type, required }) => ({ name, title, type, required }));
          return [kind, shown] as const;
        }),
      );
      return Object.fromEntries(lists);
    },
  );
  app.get(
    url,
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'What of this gateway the system knows',
        response: answers({ 200: Registrations }),
      },
    },
    async ({ params }) => {
      const { install, place } = await found(params.system);
      return install.list(place);
    },
  );
  app.put(
    url,
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Register in the system what is missing; again changes nothing',
        response: answers({ 200: Registrations }),
      },
    },
    async ({ params }) => {
      const { install, place } = await found(params.system);
      return install.register(place);
    },
  );
  app.delete(
    url,
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Take everything away that was registered',
        response: answers({ 204: NoContent }),
      },
    },
    async ({ params }, reply) => {
      const { install, place } = await found(params.system);
      await install.unregister(place);
      return reply.code(204).send(null);
    },
  );

  function connected(system: string): CrmClient {
    const client = hub.system(system);
    if (client) return client;
    throw new RingbackError('not-found', `${system} is not connected.`, { hint: 'Connect it first.' });
  }

  async function found(system: string): Promise<{ install: InstallGroup; place: InstallPlace }> {
    const client = connected(system);
    const { install } = client;
    if (!install) {
      throw new RingbackError('unsupported', `${client.manifest.name} lets nothing be registered.`, {
        hint: 'Register the address of events in the system itself, where its page in docs/adapters says.',
      });
    }
    return { install, place: await placeOf(client) };
  }

  async function placeOf({ manifest, users }: CrmClient): Promise<InstallPlace> {
    const gatewayUrl = publicUrl().replace(/\/$/, '');
    const [known, agents] = await Promise.all([users?.list() ?? [], store.agents.list()]);
    const extensions = known.flatMap(({ id, extension }) => {
      const agent = agents.find((one) => one.extension === extension);
      return agent ? [{ userId: id, extension: agent.extension }] : [];
    });
    return {
      ...{ gatewayUrl, extensions },
      eventsUrl: `${gatewayUrl}/api/v1/crm/hosts/${manifest.id}/events`,
      pagesUrl: `${gatewayUrl}/v1/hosts/${manifest.id}`,
    };
  }
}
