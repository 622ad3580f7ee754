/** Users, the firm's own fields, notices, and pages of records. */
import * as z from 'zod/mini';
import type {
  FieldsGroup,
  HostField,
  NotifyGroup,
  ReadOptions,
  RecordKind,
  RecordsGroup,
  UsersGroup,
} from '../contract.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient } from '../../http/index.ts';
import { type Base, keptFor, unreadable } from './base.ts';
import { manifest } from './manifest.ts';
import { BatchResult, Envelope, faultOf, refusal } from './wire.ts';
import { ENTITIES, type Entity, pageOf, readId, readPartyId } from './map.ts';

const WithId = z.looseObject({ ID: z.union([z.string(), z.number()]) });
const WhoAsks = z.object({ profile: WithId, app: WithId });

/**
 * Who looks at a page of our application. The portal gives every application in it such a credential of whoever opens its page, so it is asked
 * whose application that is as well: `ID` of `app.info` is the application's number in the portal, and ours is told to our own token.
 */
export function createWhoIs(base: Base): NonNullable<UsersGroup['whoIs']> {
  const { api, context } = base;
  const ours = keptFor(context, async (options) => {
    const { result } = await api.read('app.info', {}, options);
    const parsed = WithId.safeParse(result);
    if (!parsed.success) throw unreadable('app.info');
    return String(parsed.data.ID);
  });
  const client = createHttpClient({
    system: manifest.id,
    context,
    refused: (answer, { name }) => refusal(answer, name, context.now()),
  });

  /** `AUTH_ID` of a page in the portal: the portal says whose it is, in one request. */
  async function whoAsks(credential: string, options?: ReadOptions) {
    const answer = await client.send({
      name: 'batch',
      method: 'POST',
      url: `${api.portal}/rest/batch.json`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth: credential, halt: 0, cmd: { profile: 'profile', app: 'app.info' } }),
      repeatable: true,
      signal: options?.signal,
    });
    const batch = BatchResult.safeParse(Envelope.safeParse(answer.json()).data?.result);
    if (!batch.success) throw unreadable('batch');
    for (const [name, fault] of Object.entries(batch.data.result_error)) {
      const error = faultOf(fault, name);
      if (error.retryable) throw error;
    }
    return WhoAsks.safeParse(batch.data.result);
  }

  return async (credential, options) => {
    const asks = await whoAsks(credential, options);
    if (asks.success && String(asks.data.app.ID) !== (await ours(options)))
      throw new AdapterError(manifest.id, 'unauthorized', 'This page is another application’s.', {
        hint: 'Open Ringback’s own page in Bitrix24, or connect the application that it belongs to at /admin.',
      });
    // Our own right says what he may be called.
    const users = asks.success ? await base.users(options) : [];
    const user = users.find(({ id }) => id === String(asks.data?.profile.ID));
    if (user?.active) return user;
    throw new AdapterError(manifest.id, 'unauthorized', 'The portal does not know this user.', {
      hint: 'Open the page again from inside Bitrix24.',
    });
  };
}

const Fields = z.object({
  fields: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      title: z.string(),
      upperName: z.optional(z.string()),
      isRequired: z.optional(z.boolean()),
      items: z.optional(z.array(z.looseObject({ ID: z.coerce.string(), VALUE: z.string() }))),
    }),
  ),
});

const TYPES: Record<string, HostField['type']> = {
  integer: 'number',
  double: 'number',
  money: 'number',
  date: 'date',
  datetime: 'date',
  boolean: 'boolean',
  enumeration: 'choice',
  crm_status: 'choice',
};
const ENTITY_OF: Partial<Record<RecordKind, Entity>> = { party: 'contact', deal: 'deal', lead: 'lead' };

export function createFields({ api }: Base): FieldsGroup {
  return {
    async list(kind, options) {
      const entity = ENTITY_OF[kind];
      if (!entity) return [];
      const { result } = await api.read(
        'crm.item.fields',
        { entityTypeId: ENTITIES[entity].typeId },
        options,
      );
      const parsed = Fields.safeParse(result);
      if (!parsed.success) throw unreadable('crm.item.fields');
      return Object.entries(parsed.data.fields)
        .filter(([, { upperName }]) => upperName?.startsWith('UF_'))
        .map(([name, field]) => ({
          name,
          title: field.title,
          type: TYPES[field.type] ?? 'text',
          required: field.isRequired === true,
          ...(field.items ? { options: field.items.map(({ ID, VALUE }) => ({ id: ID, title: VALUE })) } : {}),
        }));
    },
  };
}

export function createNotify({ api }: Base, records: RecordsGroup): NotifyGroup {
  return {
    async user(userId, { text, about }, options) {
      const url = about && records.url(about);
      const params = {
        USER_ID: Number(userId),
        MESSAGE: url === undefined ? text : `${text} [URL=${url}]→[/URL]`,
        // A notice of the same tag takes the place of the one before: sent twice it is there once.
        TAG: `RINGBACK|${options.actor}|${options.idempotencyKey}`,
      };
      await api.write('im.notify.system.add', params, { ...options, repeatable: true });
    },
  };
}

export function createRecords(portal: string): RecordsGroup {
  return {
    url({ kind, id }) {
      if (kind === 'party') {
        const party = readPartyId(id);
        return party && pageOf(portal, party.entity, party.id);
      }
      if (readId(id) === undefined) return undefined;
      if (kind === 'deal' || kind === 'lead') return pageOf(portal, kind, id);
      return kind === 'task' ? `${portal}/company/personal/user/0/tasks/task/view/${id}/` : undefined;
    },
  };
}
